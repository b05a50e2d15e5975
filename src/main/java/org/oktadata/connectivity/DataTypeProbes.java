package org.oktadata.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.CollectionSettingsSource;
import org.oktadata.catalogue.DataType;
import org.oktadata.collect.Remedy;
import org.oktadata.connectivity.ConnectivityReport.Probe;
import org.oktadata.connectivity.ProbeOutcome.Basis;
import org.oktadata.json.JsonElements;
import org.oktadata.okta.CallsStoppedException;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaConnections;
import org.oktadata.okta.OktaFailure;
import org.oktadata.okta.QueryPath;
import org.springframework.stereotype.Component;

/**
 * Makes one small call a data type, or a second where the first failed by chance, to see whether
 * the app may read it.
 */
@Component
class DataTypeProbes {

  private static final int SIDE_BY_SIDE = 8;

  private static final String NOT_IN_TIME =
      "Not answered within %d seconds: Okta is slow, or a running collection uses the request budget. Test again later."
          .formatted(ConnectivityTest.PATIENCE.toSeconds());

  private final Catalogue catalogue;
  private final CollectionSettingsSource settings;
  private final OktaConnections connections;
  private final ProducerTemplate routes;

  DataTypeProbes(
      Catalogue catalogue,
      CollectionSettingsSource settings,
      OktaConnections connections,
      ProducerTemplate routes) {
    this.catalogue = catalogue;
    this.settings = settings;
    this.connections = connections;
    this.routes = routes;
  }

  /**
   * The data types that the integration wants, each with what was found.
   *
   * @param end when calls that aren't answered are given up
   * @throws CallsStoppedException if the calls are stopped, which says nothing about any of them
   */
  List<ProbeOutcome> run(String integration, String pipeline, Set<String> granted, Instant end) {
    List<DataType> wanted =
        catalogue.all().stream().filter(settings.collection(integration)::wants).toList();
    Map<String, ProbeOutcome> found = new LinkedHashMap<>();
    List<DataType> toCall = new ArrayList<>();
    for (DataType type : wanted) {
      Probe known = withoutCall(type, pipeline, granted);
      found.put(type.name(), known == null ? null : new ProbeOutcome(known, Basis.KNOWN));
      if (known == null && !type.perParent()) {
        toCall.add(type);
      }
    }
    call(integration, pipeline, toCall, end)
        .forEach(outcome -> found.put(outcome.probe().dataType(), outcome));
    wanted.stream()
        .filter(type -> found.get(type.name()) == null)
        .forEach(type -> found.put(type.name(), likeParent(type, found)));
    for (String name : catalogue.unknown(settings.collection(integration).dataTypes())) {
      found.put(name, unknown(name));
    }
    return List.copyOf(found.values());
  }

  private ProbeOutcome unknown(String name) {
    String message = catalogue.lack(name) + " Write its name as /api/data-types does.";
    return new ProbeOutcome(new Probe(name, TestStatus.FAILURE, "", message), Basis.KNOWN);
  }

  private static Probe withoutCall(DataType type, String pipeline, Set<String> granted) {
    if (!type.pipeline().isEmpty() && !type.pipeline().equals(pipeline)) {
      return new Probe(
          type.name(), TestStatus.SKIPPED, type.scope(), "Only Okta Identity Engine has this.");
    }
    if (!type.scope().isEmpty() && !granted.contains(type.scope())) {
      return new Probe(type.name(), TestStatus.FAILURE, type.scope(), Remedy.scope(type));
    }
    return null;
  }

  /** What is read for each row of another type is as readable as that type. */
  private static ProbeOutcome likeParent(DataType type, Map<String, ProbeOutcome> found) {
    ProbeOutcome parent = found.get(type.parent());
    if (parent == null || parent.probe().status() == TestStatus.SUCCESS) {
      String message = "The scope is granted; it is read for each of " + type.parent() + ".";
      return new ProbeOutcome(
          new Probe(type.name(), TestStatus.SUCCESS, type.scope(), message), Basis.KNOWN);
    }
    Probe lacking = parent.probe();
    String message = "Needs " + lacking.dataType() + ": " + lacking.message();
    return new ProbeOutcome(
        new Probe(type.name(), lacking.status(), type.scope(), message),
        parent.isUncertain() ? Basis.UNCERTAIN : Basis.KNOWN,
        true);
  }

  private List<ProbeOutcome> call(
      String integration, String pipeline, List<DataType> types, Instant end) {
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<Callable<ProbeOutcome>> calls =
          types.stream()
              .map(type -> (Callable<ProbeOutcome>) () -> call(integration, pipeline, type))
              .toList();
      long left = Math.max(0, Duration.between(Instant.now(), end).toMillis());
      List<Future<ProbeOutcome>> answers = threads.invokeAll(calls, left, TimeUnit.MILLISECONDS);
      List<ProbeOutcome> outcomes = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        outcomes.add(answer(integration, types.get(i), answers.get(i)));
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallsStoppedException(integration);
    } finally {
      threads.shutdownNow();
    }
  }

  private static ProbeOutcome answer(String integration, DataType type, Future<ProbeOutcome> answer)
      throws InterruptedException {
    try {
      return answer.get();
    } catch (CancellationException e) {
      return new ProbeOutcome(
          new Probe(type.name(), TestStatus.FAILURE, type.scope(), NOT_IN_TIME), Basis.UNCERTAIN);
    } catch (ExecutionException e) {
      OktaFailure failure = OktaFailure.of(e.getCause());
      if (failure.kind() == FailureKind.STOPPED) {
        throw new CallsStoppedException(integration);
      }
      return new ProbeOutcome(
          new Probe(type.name(), TestStatus.FAILURE, type.scope(), failure.sentence()),
          Basis.ANSWERED);
    }
  }

  private ProbeOutcome call(String integration, String pipeline, DataType type) {
    Exchange answer = ask(integration, type);
    if (answer.getException() != null && OktaFailure.of(answer.getException()).retryable()) {
      answer = ask(integration, type);
    }
    if (answer.getException() == null) {
      return new ProbeOutcome(
          read(type, answer.getMessage().getBody(byte[].class)), Basis.ANSWERED);
    }
    OktaFailure failure = OktaFailure.of(answer.getException());
    if (failure.kind() == FailureKind.STOPPED) {
      throw new CallsStoppedException(integration);
    }
    // A new token that is refused stays refused; whatever else may pass says nothing of rights.
    boolean passing = failure.retryable() && failure.kind() != FailureKind.UNAUTHORIZED;
    return new ProbeOutcome(
        refused(type, pipeline, failure), passing ? Basis.UNCERTAIN : Basis.ANSWERED);
  }

  private Exchange ask(String integration, DataType type) {
    return routes.request(
        "direct:okta-get",
        exchange -> {
          exchange.setVariable("integration", integration);
          exchange.setVariable("dataType", type.name());
          exchange.setVariable("bucket", type.bucket());
          exchange.setVariable(
              "next", connections.connection(integration).issuer() + smallest(type));
        });
  }

  private static Probe refused(DataType type, String pipeline, OktaFailure failure) {
    if (failure.kind() == FailureKind.FEATURE_ABSENT) {
      return pipeline.equals("v1") && !type.neverEmpty()
          ? new Probe(
              type.name(), TestStatus.SKIPPED, type.scope(), "Only Okta Identity Engine has this.")
          : new Probe(
              type.name(),
              TestStatus.FAILURE,
              type.scope(),
              failure.sentence() + " " + Remedy.feature(type));
    }
    if (type.isLacked(failure)) {
      return new Probe(
          type.name(),
          TestStatus.SKIPPED,
          type.scope(),
          "This org has none: " + failure.sentence());
    }
    return new Probe(
        type.name(),
        TestStatus.FAILURE,
        type.scope(),
        switch (failure.kind()) {
          case FORBIDDEN_ROLE -> Remedy.role(type);
          case FORBIDDEN_SCOPE -> Remedy.scope(type, failure);
          default -> failure.sentence();
        });
  }

  private static Probe read(DataType type, byte[] body) {
    boolean empty = JsonElements.isEmptyList(body);
    return empty && type.neverEmpty()
        ? new Probe(
            type.name(),
            TestStatus.FAILURE,
            type.scope(),
            "Okta answered with an empty list: the app has the scope but no admin role. "
                + Remedy.role(type))
        : new Probe(type.name(), TestStatus.SUCCESS, type.scope(), "Readable.");
  }

  /** The path with the smallest page, and of several lists the first. */
  private static String smallest(DataType type) {
    String path =
        type.each().isEmpty() ? type.path() : type.path().replace("{each}", type.each().get(0));
    return QueryPath.of(
        path.replaceAll("(?<=[?&]limit=)\\d+", "1"), Instant.now().minusSeconds(3600));
  }
}
