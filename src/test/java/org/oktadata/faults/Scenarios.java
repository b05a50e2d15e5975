package org.oktadata.faults;

import static org.oktadata.sandbox.SandboxFaults.Fault.*;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.oktadata.ApplicationProcess;
import org.oktadata.kafka.TestBroker;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxFaults.Fault;

/** All that goes wrong, one line each. */
final class Scenarios {

  private static final Duration A_RUN = Duration.ofSeconds(25);
  private static final Duration OUT_WITHIN = Duration.ofSeconds(30);

  /** Lists that a fault may hit; the first is all of them. */
  private static final List<String> PLACES =
      List.of(
          "/api/", "/api/v1/users\\?", "/users/[^/]+/factors", "/groups", "/apps", "/logs", "/iam");

  private static final List<String> SCOPES =
      List.of(
          "okta.users.read",
          "okta.groups.read",
          "okta.apps.read",
          "okta.roles.read",
          "okta.logs.read",
          "okta.policies.read",
          "okta.networkZones.read");

  static final List<Scenario> ALL =
      List.of(
          new Scenario("nothing goes wrong", false, s -> s.untilTheRunEnds(A_RUN)),
          new Scenario(
              "the network breaks",
              true,
              s -> sometimes(s, CONNECTION_CLOSED, STALL, TRUNCATED_BODY)),
          new Scenario(
              "the server fails",
              false,
              s ->
                  sometimes(
                      s, INTERNAL_ERROR, BAD_GATEWAY, UNAVAILABLE, GATEWAY_TIMEOUT, EMPTY_ERROR)),
          new Scenario(
              "too many requests", false, s -> sometimes(s, TOO_MANY_REQUESTS, TOO_MANY_AT_ONCE)),
          new Scenario(
              "answers are not what was asked for",
              false,
              s -> sometimes(s, HTML_BODY, MALFORMED_JSON, TRUNCATED_BODY, DUPLICATED_OBJECT)),
          new Scenario("cursors are refused", false, Scenarios::cursors),
          new Scenario("one list stays broken", false, Scenarios::broken),
          new Scenario("tokens are revoked", false, Scenarios::revoked),
          new Scenario("credentials are rotated", true, Scenarios::rotated),
          new Scenario("scopes are withdrawn and granted again", false, Scenarios::scopes),
          new Scenario("clocks are ten minutes off", false, Scenarios::clocks),
          new Scenario("database connections break", false, Scenarios::connections),
          new Scenario("the database restarts", true, Scenarios::database),
          new Scenario("the application is killed", true, Scenarios::killed),
          new Scenario("the application is asked to end", false, Scenarios::terminated),
          new Scenario("one of two instances is killed", false, Scenarios::oneOfTwo),
          new Scenario(
              "the application or Kafka's broker ends in mid-stream", false, Scenarios::kafka),
          new Scenario("everything at once", false, Scenarios::everything));

  private Scenarios() {}

  private static void sometimes(Surroundings s, Fault... faults) {
    String place = PLACES.get(s.random.nextInt(3) == 0 ? s.random.nextInt(PLACES.size()) : 0);
    double probability = s.random.nextDouble(0.02, place.equals(PLACES.get(0)) ? 0.1 : 0.3);
    for (Fault fault : faults) {
      s.faults().sometimes(probability / faults.length, place, fault, s.random.nextLong());
    }
    s.untilTheRunEnds(A_RUN);
  }

  private static void cursors(Surroundings s) {
    for (String list :
        List.of("/api/v1/users\\?", "/api/v1/logs", "/api/v1/groups", "/api/v1/apps")) {
      s.faults()
          .next(
              s.random.nextInt(1, 3),
              list,
              s.random.nextBoolean() ? REFUSED_CURSOR : REPEATED_PAGE);
    }
    s.untilTheRunEnds(A_RUN);
  }

  private static void broken(Surroundings s) {
    String place = PLACES.get(s.random.nextInt(1, PLACES.size()));
    List<Fault> faults =
        List.of(FORBIDDEN, INTERNAL_ERROR, HTML_BODY, BAD_GATEWAY, TRUNCATED_BODY, NOT_FOUND);
    Fault fault =
        faults.get(
            s.random.nextInt(
                place.equals("/users/[^/]+/factors") ? faults.size() : faults.size() - 1));
    s.faults().next(10_000, place, fault);
    s.untilTheRunEnds(A_RUN);
  }

  private static void revoked(Surroundings s) {
    for (int times = s.random.nextInt(2, 6); times > 0; times--) {
      s.untilMoreCalls(5, 120);
      s.okta.revokeTokens();
      s.okta.changeNonce(s.random.nextBoolean());
    }
    s.faults().sometimes(0.02, "/api/", REVOKED_TOKEN, s.random.nextLong());
    s.untilTheRunEnds(A_RUN);
  }

  private static void rotated(Surroundings s) {
    s.untilMoreCalls(0, 150);
    s.credentials.rotate();
    s.pause(Duration.ofMillis(200), Duration.ofSeconds(6));
    s.application()
        .call(
            "PUT",
            "/api/integrations/" + Surroundings.INTEGRATION,
            "{" + s.credentials.json() + "}");
    s.untilTheRunEnds(A_RUN);
  }

  private static void scopes(Surroundings s) {
    SandboxClient client = s.okta.client(Credentials.CLIENT);
    s.untilMoreCalls(0, 150);
    int first = s.random.nextInt(SCOPES.size());
    int second = (first + s.random.nextInt(1, SCOPES.size())) % SCOPES.size();
    s.okta.register(client.withoutScopes(SCOPES.get(first), SCOPES.get(second)));
    s.okta.revokeTokens();
    s.untilTheRunEnds(A_RUN);
    s.pause(Duration.ofSeconds(1), Duration.ofSeconds(6));
    s.okta.register(client);
    s.application().call("POST", "/api/integrations/" + Surroundings.INTEGRATION + "/test", null);
  }

  private static void clocks(Surroundings s) {
    int direction = s.random.nextBoolean() ? 1 : -1;
    for (int minutes : new int[] {10 * direction, -10 * direction, 0}) {
      s.okta.org().clockOffset(Duration.ofMinutes(minutes));
      s.okta.revokeTokens();
      s.begin("full");
      s.untilMoreCalls(50, 200);
    }
    s.untilTheRunEnds(A_RUN);
  }

  private static void connections(Surroundings s) {
    for (int times = s.random.nextInt(2, 8); times > 0; times--) {
      s.untilMoreCalls(1, 80);
      s.client()
          .sql(
              "select count(pg_terminate_backend(pid)) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()")
          .query(Long.class)
          .single();
    }
    s.untilTheRunEnds(A_RUN);
  }

  private static void database(Surroundings s) {
    for (int times = s.random.nextInt(1, 3); times > 0; times--) {
      s.untilMoreCalls(1, 150);
      if (s.random.nextBoolean()) {
        s.database.stop();
      } else {
        s.database.crash();
      }
      s.pause(Duration.ZERO, Duration.ofSeconds(6));
      s.database.start();
    }
    s.untilTheRunEnds(A_RUN);
  }

  private static void killed(Surroundings s) {
    for (int times = s.random.nextInt(1, 3); times > 0; times--) {
      s.untilMoreCalls(0, 250);
      s.application().kill();
      s.restartApplication();
    }
    s.untilTheRunEnds(A_RUN);
  }

  private static void terminated(Surroundings s) {
    if (s.random.nextBoolean()) {
      s.faults().sometimes(0.2, "/api/", STALL, s.random.nextLong());
    }
    s.untilMoreCalls(0, 250);
    s.application().terminate(OUT_WITHIN);
    s.faults().clear();
    s.restartApplication();
    s.untilTheRunEnds(A_RUN);
  }

  /** Once instances share work by list, the second one may work on the same integration. */
  private static void oneOfTwo(Surroundings s) {
    ApplicationProcess first = s.application();
    ApplicationProcess second = s.startOne().untilHealthy();
    s.begin("full");
    s.untilMoreCalls(0, 200);
    boolean killFirst = s.random.nextBoolean();
    s.use(killFirst ? second : first);
    (killFirst ? first : second).kill();
    s.untilTheRunEnds(Duration.ofSeconds(60));
  }

  private static void kafka(Surroundings s) {
    TestBroker broker = s.beginWithKafka();
    boolean kill = s.random.nextBoolean();
    for (int times = s.random.nextInt(2, 5); times > 0; times--) {
      if (kill) {
        changeEverybody(s);
        s.untilMoreCalls(0, 60);
        s.application().kill();
        s.restartApplication();
      } else {
        s.pause(Duration.ZERO, Duration.ofSeconds(2));
        broker.stop();
        changeEverybody(s);
        s.untilMoreCalls(20, 100);
        broker.startAgain();
      }
      kill = !kill;
    }
    s.untilTheRunEnds(A_RUN);
  }

  /** So that there is something to tell at that moment. */
  private static void changeEverybody(Surroundings s) {
    for (String user : s.okta.org().truth().users("ACTIVE")) {
      s.okta
          .org()
          .changes()
          .changeUser(user, Map.of("title", Integer.toString(s.random.nextInt(1_000))));
    }
    s.begin("full");
  }

  private static void everything(Surroundings s) {
    SplittableRandom random = s.random;
    for (Fault fault :
        List.of(
            CONNECTION_CLOSED,
            STALL,
            TRUNCATED_BODY,
            INTERNAL_ERROR,
            BAD_GATEWAY,
            HTML_BODY,
            MALFORMED_JSON,
            TOO_MANY_REQUESTS,
            TOO_MANY_AT_ONCE,
            REFUSED_CURSOR,
            REVOKED_TOKEN)) {
      s.faults().sometimes(0.005, "/api/", fault, random.nextLong());
    }
    s.okta.org().clockOffset(Duration.ofMinutes(random.nextInt(-10, 11)));
    connections(s);
    if (random.nextBoolean()) {
      database(s);
    } else {
      killed(s);
    }
  }
}
