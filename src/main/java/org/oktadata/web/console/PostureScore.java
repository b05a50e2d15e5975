package org.oktadata.web.console;

import java.util.List;
import org.oktadata.findings.Severity;
import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Component;

/**
 * How good the posture is: of the weight of all posture checks that could be evaluated, the share
 * of those without an open finding. Weights: critical 10, high 5, medium 2, low 1; a check that
 * found something weighs what its worst open finding does, since it may call one less severe than
 * itself.
 */
@Component
class PostureScore {

  /** Checks of one severity; those that failed are shown by the filter for it. */
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
                with failed as (
                  select check_id, (%1$s)[min(%2$s)] as severity from store.finding
                  where integration = :integration and state = 'open' and kind = 'posture' and severity <> 'info' group by check_id
                ), checks as (
                  select coalesce(f.severity, r.severity) as severity, f.check_id is null as passed
                  from store.check_state s join store.rule r on r.id = s.check_id
                  left join failed f on f.check_id = s.check_id
                  where s.integration = :integration and s.state = 'active' and r.kind = 'posture'
                )
                select severity, count(*) filter (where passed) as passed, count(*) as evaluated
                from checks where severity <> 'info' group by severity
                order by %2$s\
                """
                    .formatted(Severity.array(), Severity.rank("severity")))
            .param("integration", integration)
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
