package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.oktadata.store.SqlFile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What events touched is read again: events are gathered per object for a moment, so that a burst
 * reads each object once, then a small pull asks Okta for just those objects.
 */
@Component
public class Refreshes {

  private static final int BATCH = 5_000;
  private static final Duration A_MOMENT = Duration.ofMillis(20);

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Catalogue catalogue;
  private final Runs runs;
  private final String gather = SqlFile.read("gather-refreshes");

  Refreshes(JdbcClient database, TransactionTemplate transaction, Catalogue catalogue, Runs runs) {
    this.database = database;
    this.transaction = transaction;
    this.catalogue = catalogue;
    this.runs = runs;
  }

  /** Notes what the events committed since the last look have touched. */
  public void gather() {
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
   * have to wait for other transactions that are older; that is half a minute at the most here,
   * since what is left is noted with the next heartbeat. Events that come in meanwhile aren't
   * waited for, or a busy org would never see the end.
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

  private Position newest() {
    return database
        .sql("select e.xid::text, e.seq from store.event e order by e.xid desc, e.seq desc limit 1")
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
      for (String pattern : type.eventPatterns()) {
        types.add(type.name());
        patterns.add(pattern);
        targets.add(type.target());
        children.add(type.child());
      }
    }
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

  private record Due(String integration, List<String> dataTypes) {}

  /**
   * Starts a refresh for every integration whose touched objects have had a quiet moment. A delta
   * under way reads them itself. What could not be read is tried again after a quarter of the time
   * that it has waited already, so that a missing scope or a refused secret costs a call an hour
   * and not one a second.
   */
  public void startDue() {
    List<Due> due =
        database
            .sql(
                """
                select w.integration, array_agg(w.data_type)
                from (select f.integration, f.data_type, min(f.first_at) as since
                      from store.refresh f
                      where not exists (select from store.run r where r.id = f.run_id and r.status = 'RUNNING')
                      group by f.integration, f.data_type
                      having bool_or(f.last_at < now() - interval '1.2 seconds' or f.first_at < now() - interval '3 seconds')) w
                join store.integration i on i.name = w.integration and i.state = 'ready'
                where not exists (select from store.run r where r.integration = w.integration and r.status = 'RUNNING'
                                  and r.mode in ('delta', 'refresh'))
                  and not exists (select from store.run_data_type t
                                  where t.integration = w.integration and t.data_type = w.data_type
                                    and t.status in ('FAILURE', 'PARTIAL_SUCCESS', 'SKIPPED')
                                    and t.finished_at > now() - greatest(interval '5 seconds', least(interval '1 hour', (now() - w.since) / 4)))
                group by w.integration""")
            .query(
                (row, number) ->
                    new Due(row.getString(1), List.of((String[]) row.getArray(2).getArray())))
            .list();
    for (Due each : due) {
      List<String> wanted = runs.wanted(each.integration(), RunMode.FULL);
      List<String> types = each.dataTypes().stream().filter(wanted::contains).toList();
      List<String> others =
          each.dataTypes().stream().filter(type -> !types.contains(type)).toList();
      if (!others.isEmpty()) {
        forget(each.integration(), others);
      }
      if (!types.isEmpty()) {
        runs.start(each.integration(), RunMode.REFRESH, "events", types);
      }
    }
  }

  /** What isn't collected need not be read again. */
  private void forget(String integration, List<String> types) {
    database
        .sql(
            """
            delete from store.refresh f where integration = ? and data_type = any (?)
              and not exists (select from store.run r where r.id = f.run_id and r.status = 'RUNNING')""")
        .params(integration, types.toArray(String[]::new))
        .update();
  }

  /**
   * Takes the touched objects of a data type into a pull; they are planned there. A pull that goes
   * on after a while leaves what was touched since it began to another: it may have read it before.
   */
  void take(Pull pull) {
    database
        .sql(
            """
            update store.refresh f set run_id = t.run_id
            from store.run_data_type t
            where t.run_id = ? and t.data_type = ? and f.integration = ? and f.data_type = t.data_type and f.last_at <= t.started_at""")
        .params(pull.run(), pull.dataType(), pull.integration())
        .update();
  }

  /** The app may not read the data type. What was never read needs no reading again. */
  void skipped(Pull pull) {
    database
        .sql(
            """
            delete from store.refresh f where integration = ? and data_type = ?
              and not exists (select from store.resource r where r.integration = f.integration and r.data_type = f.data_type)""")
        .params(pull.integration(), pull.dataType())
        .update();
  }

  /** The pull could not read them; another will. */
  void giveBack(Pull pull) {
    database
        .sql("update store.refresh set run_id = null where run_id = ? and data_type = ?")
        .params(pull.run(), pull.dataType())
        .update();
  }

  /**
   * The pull has read them. What was touched again meanwhile stays, and all of it where the pull
   * could not read every list.
   */
  void done(Pull pull) {
    database
        .sql(
            """
            delete from store.refresh f using store.run_data_type t
            where f.run_id = ? and f.integration = ? and f.data_type = ?
              and t.run_id = f.run_id and t.data_type = f.data_type and t.status in ('SUCCESS', 'SKIPPED')""")
        .params(pull.run(), pull.integration(), pull.dataType())
        .update();
  }
}
