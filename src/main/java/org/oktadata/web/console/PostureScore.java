package org.oktadata.web.console;

import java.util.List;
import org.oktadata.findings.Severity;
import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Component;

/**
 * How good the posture is: of the weight of all posture checks that could be evaluated, the share
 * of those without an open finding. Weights: critical 10, high 5, medium 2, low 1.
 */
@Component
class PostureScore {

  /** Checks of one severity. */
  record Part(String severity, long passed, long evaluated, long lost) {}

  /**
   * @param value 0 to 100, null while nothing was evaluated
   */
  record Score(Long value, List<Part> parts) {}

  private final ReadDatabase database;

  PostureScore(ReadDatabase database) {
    this.database = database;
  }

  Score of(String integration) {
    List<Part> parts =
        database
            .sql(
                """
                with checks as (
                  select r.severity, not exists (select from store.finding f where f.integration = s.integration
                                                 and f.check_id = s.check_id and f.state = 'open') as passed
                  from store.check_state s join store.rule r on r.id = s.check_id
                  where s.integration = ? and s.state = 'active' and r.kind = 'posture' and r.severity <> 'info'
                )
                select severity, count(*) filter (where passed) as passed, count(*) as evaluated
                from checks group by severity
                order by %s\
                """
                    .formatted(Severity.rank("severity")))
            .param(integration)
            .query(
                (row, number) ->
                    new Part(
                        row.getString("severity"),
                        row.getLong("passed"),
                        row.getLong("evaluated"),
                        (row.getLong("evaluated") - row.getLong("passed"))
                            * weight(row.getString("severity"))))
            .list();
    long all = parts.stream().mapToLong(part -> part.evaluated() * weight(part.severity())).sum();
    long lost = parts.stream().mapToLong(Part::lost).sum();
    return new Score(all == 0 ? null : Math.round(100.0 * (all - lost) / all), parts);
  }

  private static long weight(String severity) {
    return switch (severity) {
      case "critical" -> 10;
      case "high" -> 5;
      case "medium" -> 2;
      default -> 1;
    };
  }
}
