package org.oktadata.collect;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Runs that a person started and waits for. Where the org can't be reached from their beginning on,
 * such as behind a mistyped name, they end after some seconds, as the test of the connection does.
 * Runs of the schedule, and those of a start, go on trying: nobody looks, and the network may come
 * back.
 */
@Component
class AwaitedRuns {

  private static final List<String> TRIGGERS = List.of("api", "console");

  /** Enough for two or three calls, of which a short disturbance may spoil the first. */
  private static final int PATIENCE_SECONDS = 5;

  private final JdbcClient database;

  AwaitedRuns(JdbcClient database) {
    this.database = database;
  }

  /** Whether somebody waits for a run that has been at work for a while and has read nothing. */
  boolean isInVain(long run) {
    return database
        .sql(
            """
            select r.trigger in (:triggers)
              and (select min(t.started_at) < now() - make_interval(secs => :patience) and sum(t.pages) = 0
                   from store.run_data_type t where t.run_id = r.id)
              and not exists (select from store.request q where q.run_id = r.id and q.pages > 0)
            from store.run r where r.id = :run""")
        .param("triggers", TRIGGERS)
        .param("patience", PATIENCE_SECONDS)
        .param("run", run)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }
}
