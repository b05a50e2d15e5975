package org.oktadata.collect;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The lists of a pull in the order of the plan, read from the ledger a few hundred at a time so
 * that memory doesn't grow with the org. {@link #next()} waits while as many lists are being read
 * as the pull may have under way.
 */
final class PlannedLists implements Iterator<PlannedList> {

  private static final Logger log = LoggerFactory.getLogger(PlannedLists.class);
  private static final int BATCH = 500;

  private final Ledger ledger;
  private final Pull pull;
  private final Semaphore places;
  private final BooleanSupplier goesOn;
  private final Queue<PlannedList> batch = new ArrayDeque<>();
  private final AtomicInteger failedInRow = new AtomicInteger();
  private volatile boolean answered;
  private volatile boolean over;
  private long position = -1;

  PlannedLists(Ledger ledger, Pull pull, int mostUnderWay, BooleanSupplier goesOn) {
    this.ledger = ledger;
    this.pull = pull;
    this.places = new Semaphore(mostUnderWay);
    this.goesOn = goesOn;
  }

  /**
   * Once there was none, there is none: the split has ended then, and asks again while it tidies
   * up. What opens later, such as a list that waited for another's end, is for the pull's next
   * round.
   */
  @Override
  public boolean hasNext() {
    over = over || !goesOn.getAsBoolean() || (batch.isEmpty() && !batch.addAll(furtherOnes()));
    return !over;
  }

  /**
   * None while the database is away: those left are open in the ledger, and the pull comes back to
   * them. A failure here would end the split at once, and let a second pull begin while lists of
   * this one are still being read.
   */
  private List<PlannedList> furtherOnes() {
    try {
      return ledger.open(pull, position, BATCH);
    } catch (DataAccessException databaseIsAway) {
      log.debug("{} {}: {}", pull.integration(), pull.dataType(), databaseIsAway.getMessage());
      return List.of();
    }
  }

  /** What was found is handed out, though it may be over since. */
  @Override
  public PlannedList next() {
    if (batch.isEmpty() && !hasNext()) {
      throw new NoSuchElementException();
    }
    places.acquireUninterruptibly();
    PlannedList list = batch.remove();
    position = list.position();
    return list;
  }

  /** A list was read to its end. True for the first of them. */
  boolean succeeded() {
    boolean first = !answered;
    answered = true;
    failedInRow.set(0);
    return first;
  }

  /** Whether Okta has answered with a page of any list of this pull, before a restart too. */
  boolean answered() {
    answered = answered || ledger.hasAnswers(pull);
    return answered;
  }

  /** A list failed. Returns how many did one after another, this one included. */
  int countFailure() {
    return failedInRow.incrementAndGet();
  }

  /** Those that are left were failed in the ledger, so nobody need ask for them. */
  void giveUp() {
    over = true;
  }

  /** One list is done; the next may begin. */
  void done() {
    places.release();
  }
}
