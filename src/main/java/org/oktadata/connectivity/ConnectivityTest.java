package org.oktadata.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.oktadata.collect.Pipelines;
import org.oktadata.collect.Remedy;
import org.oktadata.connectivity.ConnectivityReport.Probe;
import org.oktadata.connectivity.ConnectivityReport.Step;
import org.oktadata.instances.Fence;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.okta.AccessTokens;
import org.oktadata.okta.CallsStoppedException;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaConnections;
import org.oktadata.okta.OktaFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tests a connection step by step: the URL, the kind of org, the token, the scopes, and one small
 * call a data type. Nothing is stored but what the test found out about the org.
 */
@Component
public class ConnectivityTest {

  private static final Logger log = LoggerFactory.getLogger(ConnectivityTest.class);

  /** From the beginning of a test to the end of its probes. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Integrations integrations;
  private final OktaConnections connections;
  private final AccessTokens tokens;
  private final DataTypeProbes probes;
  private final Pipelines pipelines;
  private final Availability availability;
  private final Fence fence;

  ConnectivityTest(
      Integrations integrations,
      OktaConnections connections,
      AccessTokens tokens,
      DataTypeProbes probes,
      Pipelines pipelines,
      Availability availability,
      Fence fence) {
    this.integrations = integrations;
    this.connections = connections;
    this.tokens = tokens;
    this.probes = probes;
    this.pipelines = pipelines;
    this.availability = availability;
    this.fence = fence;
  }

  /**
   * Tests the integration of that name, whose budget this instance must own; answers within half a
   * minute.
   *
   * @param epoch of the lease that the budget is owned by
   * @param watcher hears of each step as soon as it is known
   * @throws CallsStoppedException if it is stopped, or another instance owns the budget now
   */
  ConnectivityReport test(String name, long epoch, Consumer<Step> watcher) {
    Instant end = Instant.now().plus(PATIENCE);
    Integration integration = integrations.get(name);
    Steps steps = new Steps(watcher);
    steps.add(
        new Step("url", TestStatus.SUCCESS, integration.issuer() + " has the form of an org URL."));
    String pipeline = organization(integration, steps);
    if (pipeline == null) {
      return report(name, TestStatus.FAILURE, null, steps, List.of());
    }
    Set<String> granted = token(integration, steps);
    if (granted == null) {
      return report(name, TestStatus.FAILURE, pipeline, steps, List.of());
    }
    scopes(name, granted, steps);
    List<ProbeOutcome> found = probes.run(name, pipeline, granted, end);
    TestStatus status = status(found);
    steps.add(new Step("data types", status, summary(found)));
    if (!fence.within(name, epoch, () -> availability.remember(name, pipeline, granted, found))) {
      throw new CallsStoppedException(name);
    }
    return report(name, status, pipeline, steps, found);
  }

  /** The steps so far, and who wants to know of each. */
  private static final class Steps {
    private final List<Step> told = new ArrayList<>();
    private final Consumer<Step> watcher;

    Steps(Consumer<Step> watcher) {
      this.watcher = watcher;
    }

    void add(Step step) {
      told.add(step);
      watcher.accept(step);
    }

    List<Step> all() {
      return List.copyOf(told);
    }
  }

  private String organization(Integration integration, Steps steps) {
    String pipeline = null;
    OktaFailure failure = null;
    for (int attempt = 0; pipeline == null && attempt < 2; attempt++) {
      try {
        pipeline = pipelines.ask(integration.name());
      } catch (Exception e) {
        failure = OktaFailure.of(e, integration.issuer());
        if (failure.kind() == FailureKind.STOPPED) {
          throw new CallsStoppedException(integration.name());
        }
        if (!failure.retryable()) {
          break;
        }
      }
    }
    steps.add(
        pipeline == null
            ? new Step("organization", TestStatus.FAILURE, sentence(failure, integration))
            : new Step("organization", TestStatus.SUCCESS, kind(pipeline)));
    return pipeline;
  }

  /** What a server says of itself isn't the issuer's fault; any other answer isn't an org's. */
  private static String sentence(OktaFailure failure, Integration integration) {
    boolean strange =
        switch (failure.kind()) {
          case SERVER, RATE_LIMITED, CONCURRENCY, NETWORK -> false;
          case BROKEN_ANSWER, TOO_LARGE -> failure.status() < 500;
          default -> failure.status() != 0;
        };
    return strange
        ? "%s doesn't answer like an Okta org: check the issuer, which is the org URL such as https://acme.okta.com."
            .formatted(integration.issuer())
        : failure.sentence();
  }

  private static String kind(String pipeline) {
    return pipeline.equals("idx")
        ? "The org runs Okta Identity Engine."
        : "The org runs Okta Classic Engine: what only Identity Engine has is left out. "
            + "An OAuth API service integration needs Identity Engine; with Classic, use an API Services app with a key.";
  }

  private Set<String> token(Integration integration, Steps steps) {
    try {
      connections.connection(integration.name());
      Set<String> granted = tokens.renew(integration.name());
      integrations.answered(integration.name());
      steps.add(new Step("token", TestStatus.SUCCESS, "Okta issued an access token."));
      return granted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallsStoppedException(integration.name());
    } catch (CallsStoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      OktaFailure failure = OktaFailure.of(e);
      steps.add(
          new Step(
              "token",
              TestStatus.FAILURE,
              failure.status() == 0 ? e.getMessage() : failure.sentence()));
    }
    return null;
  }

  private void scopes(String name, Set<String> granted, Steps steps) {
    Set<String> needed = connections.scopes(name);
    ScopeBalance balance = ScopeBalance.of(needed, granted);
    steps.add(
        balance.missing().isEmpty()
            ? new Step(
                "scopes", TestStatus.SUCCESS, "All %d scopes are granted.".formatted(needed.size()))
            : new Step(
                "scopes",
                TestStatus.PARTIAL_SUCCESS,
                "Not granted: %s. Grant them on the app's Okta API Scopes tab, or leave out the data types that need them."
                    .formatted(String.join(", ", balance.missing()))));
    if (balance.warning() != null) {
      steps.add(new Step("least privilege", TestStatus.PARTIAL_SUCCESS, balance.warning()));
    } else if (!balance.unneeded().isEmpty()) {
      steps.add(
          new Step(
              "least privilege",
              TestStatus.SUCCESS,
              "Granted, but not needed: %s.".formatted(String.join(", ", balance.unneeded()))));
    }
  }

  /** Only an answer by which the users can't be read fails it all; what may pass does not. */
  static TestStatus status(List<ProbeOutcome> found) {
    if (found.stream().anyMatch(o -> o.probe().dataType().equals("users") && o.isRefused())) {
      return TestStatus.FAILURE;
    }
    return found.stream().noneMatch(ProbeOutcome::fails)
        ? TestStatus.SUCCESS
        : TestStatus.PARTIAL_SUCCESS;
  }

  private static String summary(List<ProbeOutcome> found) {
    long readable = found.stream().filter(o -> o.probe().status() == TestStatus.SUCCESS).count();
    List<String> lacks =
        found.stream().filter(ProbeOutcome::fails).map(o -> o.probe().message()).toList();
    return "%d of %d data types can be read.".formatted(readable, found.size())
        + Remedy.summary(lacks);
  }

  private static ConnectivityReport report(
      String name, TestStatus status, String pipeline, Steps told, List<ProbeOutcome> found) {
    List<Step> steps = told.all();
    steps.stream()
        .filter(step -> step.status() != TestStatus.SUCCESS)
        .forEach(step -> log.warn("{}: {}: {}", name, step.step(), step.message()));
    found.stream()
        .filter(outcome -> outcome.fails() && !outcome.follows())
        .map(ProbeOutcome::probe)
        .collect(
            Collectors.groupingBy(
                Probe::message,
                LinkedHashMap::new,
                Collectors.mapping(Probe::dataType, Collectors.joining(", "))))
        .forEach((message, dataTypes) -> log.warn("{} {}: {}", name, dataTypes, message));
    log.info("{}: connectivity {}", name, status);
    return new ConnectivityReport(
        status, pipeline, steps, found.stream().map(ProbeOutcome::probe).toList());
  }
}
