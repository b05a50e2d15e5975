package org.oktadata.collect;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads how far runs are. Counts of what is under way are summed from the ledger, so they are
 * always true.
 */
@Component
public class RunReader {

  /** Without polls of the log and refreshes, which are nobody's runs. */
  private static final String RUN =
      """
      select id, integration, status, mode, trigger, started_at, finished_at, reason, instance, verified, drifted
      from store.run where mode in ('full', 'delta', 'verify') and\s""";

  private final JdbcClient database;
  private final Estimate estimate;
  private final Catalogue catalogue;

  RunReader(JdbcClient database, Estimate estimate, Catalogue catalogue) {
    this.database = database;
    this.estimate = estimate;
    this.catalogue = catalogue;
  }

  /** One run. */
  public Optional<RunProgress> run(long id) {
    return database.sql(RUN + "id = ?").param(id).query((row, number) -> progress(row)).optional();
  }

  /** The newest runs of an integration, newest first. */
  public List<RunProgress> runs(String integration, int most) {
    return database
        .sql(RUN + "integration = ? order by id desc limit ?")
        .params(integration, most)
        .query((row, number) -> progress(row))
        .list();
  }

  /** The newest runs of all integrations, newest first; with a status, those that have it. */
  public List<RunProgress> newest(String status, int most) {
    return database
        .sql(
            RUN
                + "(cast(:status as text) is null or status = :status) order by id desc limit :most")
        .param("status", status)
        .param("most", most)
        .query((row, number) -> progress(row))
        .list();
  }

  /** Runs of those integrations that are under way, but for verifications. */
  List<RunProgress> underWay(List<String> integrations) {
    if (integrations.isEmpty()) {
      return List.of();
    }
    return database
        .sql(
            RUN + "status = 'RUNNING' and mode <> 'verify' and integration in (:names) order by id")
        .param("names", integrations)
        .query((row, number) -> progress(row))
        .list();
  }

  private RunProgress progress(ResultSet row) throws SQLException {
    String integration = row.getString("integration");
    RunStatus status = RunStatus.valueOf(row.getString("status"));
    List<RunProgress.Part> parts = parts(row.getLong("id"), integration);
    if (RunMode.of(row.getString("mode")) != RunMode.VERIFY) {
      parts = estimate.timed(row.getLong("id"), integration, parts);
    }
    Long eta =
        status.isOpen()
            ? parts.stream()
                .map(RunProgress.Part::etaSeconds)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null)
            : null;
    return new RunProgress(
        row.getLong("id"),
        integration,
        status,
        row.getString("mode"),
        row.getString("trigger"),
        Timestamps.instant(row, "started_at"),
        Timestamps.instant(row, "finished_at"),
        eta,
        row.getString("reason"),
        row.getString("instance"),
        row.getObject("verified", Long.class),
        row.getObject("drifted", Long.class),
        parts);
  }

  private List<RunProgress.Part> parts(long run, String integration) {
    List<RunProgress.Part> parts =
        database
            .sql(
                """
                select t.data_type, t.status, t.reason,
                       coalesce(q.planned, t.planned) as planned, coalesce(q.answered, t.answered) as answered,
                       coalesce(q.pages, t.pages) as pages, coalesce(q.records, t.records) as records,
                       case when q.planned is null then t.expected else q.expected end as expected,
                       coalesce(q.changed, t.changed) as changed, coalesce(q.deleted, t.deleted) as deleted,
                       coalesce(q.pages + q.failed_calls, t.calls) as calls, coalesce(q.failed_calls, t.failed_calls) as failed_calls
                from store.run_data_type t
                left join lateral (
                  select %s
                  from store.request q where q.run_id = t.run_id and q.data_type = t.data_type
                  having count(*) > 0
                ) q on t.status = 'RUNNING'
                where t.run_id = ?"""
                    .formatted(PullSum.FIGURES))
            .param(run)
            .query((row, number) -> part(row, integration))
            .list();
    List<String> order = catalogue.all().stream().map(DataType::name).toList();
    return parts.stream()
        .sorted(Comparator.comparingInt(part -> order.indexOf(part.dataType())))
        .toList();
  }

  private RunProgress.Part part(ResultSet row, String integration) throws SQLException {
    String dataType = row.getString("data_type");
    String bucket =
        catalogue.find(dataType).map(type -> estimate.bucket(integration, type)).orElse(null);
    return new RunProgress.Part(
        dataType,
        RunStatus.valueOf(row.getString("status")),
        row.getLong("planned"),
        row.getLong("answered"),
        row.getLong("pages"),
        row.getLong("records"),
        row.getObject("expected", Long.class),
        row.getLong("changed"),
        row.getLong("deleted"),
        row.getLong("calls"),
        row.getLong("failed_calls"),
        bucket,
        estimate.perMinute(integration, bucket),
        null,
        row.getString("reason"));
  }
}
