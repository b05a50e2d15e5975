package org.oktadata.findings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.oktadata.store.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a rule fail alone: others keep their transaction, and of the rule's own events only those
 * that make its SQL fail are left out. A database that is away is nobody's fault: then the whole
 * batch comes again. So it does, twice, where one is too slow for a rule: that may pass as well. A
 * rule that is too slow after all rests, or each batch of all others would wait for it.
 */
@Component
class Isolation {

  private static final Logger log = LoggerFactory.getLogger(Isolation.class);

  /** A rule that fails so often in one batch is wrong itself. */
  private static final int PATIENCE = 8;

  /** How often a rule may be too slow for a batch before the batch goes on without it. */
  private static final int TRIES = 3;

  private static final String LEFT_OUT =
      "; it is left out until %s, or until its file is edited, since all others waited for it, and"
          + " what it misses is hunted for once it works";

  /** More than there are at a time: what is left behind is forgotten. */
  private static final int SLOW = 1_000;

  /** A rule, and the batch by its first event: a batch that comes again begins where it did. */
  private record Place(String rule, String integration, String uuid) {}

  private final RuleTrouble trouble;
  private final RestingRules resting;
  private final TransactionTemplate savepoint;
  private final Map<Place, Integer> slow =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Place, Integer> eldest) {
              return size() > SLOW;
            }
          });

  Isolation(RuleTrouble trouble, RestingRules resting, PlatformTransactionManager transactions) {
    this.trouble = trouble;
    this.resting = resting;
    this.savepoint = new TransactionTemplate(transactions);
    this.savepoint.setPropagationBehavior(TransactionTemplate.PROPAGATION_NESTED);
  }

  /**
   * The results of the work on all items but those on which it fails.
   *
   * @param batch first event of the batch that the items are of
   * @throws DataAccessException where the batch is to come again
   */
  <T, R> List<R> run(
      Detection rule, LogEvent batch, List<T> items, Function<List<T>, List<R>> work) {
    Place place = new Place(rule.id(), batch.integration(), batch.uuid());
    return attempt(rule, place, batch.published(), items, work);
  }

  /** The results of work that is asked for again and again anyway. */
  <R> List<R> run(Detection rule, Supplier<List<R>> work) {
    return attempt(rule, null, Instant.now(), List.of(), none -> work.get());
  }

  /**
   * What is made of a rule without the database, such as of its settings: empty where that fails.
   */
  <T> Optional<T> made(Detection rule, Function<Detection, T> work) {
    try {
      return Optional.of(work.apply(rule));
    } catch (IllegalArgumentException | ArithmeticException e) {
      note(rule, problem(rule, e));
      return Optional.empty();
    }
  }

  /**
   * Notes what the database has against a rule before any event is held against it. Nothing against
   * it clears no trouble: some comes with certain events only. A database that is too slow says
   * nothing: with events of the rule it is counted how often.
   *
   * @throws DataAccessException where the database is away, so that nobody knows
   */
  void tried(Detection rule, Runnable trial) {
    try {
      savepoint.executeWithoutResult(status -> trial.run());
    } catch (DataAccessException | IllegalArgumentException | ArithmeticException e) {
      if (SqlState.AWAY.is(e)) {
        throw e;
      }
      if (!SqlState.TOO_SLOW.is(e)) {
        note(rule, problem(rule, e));
      }
    }
  }

  private <T, R> List<R> attempt(
      Detection rule, Place place, Instant event, List<T> items, Function<List<T>, List<R>> work) {
    Attempt<T, R> attempt = new Attempt<>(rule, place, event, work);
    if (!resting.rests(rule)) {
      attempt.on(items);
      if (attempt.failures == 0) {
        trouble.cleared(rule);
        resting.worked(rule);
        slow.remove(place);
      }
    }
    return attempt.results;
  }

  private final class Attempt<T, R> {

    private final Detection rule;
    private final Place place;
    private final Instant event;
    private final Function<List<T>, List<R>> work;
    private final List<R> results = new ArrayList<>();
    private int failures;

    private Attempt(Detection rule, Place place, Instant event, Function<List<T>, List<R>> work) {
      this.rule = rule;
      this.place = place;
      this.event = event;
      this.work = work;
    }

    private void on(List<T> items) {
      try {
        results.addAll(savepoint.execute(status -> work.apply(items)));
      } catch (DataAccessException | IllegalArgumentException | ArithmeticException e) {
        boolean tooSlow = SqlState.TOO_SLOW.is(e);
        if (SqlState.AWAY.is(e) || tooSlow && comesAgain()) {
          throw e;
        }
        if (tooSlow) {
          failures++;
          slow.remove(place);
          rest(rule, problem(rule, e), event);
        } else if (items.size() < 2) {
          failures++;
          note(rule, problem(rule, e));
        } else {
          halve(items);
        }
      }
    }

    private boolean comesAgain() {
      return place != null
          && !resting.restedLately(rule)
          && slow.merge(place, 1, Integer::sum) < TRIES;
    }

    private void halve(List<T> items) {
      int middle = items.size() / 2;
      on(items.subList(0, middle));
      if (failures < PATIENCE) {
        on(items.subList(middle, items.size()));
      }
    }
  }

  private static String problem(Detection rule, RuntimeException e) {
    return e instanceof DataAccessException refused
        ? RuleProblem.of(rule, refused)
        : "%s: %s".formatted(rule.source(), e.getMessage());
  }

  private void rest(Detection rule, String problem, Instant event) {
    String left = problem + LEFT_OUT.formatted(resting.until(rule));
    boolean news = trouble.rests(rule, left, RestingRules.missedSince(event));
    resting.begin(rule);
    tell(rule, left, news);
  }

  private void note(Detection rule, String problem) {
    tell(rule, problem, trouble.noted(rule, problem));
  }

  private void tell(Detection rule, String problem, boolean news) {
    if (news) {
      log.error("Detection {}: {}", rule.id(), problem);
    }
  }
}
