package org.oktadata.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Says which checks are to be evaluated: those whose data types were read since, whose file was
 * edited, or whose answer has grown old with the calendar. It asks the ledger, so a restart or a
 * second instance changes nothing.
 */
@Component
class DueChecks {

  /**
   * A check waits for the types that the run under way still has to read, and two quiet seconds; it
   * looks at what events had read again once a minute. A run may take hours: after five minutes of
   * it, that is looked at every five minutes all the same, and a file that was edited at once. What
   * ended less than two seconds before an evaluation may have been committed after it: such a list
   * makes the check due again. The log's own polls come too often to count. A check that needs no
   * list looks at what the application itself keeps, every minute. What seems to have been
   * evaluated in the future was so by a clock of the database that was set back since.
   */
  private static final String SQL =
      """
      select i.name as integration, c.id
      from store.integration i
      cross join jsonb_to_recordset(:checks::jsonb) as c(id text, fingerprint text, needs text[])
      left join store.check_state s on s.integration = i.name and s.check_id = c.id
      cross join lateral (
        select max(d.finished_at) as read_at
        from store.run_data_type d join store.run r on r.id = d.run_id
        where d.integration = i.name and d.data_type = any(c.needs) and (d.data_type <> 'events' or r.mode in ('full', 'delta'))
          and d.finished_at > coalesce(s.evaluated_at - interval '2 seconds', '-infinity')
      ) t
      cross join lateral (
        select max(greatest(a.at, a.gone_at)) as at from store.read_again a
        where a.integration = i.name and a.data_type = any(c.needs)
          and greatest(a.at, a.gone_at) > coalesce(s.evaluated_at - interval '2 seconds', '-infinity')
      ) again
      where i.state <> 'removing'
        and (s.check_id is null or s.fingerprint <> c.fingerprint or s.evaluated_at < now() - interval '1 hour' or s.evaluated_at > now() + interval '1 minute'
             or (cardinality(c.needs) = 0 and s.evaluated_at < now() - interval '1 minute')
             or t.read_at < now() - interval '2 seconds'
             or (again.at < now() - interval '2 seconds' and s.evaluated_at < now() - interval '1 minute'))
        and not exists (
          select from store.run_data_type d join store.run r on r.id = d.run_id
          where r.integration = i.name and r.status = 'RUNNING' and r.mode in ('full', 'delta')
            and d.data_type = any(c.needs) and d.finished_at is null and s.fingerprint = c.fingerprint
            and (again.at is null or greatest(r.started_at, s.evaluated_at) > now() - interval '5 minutes'))
      order by 1, 2""";

  private final JdbcClient database;

  DueChecks(JdbcClient database) {
    this.database = database;
  }

  Map<String, List<Check>> of(List<Check> checks) {
    Map<String, Check> byId = new TreeMap<>();
    checks.forEach(check -> byId.put(check.id(), check));
    Map<String, List<Check>> due = new TreeMap<>();
    database
        .sql(SQL)
        .param("checks", Json.of(checks.stream().map(DueChecks::row).toList()))
        .query(
            row -> {
              due.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                  .add(byId.get(row.getString(2)));
            });
    return due;
  }

  private static Map<String, Object> row(Check check) {
    return Map.of("id", check.id(), "fingerprint", check.fingerprint(), "needs", check.needs());
  }
}
