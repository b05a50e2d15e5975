package org.oktadata.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.oktadata.findings.FollowerTurn.Position;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads new events once, however they came, and holds them against the detections. Its position
 * commits with what was found: a kill in between loses nothing and doubles nothing. Of several
 * instances one reads, see {@link FollowerTurn}.
 */
@Component
public class Follower {

  static final int BATCH = 5_000;

  /**
   * Characters of documents after which a batch ends, so that large events don't fill the memory.
   */
  static final long LENGTH = 50_000_000;

  /**
   * Only what every transaction of this database has finished writing: a sequence isn't the order
   * of commits. The order is that of the table's columns; by their bare names it would be that of
   * the texts.
   */
  private static final String NEXT =
      """
      select %s, xid, seq from (
        select e.integration, e.published, e.uuid, e.event_type, e.doc::text as doc, e.xid::text as xid, e.seq from store.event e
        where (e.xid, e.seq) > (:xid::xid8, :seq) and e.xid < (select store.ended_before())
        order by e.xid, e.seq limit :batch) e"""
          .formatted(EventTexts.COLUMNS);

  /** Then other work has its turn, and this goes on with the next heartbeat. */
  private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

  private final JdbcClient database;
  private final JdbcClient reading;
  private final EventTexts texts;
  private final RuleLibrary library;
  private final ActiveDetections active;
  private final Detections detections;
  private final TransactionTemplate transaction;
  private final FollowerTurn turn;
  private final RuleTrial trial;
  private final QuietGroups quiet = new QuietGroups();
  private volatile Alone alone;

  Follower(
      DataSource source,
      RuleLibrary library,
      ActiveDetections active,
      Detections detections,
      PlatformTransactionManager transactions,
      FollowerTurn turn,
      RuleTrial trial) {
    this.database = JdbcClient.create(source);
    this.reading = EventTexts.inPieces(source);
    this.texts = new EventTexts(database::sql);
    this.library = library;
    this.active = active;
    this.detections = detections;
    this.transaction = new TransactionTemplate(transactions);
    this.turn = turn;
    this.trial = trial;
  }

  /**
   * Reads until nothing new is left, or for five seconds. What is missing is only looked for at the
   * end of the log: what waits may contain it.
   *
   * @return whether it is this instance's turn
   */
  public boolean follow() {
    library.refresh();
    long started = System.nanoTime();
    boolean more = true;
    while (more && System.nanoTime() - started < NANOS) {
      more = Boolean.TRUE.equals(transaction.execute(status -> batch()));
    }
    return more || Boolean.TRUE.equals(transaction.execute(status -> absences()));
  }

  private boolean absences() {
    boolean mine = turn.take().isPresent();
    if (mine) {
      detections.evaluateAbsences(active.streaming(), Optional.empty());
    }
    return mine;
  }

  /** What has to be as it was after the last batch, or others have stored matches since. */
  private record Alone(Position position, long hunted, RuleIndex rules) {}

  private boolean batch() {
    Position from = turn.take().orElse(null);
    if (from == null) {
      return false;
    }
    RuleIndex rules = active.index();
    long hunted =
        database.sql("select coalesce(sum(events), 0) from store.hunt").query(Long.class).single();
    if (!new Alone(from, hunted, rules).equals(alone)) {
      quiet.forget();
    }
    quiet.readPlaces(() -> StoredPlaces.read(reading));
    // What is learned from a batch that fails is wrong.
    alone = null;
    BatchSettings.apply(database);
    trial.of(active.streaming());
    BatchSettings.sorting(database, false);
    Read read = read(from);
    BatchSettings.sorting(database, true);
    if (!read.events().isEmpty()) {
      detections.evaluate(read.events(), rules, quiet);
    }
    turn.keep(read.last());
    alone = new Alone(read.last(), hunted, rules);
    return read.full();
  }

  private record Read(List<LogEvent> events, Position last, boolean full) {}

  private Read read(Position from) {
    return reading
        .sql(NEXT)
        .param("xid", from.xid())
        .param("seq", from.seq())
        .param("batch", BATCH)
        .query(
            rows -> {
              List<LogEvent> events = new ArrayList<>();
              Position last = from;
              long length = 0;
              while (length < LENGTH && rows.next()) {
                LogEvent event = texts.event(rows);
                events.add(event);
                length += event.length();
                last = new Position(rows.getString("xid"), rows.getLong("seq"));
              }
              return new Read(events, last, events.size() == BATCH || length >= LENGTH);
            });
  }
}
