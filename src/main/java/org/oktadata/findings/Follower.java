package org.oktadata.findings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads new events once, however they came, and holds them against the detections. Its position
 * commits with what was found: a kill in between loses nothing and doubles nothing. Of several
 * instances one reads at a time.
 */
@Component
public class Follower {

  static final int BATCH = 5_000;

  /**
   * Characters of documents after which a batch ends, so that large events don't fill the memory.
   */
  private static final long LENGTH = 50_000_000;

  /** Only what every transaction has finished writing: a sequence isn't the order of commits. */
  private static final String NEXT =
      """
      select integration, published, uuid, event_type, doc::text as doc, xid::text as xid, seq from store.event
      where (xid, seq) > (:xid::xid8, :seq) and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by xid, seq limit :batch""";

  /** Then other work has its turn, and this goes on with the next heartbeat. */
  private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

  private final JdbcClient database;
  private final JdbcClient reading;
  private final RuleLibrary library;
  private final ActiveDetections active;
  private final Detections detections;
  private final TransactionTemplate transaction;
  private final QuietGroups quiet = new QuietGroups();
  private volatile Alone alone;

  Follower(
      DataSource source,
      RuleLibrary library,
      ActiveDetections active,
      Detections detections,
      PlatformTransactionManager transactions) {
    this.database = JdbcClient.create(source);
    JdbcTemplate inPieces = new JdbcTemplate(source);
    inPieces.setFetchSize(500);
    this.reading = JdbcClient.create(inPieces);
    this.library = library;
    this.active = active;
    this.detections = detections;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Reads until nothing new is left, or for five seconds. */
  public void follow() {
    library.refresh();
    long started = System.nanoTime();
    while (Boolean.TRUE.equals(transaction.execute(status -> batch()))
        && System.nanoTime() - started < NANOS) {
      Thread.onSpinWait();
    }
    transaction.executeWithoutResult(status -> detections.evaluateAbsences(active.streaming()));
  }

  private record Position(String xid, long seq) {}

  /** What has to be as it was after the last batch, or others have stored matches since. */
  private record Alone(Position position, long hunted, RuleIndex rules) {}

  private boolean batch() {
    Position from =
        database
            .sql(
                "select xid::text, seq from store.follower where name = 'detections' for update skip locked")
            .query((row, n) -> new Position(row.getString(1), row.getLong(2)))
            .optional()
            .orElse(null);
    if (from == null) {
      return false;
    }
    RuleIndex rules = active.index();
    long hunted =
        database.sql("select coalesce(sum(events), 0) from store.hunt").query(Long.class).single();
    if (!new Alone(from, hunted, rules).equals(alone)) {
      quiet.forget();
    }
    BatchSettings.apply(database);
    Read read = read(from);
    if (!read.events().isEmpty()) {
      detections.evaluate(read.events(), rules, quiet);
      database
          .sql(
              "update store.follower set xid = :xid::xid8, seq = :seq, at = now() where name = 'detections'")
          .param("xid", read.last().xid())
          .param("seq", read.last().seq())
          .update();
    }
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
                LogEvent event = event(rows);
                events.add(event);
                length += event.text().length();
                last = new Position(rows.getString("xid"), rows.getLong("seq"));
              }
              return new Read(events, last, events.size() == BATCH || length >= LENGTH);
            });
  }

  static LogEvent event(java.sql.ResultSet row) throws java.sql.SQLException {
    Instant published = row.getObject("published", java.time.OffsetDateTime.class).toInstant();
    return new LogEvent(
        row.getString("integration"),
        published,
        row.getString("uuid"),
        row.getString("event_type"),
        row.getString("doc"));
  }
}
