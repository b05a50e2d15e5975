package org.oktadata.findings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  static final int BATCH = 2_000;

  /** Only what every transaction has finished writing: a sequence isn't the order of commits. */
  private static final String NEXT =
      """
      select integration, published, uuid, event_type, doc::text as doc, xid::text as xid, seq from store.event
      where (xid, seq) > (:xid::xid8, :seq) and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by xid, seq limit :batch""";

  private final JdbcClient database;
  private final RuleLibrary library;
  private final ActiveDetections active;
  private final Detections detections;
  private final TransactionTemplate transaction;

  Follower(
      JdbcClient database,
      RuleLibrary library,
      ActiveDetections active,
      Detections detections,
      PlatformTransactionManager transactions) {
    this.database = database;
    this.library = library;
    this.active = active;
    this.detections = detections;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Reads until nothing new is left. */
  public void follow() {
    library.refresh();
    while (Boolean.TRUE.equals(transaction.execute(status -> batch() == BATCH))) {
      Thread.onSpinWait();
    }
    transaction.executeWithoutResult(status -> detections.evaluateAbsences(active.streaming()));
  }

  private record Position(String xid, long seq) {}

  private int batch() {
    Position from =
        database
            .sql(
                "select xid::text, seq from store.follower where name = 'detections' for update skip locked")
            .query((row, n) -> new Position(row.getString(1), row.getLong(2)))
            .optional()
            .orElse(null);
    if (from == null) {
      return 0;
    }
    List<LogEvent> events = new ArrayList<>();
    Position[] last = {from};
    database
        .sql(NEXT)
        .param("xid", from.xid())
        .param("seq", from.seq())
        .param("batch", BATCH)
        .query(
            row -> {
              events.add(event(row));
              last[0] = new Position(row.getString("xid"), row.getLong("seq"));
            });
    if (!events.isEmpty()) {
      detections.evaluate(events, active.index());
      database
          .sql(
              "update store.follower set xid = :xid::xid8, seq = :seq, at = now() where name = 'detections'")
          .param("xid", last[0].xid())
          .param("seq", last[0].seq())
          .update();
    }
    return events.size();
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
