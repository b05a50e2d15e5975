package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;

class HttpIntakeTest {

  private static final String BRIDGE = "/intake/eventbridge/acme";
  private static final String HOOKS = "/intake/event-hooks/acme";

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;
  static final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + SmallHome.in(folder, Set.of("users", "events")),
            "--okta.integrations[0].intake-key=Basic a2V5OnNlY3JldA==",
            "--okta.streaming.http.max-body=900KB",
            "--okta.streaming.http.requests-per-second=40",
            "--okta.integrations[1].name=closed",
            "--okta.integrations[1].issuer=" + okta.url(),
            "--okta.integrations[1].client-id=app",
            "--okta.integrations[1].client-secret=secret",
            "--okta.integrations[2].name=busy",
            "--okta.integrations[2].issuer=" + okta.url(),
            "--okta.integrations[2].client-id=app",
            "--okta.integrations[2].client-secret=secret",
            "--okta.integrations[2].intake-key=Basic a2V5OnNlY3JldA==");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @BeforeEach
  void empty() {
    app.database().sql("delete from store.event").update();
    app.database().sql("delete from store.quarantine").update();
  }

  @Test
  void storesAnEventOfEventBridgeBeforeItAnswers() {
    HttpResponse<String> answer = post(BRIDGE, Events.eventbridge("acme", Events.event("a")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(
            app.column("select integration || uuid || actor_id || received_via from okta.events"))
        .containsExactly("acmea00uaeventbridge");
    assertThat(app.count("select count(*) from okta.events where late")).isZero();
    assertThat(answer.headers().map()).doesNotContainKeys("authorization", "name", "door");
  }

  @Test
  void storesEachEventOfAnEventHookOnce() {
    String hook = Events.hook(Events.many("e", 100));
    assertThat(post(HOOKS, hook).statusCode()).isEqualTo(200);
    assertThat(post(HOOKS, hook).statusCode()).isEqualTo(200);
    assertThat(app.count("select count(*) from okta.events where received_via = 'event-hook'"))
        .isEqualTo(100);
  }

  @Test
  void answersOktasVerification() {
    HttpResponse<String> answer =
        send("GET", HOOKS, null, Map.of("x-okta-verification-challenge", "a\"b"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"verification\":\"a\\\"b\"}");
    assertThat(send("GET", HOOKS, null, Map.of()).statusCode()).isEqualTo(400);
    assertThat(send("GET", BRIDGE, null, Map.of()).statusCode()).isEqualTo(405);
  }

  @Test
  void asksToSendAgainWhileTheRoutesAreNotThere() {
    try {
      AvailabilityChangeEvent.publish(app.context(), ReadinessState.REFUSING_TRAFFIC);
      HttpResponse<String> answer = post(HOOKS, Events.hook(Events.many("e", 1)));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("5");
      assertThat(send("POST", HOOKS, "{}", Map.of("Authorization", "wrong")).statusCode())
          .isEqualTo(401);
    } finally {
      AvailabilityChangeEvent.publish(app.context(), ReadinessState.ACCEPTING_TRAFFIC);
    }
    assertThat(post(HOOKS, Events.hook(Events.many("e", 1))).statusCode()).isEqualTo(200);
  }

  /** Counted from none on, so that a rise shows the first. */
  private double wrongKeys() {
    return app.bean(MeterRegistry.class)
        .get(IntakeKeys.WRONG)
        .tag("integration", "acme")
        .counter()
        .count();
  }

  @Test
  void letsNobodyInWithoutTheKey() {
    String event = Events.event("a");
    assertThat(wrongKeys()).isZero();
    assertThat(send("POST", BRIDGE, event, Map.of("Authorization", "wrong")).statusCode())
        .isEqualTo(401);
    assertThat(send("POST", HOOKS, event, Map.of("Authorization", "")).statusCode()).isEqualTo(401);
    assertThat(
            send(
                    "GET",
                    HOOKS,
                    null,
                    Map.of("Authorization", "x", "x-okta-verification-challenge", "a"))
                .statusCode())
        .isEqualTo(401);
    assertThat(wrongKeys()).isEqualTo(3);
    assertThat(post("/intake/eventbridge/closed", event).statusCode()).isEqualTo(404);
    assertThat(post("/intake/eventbridge/nobody", event).statusCode()).isEqualTo(404);
    assertThat(post("/intake/other/acme", event).statusCode()).isEqualTo(404);
    assertThat(post("/intake/eventbridge/acme/more", event).statusCode()).isEqualTo(404);
    assertThat(app.count("select count(*) from okta.events")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic a2V5OnNlY3JldA=",
        "Basic a2V5OnNlY3JldA==x",
        "basic a2V5OnNlY3JldA==",
        "a2V5OnNlY3JldA==",
        "Basic  a2V5OnNlY3JldA==",
        "Bearer a2V5OnNlY3JldA=="
      })
  void almostTheKeyIsNotTheKey(String key) {
    assertThat(send("POST", BRIDGE, "{}", Map.of("Authorization", key)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void answersWhatIsTooLargeWith413() {
    assertThat(post(BRIDGE, " ".repeat(10_000_000)).statusCode()).isEqualTo(413);
    assertThat(
            send("POST", BRIDGE, " ".repeat(1_000_000), Map.of("Authorization", "wrong"))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void readsNoFurtherThanTheLimitWhereNoLengthIsTold() throws Exception {
    HttpRequest endless =
        HttpRequest.newBuilder(request("POST", BRIDGE, "", Map.of()), (name, value) -> true)
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(new byte[6_000_000])))
            .build();
    assertThat(http.send(endless, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(413);
  }

  @Test
  void refusesWhatNestsWithoutEnd() {
    for (String level : List.of("[", "{\"detail\":", "{\"a\":[")) {
      HttpResponse<String> answer = post(BRIDGE, level.repeat(20_000));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("deeper than 64 levels");
    }
    assertThat(app.count("select max(length(payload)) from okta.quarantine"))
        .isLessThanOrEqualTo(65_536);
  }

  @Test
  void quarantinesWhatItCannotReadAndSaysWhy() {
    assertThat(post(BRIDGE, "{\"detail\":").statusCode()).isEqualTo(400);
    assertThat(post(BRIDGE, "{\"detail\":{\"other\":1}}").statusCode()).isEqualTo(200);
    assertThat(app.column("select source || ' ' || payload from okta.quarantine"))
        .containsExactly("eventbridge {\"detail\":", "eventbridge {\"detail\":{\"other\":1}}");
  }

  /** Whoever keeps sending it is still seen by whoever looks at the last hour. */
  @Test
  void whatComesAgainWhileItWaitsStaysOneRowAndHasComeJustNow() {
    post(HOOKS, "{\"no");
    app.database()
        .sql("update store.quarantine set received_at = now() - interval '1 day'")
        .update();
    post(HOOKS, "{\"no");
    assertThat(
            app.column(
                "select count(*) || ' ' || bool_and(received_at > now() - interval '1 hour') from okta.quarantine"))
        .containsExactly("1 true");
    app.database().sql("update store.quarantine set replayed_at = now()").update();
    post(HOOKS, "{\"no");
    assertThat(app.count("select count(*) from okta.quarantine where replayed_at is null")).isOne();
  }

  @Test
  void quarantinesTheOneEventThatTheDatabaseRefuses() {
    String monster = Events.event("m").replace("00um", Events.random(9_000));
    String huge = Events.event("h").replace("\"asNumber\":64500", "\"asNumber\":[1e19999,1e19999]");
    String nul = Events.event("n").replace("Oslo", "O\\u0000slo\\ud800");
    HttpResponse<String> answer =
        post(HOOKS, Events.hook(List.of(Events.event("a"), monster, huge, nul, Events.event("b"))));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(app.column("select uuid from okta.events")).containsExactly("a", "b", "n");
    assertThat(app.column("select regexp_replace(reason, ' row.*', '') from okta.quarantine"))
        .containsExactly(
            "An event with numbers too large to write out.",
            "PostgreSQL can't keep it: ERROR: index");
  }

  @Test
  void takesNoWordFromHeadersOrFormsOfTheSender() {
    HttpResponse<String> answer =
        send(
            "POST",
            BRIDGE + "?name=closed&page=x",
            Events.event("a"),
            Map.of(
                "Content-Type", "application/x-www-form-urlencoded",
                "name", "closed",
                "CamelJdbcParameters", "x",
                "cAMELHttpResponseCode", "500",
                "integration", "closed"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(app.column("select integration from okta.events")).containsExactly("acme");
    assertThat(
            send(
                    "POST",
                    BRIDGE,
                    Events.event("b"),
                    Map.of("Content-Type", "multipart/form-data; boundary=a"))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void asksToComeLaterAboveTheAgreedRate() {
    TreeSet<Integer> answers = new TreeSet<>();
    long end = System.nanoTime() + 20_000_000_000L;
    while (!answers.contains(429) && System.nanoTime() < end) {
      IntStream.range(0, 80)
          .mapToObj(
              i ->
                  http.sendAsync(
                      request("POST", "/intake/eventbridge/busy", "{}", Map.of()),
                      HttpResponse.BodyHandlers.ofString()))
          .toList()
          .forEach(answer -> answers.add(answer.join().statusCode()));
    }
    // So many at once may also wait too long for a connection, which is 503.
    assertThat(answers).contains(200, 429).isSubsetOf(200, 429, 503);
  }

  private static HttpResponse<String> post(String path, String body) {
    return send("POST", path, body, Map.of());
  }

  private static HttpResponse<String> send(
      String method, String path, String body, Map<String, String> headers) {
    try {
      return http.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(
      String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(app.url() + path))
            .setHeader("Authorization", "Basic a2V5OnNlY3JldA==")
            .setHeader("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::setHeader);
    return request.build();
  }
}
