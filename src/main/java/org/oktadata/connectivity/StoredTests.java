package org.oktadata.connectivity;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Types;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.oktadata.connectivity.ConnectivityReport.Probe;
import org.oktadata.connectivity.ConnectivityReport.Step;
import org.oktadata.json.JsonText;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code store.connectivity_test}: each is the request for a test, and its answer. */
@Component
class StoredTests {

  /** Tests of a day that one look asks for: people's own tests come between. */
  private static final int MOST_RECHECKS = 20;

  /** Nobody waits any longer for what nobody took, or its instance never finished. */
  private static final String GIVEN_UP =
      "finished_at is null and started_at < now() - interval '2 minutes'";

  /** A test that is taken, under the epoch of a lease. */
  record Request(long id, String integration, long epoch) {}

  /** How far a test came, and whose org it asks. */
  record Begun(List<Step> steps, String issuer) {}

  private final JdbcClient database;
  private final ObjectMapper json;

  StoredTests(JdbcClient database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  long add(String integration) {
    return database
        .sql(
            "insert into store.connectivity_test (integration, kind) values (?, 'test') returning id")
        .param(integration)
        .query(Long.class)
        .single();
  }

  /** Adds those that are due: see {@link ConnectivityRequests#recheck}. */
  void addDue() {
    database
        .sql(
            """
            insert into store.connectivity_test (integration, kind)
            select name, 'recheck' from store.integration i
            where state = 'ready' and (checked_at < now() - interval '1 day' or checked_at is null and issuer_changed_at is not null)
              and not exists (select from store.connectivity_test t where t.integration = i.name and t.finished_at is null)
            order by checked_at limit ?""")
        .param(MOST_RECHECKS)
        .update();
  }

  /** Takes those whose integrations the instance owns by leases of these epochs. */
  List<Request> take(String instance, List<Long> epochs) {
    return database
        .sql(
            """
            update store.connectivity_test t set epoch = l.epoch
            from store.lease l
            where l.integration = t.integration and l.owner = :me and l.epoch in (:epochs)
              and t.finished_at is null and t.epoch is distinct from l.epoch
            returning t.id, t.integration, t.epoch""")
        .param("me", instance)
        .param("epochs", epochs)
        .query(Request.class)
        .list();
  }

  /** For whoever has the integration next, which may be this instance again. */
  void giveBack(Request request) {
    database
        .sql(
            "update store.connectivity_test set epoch = null where id = ? and epoch = ? and finished_at is null")
        .params(request.id(), request.epoch())
        .update();
  }

  void giveUpOld() {
    database
        .sql(
            "update store.connectivity_test set status = 'FAILURE', finished_at = now() where "
                + GIVEN_UP)
        .update();
  }

  /** Keeps the steps so far. */
  void store(Request request, List<Step> steps) {
    store(request, TestStatus.RUNNING, steps, List.of(), null);
  }

  /** Keeps the answer. */
  void finish(Request request, ConnectivityReport report) {
    store(request, report.status(), report.steps(), report.dataTypes(), report);
  }

  /** Whoever has the integration by now answers; what a former owner found is dropped. */
  private void store(
      Request request,
      TestStatus status,
      List<Step> steps,
      List<Probe> probes,
      ConnectivityReport report) {
    database
        .sql(
            """
            update store.connectivity_test
            set status = :status, steps = cast(:steps as jsonb), probes = cast(:probes as jsonb),
                report = cast(:report as jsonb), finished_at = case when :status <> 'RUNNING' then now() end
            where id = :id and epoch = :epoch and finished_at is null""")
        .param("status", status.name())
        .param("steps", JsonText.write(json, steps))
        .param("probes", JsonText.write(json, probes))
        .param("report", report == null ? null : JsonText.write(json, report), Types.VARCHAR)
        .param("id", request.id())
        .param("epoch", request.epoch())
        .update();
  }

  Optional<ConnectivityReport> report(long id) {
    return database
        .sql("select report::text from store.connectivity_test where id = ? and report is not null")
        .param(id)
        .query(String.class)
        .optional()
        .map(text -> JsonText.read(json, text, ConnectivityReport.class));
  }

  /** How far a test came, if anybody began it. */
  Optional<Begun> begun(long id) {
    return database
        .sql(
            """
            select t.steps::text, i.issuer
            from store.connectivity_test t join store.integration i on i.name = t.integration
            where t.id = ? and t.epoch is not null and t.steps <> '[]'""")
        .param(id)
        .query(
            (row, number) ->
                new Begun(
                    List.of(JsonText.read(json, row.getString("steps"), Step[].class)),
                    row.getString("issuer")))
        .optional();
  }

  /** A test of an integration so far; one that its instance never finished has failed. */
  TestProgress progress(String integration, long id) {
    return database
        .sql(
            """
            select id, integration, steps, probes, case when %s then 'FAILURE' else status end as status
            from store.connectivity_test where integration = ? and id = ?"""
                .formatted(GIVEN_UP))
        .params(integration, id)
        .query(
            (row, number) ->
                new TestProgress(
                    row.getLong("id"),
                    row.getString("integration"),
                    TestStatus.valueOf(row.getString("status")),
                    List.of(JsonText.read(json, row.getString("steps"), Step[].class)),
                    List.of(JsonText.read(json, row.getString("probes"), Probe[].class))))
        .optional()
        .orElseThrow(() -> new NoSuchElementException("There is no such test any more."));
  }
}
