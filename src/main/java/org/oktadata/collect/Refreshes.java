package org.oktadata.collect;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The objects that events touched, until they were read again: once their events have had a quiet
 * moment, a small pull asks Okta for just those. {@link TouchedByEvents} finds them.
 */
@Component
public class Refreshes {

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

  /**
   * What has had a quiet moment. What could not be read waits alone. Only where one object after
   * the other is refused, and none was read in between, do new ones wait as well: twice as long
   * with each, an hour at most. So does a data type that could not be begun with, as without a
   * token or a scope.
   */
  private static final String DUE =
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
      ), quiet as (
        select f.integration, f.data_type, min(f.first_at) as since
        from waiting f left join refused b on b.integration = f.integration and b.data_type = f.data_type
        where case when f.failed_at is null then b.integration is null else f.failed_at < now() - %s end
        group by f.integration, f.data_type
        having bool_or(f.last_at < now() - interval '1.2 seconds' or f.first_at < now() - interval '3 seconds')
      )
      select q.integration, array_agg(q.data_type)
      from quiet q join store.integration i on i.name = q.integration and i.state = 'ready'
      where not exists (select from store.run r where r.integration = q.integration and r.status = 'RUNNING'
                        and r.mode in ('delta', 'refresh'))
        and not exists (select from store.run_data_type t
                        where t.integration = q.integration and t.data_type = q.data_type
                          and t.status in ('FAILURE', 'SKIPPED') and t.planned = 0 and t.finished_at > now() - %s)
      group by q.integration"""
          .formatted(PAUSE.formatted("f.first_at"), PAUSE.formatted("q.since"));

  private final JdbcClient database;
  private final TouchedByEvents touched;
  private final Runs runs;

  Refreshes(JdbcClient database, TouchedByEvents touched, Runs runs) {
    this.database = database;
    this.touched = touched;
    this.runs = runs;
  }

  /** Notes what the events committed since the last look have touched. */
  public void gather() {
    touched.gather();
  }

  private record Due(String integration, List<String> dataTypes) {}

  /**
   * Starts a refresh for every integration whose touched objects have had a quiet moment. A delta
   * under way reads them itself.
   */
  public void startDue() {
    due().forEach(this::start);
  }

  private List<Due> due() {
    return database
        .sql(DUE)
        .query(
            (row, number) ->
                new Due(row.getString(1), List.of((String[]) row.getArray(2).getArray())))
        .list();
  }

  private void start(Due due) {
    List<String> wanted = runs.wanted(due.integration(), RunMode.FULL);
    List<String> types = due.dataTypes().stream().filter(wanted::contains).toList();
    List<String> others = due.dataTypes().stream().filter(type -> !types.contains(type)).toList();
    if (!others.isEmpty()) {
      forget(due.integration(), others);
    }
    if (!types.isEmpty()) {
      runs.start(due.integration(), RunMode.REFRESH, "events", types);
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
