package org.oktadata.collect;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.oktadata.instances.Lease;
import org.oktadata.instances.Leases;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Pulls that have not ended, of the integrations whose lease this instance has. */
@Component
class OpenPulls {

  private final JdbcClient database;
  private final Leases leases;

  OpenPulls(JdbcClient database, Leases leases) {
    this.database = database;
    this.leases = leases;
  }

  /**
   * One of them.
   *
   * @param unfinished the data types of its run that have not ended, its own included
   */
  record Open(Pull pull, Set<String> unfinished) {}

  /** All of them, those of the oldest run first. */
  List<Open> ours() {
    Map<String, Lease> mine =
        leases.held().stream().collect(Collectors.toMap(Lease::integration, Function.identity()));
    if (mine.isEmpty()) {
      return List.of();
    }
    return database
        .sql(
            """
            select t.run_id, t.integration, t.data_type, r.mode,
                   array(select data_type from store.run_data_type o
                         where o.run_id = t.run_id and o.status in ('PENDING', 'RUNNING')) as unfinished
            from store.run_data_type t join store.run r on r.id = t.run_id
            where r.status = 'RUNNING' and t.status in ('PENDING', 'RUNNING') and r.integration in (:mine)
            order by t.run_id""")
        .param("mine", mine.keySet())
        .query(
            (row, number) ->
                new Open(
                    new Pull(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        RunMode.of(row.getString(4)),
                        mine.get(row.getString(2)).epoch()),
                    Set.of((String[]) row.getArray(5).getArray())))
        .list();
  }
}
