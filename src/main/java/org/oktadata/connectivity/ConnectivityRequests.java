package org.oktadata.connectivity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.oktadata.collect.Dispatcher;
import org.oktadata.connectivity.ConnectivityReport.Probe;
import org.oktadata.connectivity.ConnectivityReport.Step;
import org.oktadata.instances.Instance;
import org.oktadata.instances.Lease;
import org.oktadata.instances.Leases;
import org.oktadata.integrations.IntegrationChanged;
import org.oktadata.okta.CallsStoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tests of connections, asked for at any instance and made by the one that owns the org's request
 * budget: a row in {@code store.connectivity_test} is the request, and then the answer. Where
 * nobody owns the budget, the instance that is asked takes it.
 */
@Component
public class ConnectivityRequests implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(ConnectivityRequests.class);

  private static final Duration PATIENCE = Duration.ofSeconds(28);
  private static final int SIDE_BY_SIDE = 8;

  /** Tests of a day that one look asks for: people's own tests come between. */
  private static final int MOST_RECHECKS = 20;

  private record Request(long id, String integration, long epoch) {}

  private final ConnectivityTest connectivity;
  private final Dispatcher dispatcher;
  private final Leases leases;
  private final Instance instance;
  private final ApplicationEventPublisher events;
  private final JdbcClient database;
  private final ObjectMapper json;
  private final ObjectProvider<CamelContext> camel;
  private final ExecutorService background =
      Executors.newFixedThreadPool(
          SIDE_BY_SIDE, new CamelThreadFactory("#name#", "connectivity-test", true));

  ConnectivityRequests(
      ConnectivityTest connectivity,
      Dispatcher dispatcher,
      Leases leases,
      Instance instance,
      ApplicationEventPublisher events,
      JdbcClient database,
      ObjectMapper json,
      ObjectProvider<CamelContext> camel) {
    this.connectivity = connectivity;
    this.dispatcher = dispatcher;
    this.leases = leases;
    this.instance = instance;
    this.events = events;
    this.database = database;
    this.json = json;
    this.camel = camel;
  }

  /** Tests the integration of that name; answers within half a minute. */
  public ConnectivityReport test(String integration) {
    return await(ask(integration, "test"));
  }

  /** Asks for a test, and answers with its id at once. */
  public long start(String integration) {
    return ask(integration, "test");
  }

  /**
   * Asks for tests of the integrations whose last successful test is a day old, or was one of
   * another org. Those never tested wait for a person.
   */
  public void recheck() {
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

  /**
   * Makes the tests of the integrations whose budgets are ours. They wait until all routes are
   * started: those that aren't would refuse their calls.
   */
  public void answer() {
    giveUpOld();
    if (!camel.getObject().isStarted()) {
      return;
    }
    List<Long> epochs = leases.held().stream().map(Lease::epoch).toList();
    if (epochs.isEmpty()) {
      return;
    }
    database
        .sql(
            """
            update store.connectivity_test t set epoch = l.epoch
            from store.lease l
            where l.integration = t.integration and l.owner = :me and l.epoch in (:epochs)
              and t.finished_at is null and t.epoch is distinct from l.epoch
            returning t.id, t.integration, t.epoch""")
        .param("me", instance.id())
        .param("epochs", epochs)
        .query(Request.class)
        .list()
        .forEach(this::begin);
  }

  private long ask(String integration, String kind) {
    long id =
        database
            .sql(
                "insert into store.connectivity_test (integration, kind) values (?, ?) returning id")
            .params(integration, kind)
            .query(Long.class)
            .single();
    dispatcher.balance();
    answer();
    return id;
  }

  private void begin(Request request) {
    dispatcher.errand(request.integration(), true);
    background.execute(
        () -> {
          try {
            // What another instance has changed counts at once.
            events.publishEvent(
                new IntegrationChanged(request.integration(), IntegrationChanged.Kind.CHANGED));
            make(request);
          } catch (CallsStoppedException e) {
            log.info("{}: the connectivity test is stopped, and made anew", request.integration());
            giveBack(request);
          } catch (RuntimeException e) {
            log.error("{}: the connectivity test stopped", request.integration(), e);
            finish(request, stopped("The test stopped unexpectedly; the log has details."));
          } finally {
            dispatcher.errand(request.integration(), false);
          }
        });
  }

  private void make(Request request) {
    List<Step> steps = new ArrayList<>();
    finish(
        request,
        connectivity.test(
            request.integration(),
            request.epoch(),
            step -> {
              steps.add(step);
              store(request, "RUNNING", steps, List.of(), null);
            }));
  }

  private void finish(Request request, ConnectivityReport report) {
    store(request, report.status(), report.steps(), report.dataTypes(), report);
  }

  /** Whoever has the integration by now answers; what a former owner found is dropped. */
  private void store(
      Request request,
      String status,
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
        .param("status", status)
        .param("steps", write(steps))
        .param("probes", write(probes))
        .param("report", report == null ? null : write(report), java.sql.Types.VARCHAR)
        .param("id", request.id())
        .param("epoch", request.epoch())
        .update();
  }

  /** For whoever has the integration next, which may be this instance again. */
  private void giveBack(Request request) {
    database
        .sql(
            "update store.connectivity_test set epoch = null where id = ? and epoch = ? and finished_at is null")
        .params(request.id(), request.epoch())
        .update();
  }

  /** Nobody waits any longer for what nobody took. */
  private void giveUpOld() {
    database
        .sql(
            """
            update store.connectivity_test set status = 'FAILURE', finished_at = now()
            where finished_at is null and started_at < now() - interval '2 minutes'""")
        .update();
  }

  private ConnectivityReport await(long id) {
    Instant end = Instant.now().plus(PATIENCE);
    Optional<ConnectivityReport> report = report(id);
    while (report.isEmpty() && Instant.now().isBefore(end)) {
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return stopped("The test was interrupted.");
      }
      report = report(id);
    }
    return report.orElseGet(() -> unanswered(id));
  }

  private record Unanswered(String steps, String issuer) {}

  /** What is known of a test that has no report in time: how far it came, if anybody began it. */
  ConnectivityReport unanswered(long id) {
    Optional<Unanswered> taken =
        database
            .sql(
                """
                select t.steps::text, i.issuer
                from store.connectivity_test t join store.integration i on i.name = t.integration
                where t.id = ? and t.epoch is not null and t.steps <> '[]'""")
            .param(id)
            .query(Unanswered.class)
            .optional();
    if (taken.isEmpty()) {
      return stopped("No instance has answered in time: all are busy, or none has the data key.");
    }
    List<Step> steps = new ArrayList<>(List.of(read(taken.get().steps(), Step[].class)));
    steps.add(
        new Step(
            "test",
            "FAILURE",
            "%s has not answered within %d seconds."
                .formatted(taken.get().issuer(), PATIENCE.toSeconds())));
    return new ConnectivityReport("FAILURE", null, steps, List.of());
  }

  private Optional<ConnectivityReport> report(long id) {
    return database
        .sql("select report::text from store.connectivity_test where id = ? and report is not null")
        .param(id)
        .query(String.class)
        .optional()
        .map(text -> read(text, ConnectivityReport.class));
  }

  private static ConnectivityReport stopped(String reason) {
    return new ConnectivityReport(
        "FAILURE", null, List.of(new Step("test", "FAILURE", reason)), List.of());
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> T read(String text, Class<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void destroy() {
    background.shutdownNow();
  }
}
