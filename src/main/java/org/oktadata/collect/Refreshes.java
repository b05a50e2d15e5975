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
 * What events touched is read again: events are gathered per object for a moment, so that a burst
 * reads each object once, then a small pull asks Okta for just those objects.
 */
@Component
public class Refreshes {

  private static final int BATCH = 5_000;
  private static final Duration A_MOMENT = Duration.ofMillis(20);

  /**
   * How long an object that could not be read waits: a quarter of the time that it has waited
   * already, so that one which is refused for good costs a call an hour and not one a second.
   */
  private static final String PAUSE =
      "greatest(interval '5 seconds', least(interval '1 hour', (now() - %s) / 4))";

  /**
   * Whether a planned list q concerns a touched object f: it is the whole data type, the object,
   * its parent's list, or a list of something that belongs to it.
   */
  private static final String CONCERNS =
      """
      (f.object_id = '' or q.parent_id = '' and (q.request = '' or q.closing <> 'none')
       or q.request = split_part(f.object_id, '/', 1) or q.request = f.object_id
       or f.object_id = any (string_to_array(q.request, '/')))""";

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
      for (String pattern : type.eventPatterns()) {
        types.add(type.name());
        patterns.add(pattern);
        targets.add(type.target());
        children.add(type.child());
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

  private record Due(String integration, List<String> dataTypes) {}

  /**
   * Starts a refresh for every integration whose touched objects have had a quiet moment. A delta
   * under way reads them itself. What could not be read waits alone. Only where one object after
   * the other is refused, and none was read in between, do new ones wait as well: twice as long
   * with each, an hour at most. So does a data type that could not be begun with, as without a
   * token or a scope.
   */
  public void startDue() {
    List<Due> due =
        database
            .sql(
                """
                with waiting as materialized (
                  select f.integration, f.data_type, f.first_at, f.last_at, f.failed_at
                  from store.refresh f
                  where not exists (select from store.run r where r.id = f.run_id and r.status = 'RUNNING')
                ), refused as (
                  select f.integration, f.data_type from waiting f
                  left join store.read_again a on a.integration = f.integration and a.data_type = f.data_type
                  where f.failed_at is not null and f.first_at > coalesce(a.at, '-infinity')
                  group by f.integration, f.data_type
                  having max(f.first_at) > now() - least(interval '1 hour', interval '1 second' * 2 ^ least(count(*), 12))
                )
                select w.integration, array_agg(w.data_type)
                from (select f.integration, f.data_type, min(f.first_at) as since
                      from waiting f left join refused b on b.integration = f.integration and b.data_type = f.data_type
                      where case when f.failed_at is null then b.integration is null else f.failed_at < now() - %s end
                      group by f.integration, f.data_type
                      having bool_or(f.last_at < now() - interval '1.2 seconds' or f.first_at < now() - interval '3 seconds')) w
                join store.integration i on i.name = w.integration and i.state = 'ready'
                where not exists (select from store.run r where r.integration = w.integration and r.status = 'RUNNING'
                                  and r.mode in ('delta', 'refresh'))
                  and not exists (select from store.run_data_type t
                                  where t.integration = w.integration and t.data_type = w.data_type
                                    and t.status in ('FAILURE', 'SKIPPED') and t.planned = 0 and t.finished_at > now() - %s)
                group by w.integration"""
                    .formatted(PAUSE.formatted("f.first_at"), PAUSE.formatted("w.since")))
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
   * What failed is left alone until its time has come, but for pulls that are no refresh.
   */
  void take(Pull pull) {
    database
        .sql(
            """
            update store.refresh f set run_id = t.run_id
            from store.run_data_type t
            where t.run_id = ? and t.data_type = ? and f.integration = ? and f.data_type = t.data_type and f.last_at <= t.started_at
              and (? or f.failed_at is null or f.failed_at < now() - %s)"""
                .formatted(PAUSE.formatted("f.first_at")))
        .params(pull.run(), pull.dataType(), pull.integration(), pull.mode() != RunMode.REFRESH)
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
        .sql(
            "update store.refresh set run_id = null, failed_at = now() where run_id = ? and data_type = ?")
        .params(pull.run(), pull.dataType())
        .update();
  }

  /**
   * The pull has read them. What was touched again meanwhile stays. So does what could not be read:
   * of a pull that read just the touched ones, those whose own request failed; otherwise all.
   */
  void done(Pull pull) {
    database
        .sql(
            """
            delete from store.refresh f using store.run_data_type t
            where f.run_id = ? and f.integration = ? and f.data_type = ?
              and t.run_id = f.run_id and t.data_type = f.data_type and (t.status in ('SUCCESS', 'SKIPPED') or ? and not exists (
                select from store.request q where q.run_id = f.run_id and q.data_type = f.data_type and q.state = 'failed' and %s))"""
                .formatted(CONCERNS))
        .params(pull.run(), pull.integration(), pull.dataType(), pull.mode().readsTouched())
        .update();
    if (pull.mode().readsTouched()) {
      giveBack(pull);
    }
  }
}
