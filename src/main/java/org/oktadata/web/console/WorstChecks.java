package org.oktadata.web.console;

import java.util.List;
import org.oktadata.findings.Severity;
import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Component;

/** Reads which checks and detections have open findings, the most severe first. */
@Component
class WorstChecks {

  record Line(String severity, String check, String title, long open) {}

  private final ReadDatabase database;

  WorstChecks(ReadDatabase database) {
    this.database = database;
  }

  List<Line> of(String integration) {
    return database
        .sql(
            """
            select severity, check_id, max(title) as title, count(*) as open from store.finding
            where integration = ? and state = 'open' and severity <> 'info' group by severity, check_id
            order by %s, 4 desc limit 8\
            """
                .formatted(Severity.rank("severity")))
        .param(integration)
        .query(
            (row, number) ->
                new Line(
                    row.getString("severity"),
                    row.getString("check_id"),
                    row.getString("title"),
                    row.getLong("open")))
        .list();
  }
}
