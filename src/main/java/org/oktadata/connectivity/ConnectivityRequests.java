package org.oktadata.connectivity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.oktadata.collect.Dispatcher;
import org.oktadata.connectivity.ConnectivityReport.Step;
import org.oktadata.connectivity.StoredTests.Begun;
import org.oktadata.connectivity.StoredTests.Request;
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

  private final ConnectivityTest connectivity;
  private final Dispatcher dispatcher;
  private final Leases leases;
  private final Instance instance;
  private final ApplicationEventPublisher events;
  private final StoredTests tests;
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
      StoredTests tests,
      ObjectProvider<CamelContext> camel) {
    this.connectivity = connectivity;
    this.dispatcher = dispatcher;
    this.leases = leases;
    this.instance = instance;
    this.events = events;
    this.tests = tests;
    this.camel = camel;
  }

  /** Tests the integration of that name; answers within half a minute. */
  public ConnectivityReport test(String integration) {
    return await(start(integration));
  }

  /** Asks for a test, and answers with its id at once. */
  public long start(String integration) {
    long id = tests.add(integration);
    dispatcher.balance();
    answer();
    return id;
  }

  /** A test of an integration so far. */
  public TestProgress progress(String integration, long id) {
    return tests.progress(integration, id);
  }

  /**
   * Asks for tests of the integrations whose last successful test is a day old, or was one of
   * another org. Those never tested wait for a person.
   */
  public void recheck() {
    tests.addDue();
  }

  /**
   * Makes the tests of the integrations whose budgets are ours. They wait until all routes are
   * started: those that aren't would refuse their calls.
   */
  public void answer() {
    tests.giveUpOld();
    if (!camel.getObject().isStarted()) {
      return;
    }
    List<Long> epochs = leases.held().stream().map(Lease::epoch).toList();
    if (epochs.isEmpty()) {
      return;
    }
    tests.take(instance.id(), epochs).forEach(this::begin);
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
            tests.giveBack(request);
          } catch (RuntimeException e) {
            log.error("{}: the connectivity test stopped", request.integration(), e);
            tests.finish(request, stopped("The test stopped unexpectedly; the log has details."));
          } finally {
            dispatcher.errand(request.integration(), false);
          }
        });
  }

  private void make(Request request) {
    List<Step> steps = new ArrayList<>();
    tests.finish(
        request,
        connectivity.test(
            request.integration(),
            request.epoch(),
            step -> {
              steps.add(step);
              tests.store(request, steps);
            }));
  }

  private ConnectivityReport await(long id) {
    long begun = System.nanoTime();
    Optional<ConnectivityReport> report = tests.report(id);
    while (report.isEmpty() && System.nanoTime() - begun < PATIENCE.toNanos()) {
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return stopped("The test was interrupted.");
      }
      report = tests.report(id);
    }
    return report.orElseGet(() -> unanswered(id));
  }

  /** What is known of a test that has no report in time: how far it came, if anybody began it. */
  ConnectivityReport unanswered(long id) {
    Optional<Begun> begun = tests.begun(id);
    if (begun.isEmpty()) {
      return stopped("No instance has answered in time: all are busy, or none has the data key.");
    }
    List<Step> steps = new ArrayList<>(begun.get().steps());
    steps.add(
        failed(
            "%s has not answered within %d seconds."
                .formatted(begun.get().issuer(), PATIENCE.toSeconds())));
    return new ConnectivityReport(TestStatus.FAILURE, null, steps, List.of());
  }

  private static ConnectivityReport stopped(String reason) {
    return new ConnectivityReport(TestStatus.FAILURE, null, List.of(failed(reason)), List.of());
  }

  private static Step failed(String reason) {
    return new Step("test", TestStatus.FAILURE, reason);
  }

  @Override
  public void destroy() {
    background.shutdownNow();
  }
}
