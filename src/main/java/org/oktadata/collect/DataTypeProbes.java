package org.oktadata.collect;

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
import org.oktadata.collect.ConnectivityReport.Probe;
import org.oktadata.okta.CallsStoppedException;
import org.oktadata.okta.FailureKind;
import org.oktadata.okta.OktaConnections;
import org.oktadata.okta.OktaFailure;
import org.oktadata.okta.QueryTime;
import org.springframework.stereotype.Component;

/**
 * Makes one small call a data type, or a second where the first failed by chance, to see whether
 * the app may read it.
 */
@Component
class DataTypeProbes {

  private static final int SIDE_BY_SIDE = 8;
  private static final long DEADLINE_SECONDS = 20;

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
   * @throws CallsStoppedException if the calls are stopped, which says nothing about any of them
   */
  List<Probe> run(String integration, String pipeline, Set<String> granted) {
    List<DataType> wanted =
        catalogue.all().stream().filter(settings.collection(integration)::wants).toList();
    Map<String, Probe> found = new LinkedHashMap<>();
    List<DataType> toCall = new ArrayList<>();
    for (DataType type : wanted) {
      Probe known = withoutCall(type, pipeline, granted);
      found.put(type.name(), known);
      if (known == null && !type.perParent()) {
        toCall.add(type);
      }
    }
    call(integration, pipeline, toCall).forEach(probe -> found.put(probe.dataType(), probe));
    wanted.stream()
        .filter(type -> found.get(type.name()) == null)
        .forEach(type -> found.put(type.name(), likeParent(type, found)));
    return List.copyOf(found.values());
  }

  private static Probe withoutCall(DataType type, String pipeline, Set<String> granted) {
    if (!type.pipeline().isEmpty() && !type.pipeline().equals(pipeline)) {
      return new Probe(type.name(), "SKIPPED", type.scope(), "Only Okta Identity Engine has this.");
    }
    if (!type.scope().isEmpty() && !granted.contains(type.scope())) {
      return new Probe(
          type.name(),
          "FAILURE",
          type.scope(),
          "Grant the scope %s on the app's Okta API Scopes tab.".formatted(type.scope()));
    }
    return null;
  }

  /** What is read for each row of another type is as readable as that type. */
  private static Probe likeParent(DataType type, Map<String, Probe> found) {
    Probe parent = found.get(type.parent());
    return parent == null || parent.status().equals("SUCCESS")
        ? new Probe(
            type.name(),
            "SUCCESS",
            type.scope(),
            "The scope is granted; it is read for each of " + type.parent() + ".")
        : Probe.needing(type.name(), parent.status(), type.scope(), parent);
  }

  private List<Probe> call(String integration, String pipeline, List<DataType> types) {
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<Callable<Probe>> calls =
          types.stream()
              .map(type -> (Callable<Probe>) () -> call(integration, pipeline, type))
              .toList();
      List<Future<Probe>> answers = threads.invokeAll(calls, DEADLINE_SECONDS, TimeUnit.SECONDS);
      List<Probe> probes = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        probes.add(answer(integration, types.get(i), answers.get(i)));
      }
      return probes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallsStoppedException(integration);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Probe answer(String integration, DataType type, Future<Probe> answer)
      throws InterruptedException {
    try {
      return answer.get();
    } catch (CancellationException e) {
      return new Probe(
          type.name(),
          "SKIPPED",
          type.scope(),
          "Not asked in time: the request budget is in use. Test again when the running collection has ended.");
    } catch (ExecutionException e) {
      OktaFailure failure = OktaFailure.of(e.getCause());
      if (failure.kind() == FailureKind.STOPPED) {
        throw new CallsStoppedException(integration);
      }
      return new Probe(type.name(), "FAILURE", type.scope(), failure.sentence());
    }
  }

  private Probe call(String integration, String pipeline, DataType type) {
    Exchange answer = ask(integration, type);
    if (answer.getException() != null && OktaFailure.of(answer.getException()).retryable()) {
      answer = ask(integration, type);
    }
    if (answer.getException() == null) {
      return read(type, answer.getMessage().getBody(byte[].class));
    }
    OktaFailure failure = OktaFailure.of(answer.getException());
    if (failure.kind() == FailureKind.STOPPED) {
      throw new CallsStoppedException(integration);
    }
    return refused(type, pipeline, failure);
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
      return pipeline.equals("v1")
          ? new Probe(type.name(), "SKIPPED", type.scope(), "Only Okta Identity Engine has this.")
          : new Probe(
              type.name(),
              "FAILURE",
              type.scope(),
              failure.sentence()
                  + " Have it turned on (Settings, Features in the Okta Admin Console) or licensed.");
    }
    if (type.isLacked(failure)) {
      return new Probe(
          type.name(), "SKIPPED", type.scope(), "This org has none: " + failure.sentence());
    }
    return new Probe(
        type.name(),
        "FAILURE",
        type.scope(),
        failure.kind() == FailureKind.FORBIDDEN_ROLE
            ? "Assign %s to the app on its Admin roles tab.".formatted(type.role())
            : failure.sentence());
  }

  private static Probe read(DataType type, byte[] body) {
    boolean empty = new String(body, java.nio.charset.StandardCharsets.UTF_8).strip().equals("[]");
    return empty && type.neverEmpty()
        ? new Probe(
            type.name(),
            "FAILURE",
            type.scope(),
            "Okta answered with an empty list: the app has the scope but no admin role. Assign %s to it on its Admin roles tab."
                .formatted(type.role()))
        : new Probe(type.name(), "SUCCESS", type.scope(), "Readable.");
  }

  /** The path with the smallest page, and of several lists the first. */
  private static String smallest(DataType type) {
    String path =
        type.each().isEmpty() ? type.path() : type.path().replace("{each}", type.each().get(0));
    return path.replaceAll("(?<=[?&]limit=)\\d+", "1")
        .replace("{since}", QueryTime.of(Instant.now().minusSeconds(3600)))
        .replace(" ", "%20")
        .replace("\"", "%22");
  }
}
