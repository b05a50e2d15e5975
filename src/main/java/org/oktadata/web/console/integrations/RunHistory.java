package org.oktadata.web.console.integrations;

import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads runs, newest first. */
@Component
class RunHistory {

  static final int PAGE = 50;

  /** A run on one line; figures of a running one are on its own page. */
  record Line(
      long id,
      String integration,
      String mode,
      String trigger,
      String status,
      String reason,
      Instant started,
      Instant finished,
      long records,
      long changed,
      long calls,
      String instance) {}

  private final ReadDatabase database;

  RunHistory(ReadDatabase database) {
    this.database = database;
  }

  List<Line> before(String integration, long id) {
    return database
        .current(
            """
            select r.*, t.records, t.changed, t.calls
            from (select * from store.run
                  where mode in ('full', 'delta', 'verify') and id < :before
                    and (:integration::text is null or integration = :integration)
                  order by id desc limit :page) r
            cross join lateral (select coalesce(sum(records), 0) as records, coalesce(sum(changed), 0) as changed,
                                       coalesce(sum(calls), 0) as calls
                                from store.run_data_type where run_id = r.id) t
            order by r.id desc\
            """)
        .param("before", id)
        .param("integration", integration, Types.VARCHAR)
        .param("page", PAGE)
        .query(
            (row, number) ->
                new Line(
                    row.getLong("id"),
                    row.getString("integration"),
                    row.getString("mode"),
                    row.getString("trigger"),
                    row.getString("status"),
                    row.getString("reason"),
                    Timestamps.instant(row, "started_at"),
                    Timestamps.instant(row, "finished_at"),
                    row.getLong("records"),
                    row.getLong("changed"),
                    row.getLong("calls"),
                    row.getString("instance")))
        .list();
  }
}
