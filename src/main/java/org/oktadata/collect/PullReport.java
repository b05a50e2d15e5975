package org.oktadata.collect;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** One line in the log for what a pull came to. */
@Component
class PullReport {

  private static final Logger log = LoggerFactory.getLogger(PullReport.class);

  private final JdbcClient database;

  PullReport(JdbcClient database) {
    this.database = database;
  }

  /** Tells it: as a warning unless all went well, quietly where nothing changed. */
  void tell(Pull pull) {
    database
        .sql(
            """
            select status, reason, pages, records, changed, deleted, calls, failed_calls,
                   extract(epoch from finished_at - started_at)::numeric(12, 1)::text as seconds
            from store.run_data_type where run_id = ? and data_type = ?""")
        .params(pull.run(), pull.dataType())
        .query(
            row -> {
              String line =
                  "%s %s: %s, %,d records in %,d pages, %,d changed, %,d deleted, %,d calls (%,d failed), %s s%s"
                      .formatted(
                          pull.integration(),
                          pull.dataType(),
                          row.getString("status"),
                          row.getLong("records"),
                          row.getLong("pages"),
                          row.getLong("changed"),
                          row.getLong("deleted"),
                          row.getLong("calls"),
                          row.getLong("failed_calls"),
                          row.getString("seconds"),
                          row.getString("reason") == null ? "" : ". " + row.getString("reason"));
              if (RunStatus.valueOf(row.getString("status")) == RunStatus.SUCCESS) {
                if (pull.complete() || row.getLong("changed") > 0 && pull.mode().readsTouched()) {
                  log.info(line);
                } else {
                  log.debug(line);
                }
              } else {
                log.warn(line);
              }
            });
  }
}
