package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.store.SqlFile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads new events and notes each object that they touched, so that a burst of them is one object
 * to read again; {@link Refreshes} does that.
 */
@Component
class TouchedByEvents {

  private static final int BATCH = 5_000;
  private static final Duration A_MOMENT = Duration.ofMillis(20);

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Catalogue catalogue;
  private final String gather = SqlFile.read("gather-refreshes");

  TouchedByEvents(JdbcClient database, TransactionTemplate transaction, Catalogue catalogue) {
    this.database = database;
    this.transaction = transaction;
    this.catalogue = catalogue;
  }

  /** Notes what the events committed since the last look have touched. */
  void gather() {
    if (catalogue.all().isEmpty()) {
      return;
    }
    database
        .sql(
            """
            insert into store.reader (name, xid, seq) values ('refresh', '0', 0) on conflict do nothing""")
        .update();
    while (Long.valueOf(BATCH).equals(transaction.execute(status -> gatherBatch()))) {
      // The next batch: after a first collection there are months of events to pass by.
    }
  }

  /**
   * Notes what all events stored so far have touched. Events are read in commit order, so one may
   * have to wait for other transactions of this database that are older; that is half a minute at
   * the most here, since what is left is noted with the next heartbeat. Events that come in
   * meanwhile aren't waited for, or a busy org would never see the end.
   */
  void gatherAll() {
    Instant end = Instant.now().plusSeconds(30);
    Position newest = newest();
    gather();
    while (isBehind(newest)
        && Instant.now().isBefore(end)
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(A_MOMENT.toNanos());
      gather();
    }
  }

  private record Position(String xid, long seq) {}

  /** What a restore brought from another server may have numbers that are yet to come. */
  private Position newest() {
    return database
        .sql(
            """
            select e.xid::text, e.seq from store.event e where e.xid < pg_snapshot_xmax(pg_current_snapshot())
            order by e.xid desc, e.seq desc limit 1""")
        .query((row, number) -> new Position(row.getString(1), row.getLong(2)))
        .optional()
        .orElse(new Position("0", 0));
  }

  private boolean isBehind(Position position) {
    return database
        .sql(
            """
            select exists (select from store.reader p
                           where p.name = 'refresh' and (p.xid, p.seq) < (cast(? as xid8), ?))""")
        .params(position.xid(), position.seq())
        .query(Boolean.class)
        .single();
  }

  private long gatherBatch() {
    List<String> types = new ArrayList<>();
    List<String> patterns = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    List<String> children = new ArrayList<>();
    for (DataType type : catalogue.all()) {
      for (String pattern : type.touched().patterns()) {
        types.add(type.name());
        patterns.add(pattern);
        targets.add(type.touched().target());
        children.add(type.touched().child());
      }
    }
    inOrder();
    return database
        .sql(gather)
        .param("types", types.toArray(String[]::new))
        .param("patterns", patterns.toArray(String[]::new))
        .param("targets", targets.toArray(String[]::new))
        .param("children", children.toArray(String[]::new))
        .param("most", BATCH)
        .query((row, number) -> row.getLong("events"))
        .single();
  }

  /**
   * For the rest of the transaction: events are read by the index that has them in order, for which
   * one plan is as good as another. Over a hundred days it takes many times as long to make as to
   * run.
   */
  private void inOrder() {
    database
        .sql(
            """
            select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_sort', 'off', true),
                   set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)""")
        .query()
        .singleRow();
  }
}
