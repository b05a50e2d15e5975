package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.CopiedRoutes;
import org.oktadata.instances.Leases;
import org.oktadata.okta.BucketSnapshot;
import org.oktadata.okta.RequestBudget;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxLimits;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;

/** Collections at the org's rate limits, whose windows here last six seconds instead of sixty. */
class RateLimitTest {

  private static final Duration WINDOW = Duration.ofSeconds(6);
  private static final Duration A_LITTLE = Duration.ofMillis(30);
  private static final List<String> TYPES =
      List.of("users", "groups", "group_members", "apps", "app_users", "factors");
  private static final String FACTORS = "/api/v1/users/{}/factors";

  @TempDir static Path folder;
  static SandboxOkta acme;
  static AppUnderTest app;

  /** Of the integration that a test has to itself: {@code paced}, or of several at once. */
  private final Map<String, SandboxOkta> opened = new LinkedHashMap<>();

  private SandboxOkta okta;

  @BeforeAll
  static void start() throws IOException {
    acme =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1))
            .register(SandboxClient.withSecret("app", "secret"));
    app = AppUnderTest.start(folder, acme, "--okta.home=" + CopiedRoutes.in(folder, WINDOW));
  }

  @AfterAll
  static void stop() {
    app.close();
    acme.close();
  }

  @AfterEach
  void close() {
    opened.keySet().forEach(name -> app.call("DELETE", "/api/integrations/" + name, null));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                opened.keySet().stream()
                    .map(name -> app.send("GET", "/api/integrations/" + name, null))
                    .allMatch(answer -> answer.statusCode() == 404));
    opened.values().forEach(SandboxOkta::close);
  }

  /**
   * @param share of the bucket that is used
   * @param factors calls for factors that a window allows
   * @param list calls for the list of users; the same as factors where both count in one bucket
   */
  private record Pace(double share, int factors, int list) {

    String bucket() {
      return factors == list ? "/api/v1/users" : "others of users";
    }

    long quota() {
      return (long) (factors * share);
    }

    SandboxLimits limits() {
      SandboxLimits limits = RateLimitTest.limits().bucket("/api/v1/users", list, "/api/v1/users");
      return factors == list
          ? limits.bucket("/api/v1/users", list, "/api/v1/users/{id}/factors")
          : limits.bucket("others of users", factors, "/api/v1/users/{id}/factors");
    }
  }

  /** Side by side, each with an org and an integration of its own: they do nothing but wait. */
  @Test
  void theShareIsUsedAndNothingIsRefused() {
    Map<String, Pace> paces = new LinkedHashMap<>();
    paces.put("whole", new Pace(1, 30, 30));
    paces.put("most", new Pace(0.9, 30, 30));
    paces.put("apart", new Pace(1, 40, 30));
    paces.forEach((name, pace) -> open(name, pace.limits(), pace.share(), A_LITTLE, 90));
    Map<String, Long> runs = new LinkedHashMap<>();
    paces.keySet().forEach(name -> runs.put(name, begin(name, "{}")));
    paces.forEach((name, pace) -> assertPaced(name, pace, app.untilEnded(runs.get(name))));
  }

  private void assertPaced(String name, Pace pace, JsonNode run) {
    SandboxOkta org = opened.get(name);
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(org.statistics().tooManyRequests()).as(name).isZero();
    long calls = org.statistics().calls(FACTORS);
    assertThat(calls).as(name).isEqualTo(org.org().truth().userCount());
    // The first window has begun before, and in the last there is little left to ask for.
    List<Long> windows = org.statistics().windows(pace.bucket());
    assertThat(windows.subList(1, windows.size() - 1))
        .as("%s: calls in each whole window of %s", name, windows)
        .isNotEmpty()
        .allMatch(used -> used >= 0.95 * pace.quota() && used <= pace.quota());
    // Each window is waited for until it is surely over.
    double most = Math.ceil(calls / (pace.factors() * pace.share())) + 1;
    Duration took =
        Duration.between(
            Instant.parse(run.path("startedAt").asText()),
            Instant.parse(run.path("finishedAt").asText()));
    assertThat(took.toMillis() / 1e3).as(name).isLessThan(most * (WINDOW.toSeconds() + 1.5) + 6);
  }

  @Test
  void callsThatCountElsewhereThanTheyAreSaidToGetTheirOwnLane() {
    // It shows where both kinds of calls are answered while neither window is about to end, so the
    // windows are long here, nobody waits for one, and a bad moment gets another try.
    open(
        limits()
            .bucket("/api/v1/users", 20, "/api/v1/users")
            .bucket("others of users", 400, "/api/v1/users/{id}/factors")
            .every(Duration.ofSeconds(40)),
        1,
        A_LITTLE,
        50);
    for (int tries = 0; tries < 6 && laneOfFactors().equals("/api/v1/users"); tries++) {
      collect("{\"dataTypes\":[\"users\",\"factors\"]}");
    }
    assertThat(laneOfFactors()).isEqualTo(FACTORS);
    assertThat(app.bean(RequestBudget.class).laneOf("paced", "/api/v1/users", "/api/v1/users"))
        .isEqualTo("/api/v1/users");
    assertThat(app.bean(RequestBudget.class).snapshot("paced"))
        .filteredOn(bucket -> bucket.bucket().equals(FACTORS))
        .singleElement()
        .extracting(BucketSnapshot::limit)
        .isEqualTo(400L);
  }

  @Test
  void aPullWhoseCallsWaitForAWindowGoesOnUnderTheNextLease() {
    open(
        limits().bucket("/api/v1/users", 30, "/api/v1/users", "/api/v1/users/{id}/factors"),
        1,
        A_LITTLE,
        50);
    long run = begin("paced", "{}");
    // Then the others wait, and most of them where Camel's throttle lets them.
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .during(Duration.ofMillis(500))
        .until(() -> okta.statistics().calls(FACTORS) >= 25 && nothingIsUnderWay());
    Leases leases = app.bean(Leases.class);
    leases.lost("paced", leases.of("paced").epoch());
    JsonNode ended = app.untilEnded(run);
    assertThat(ended.path("status").asText()).as(ended.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(app.count("select count(*) from okta.users where integration = 'paced'"))
        .isEqualTo(okta.org().truth().users().size());
  }

  private static boolean nothingIsUnderWay() {
    return app.bean(RequestBudget.class).snapshot("paced").stream()
        .allMatch(bucket -> bucket.inFlight() == 0);
  }

  @Test
  void othersWhoUseTheBucketSlowUsDown() throws Exception {
    open(limits().bucket("/api/v1/users", 60, "/api/v1/users", "/api/v1/users/{id}/factors"), 0.9);
    String token = token();
    ScheduledExecutorService others = Executors.newSingleThreadScheduledExecutor();
    try {
      others.scheduleAtFixedRate(() -> call(token), 0, 300, TimeUnit.MILLISECONDS);
      JsonNode run = collect();
      assertThat(run.path("status").asText()).isEqualTo("SUCCESS");
    } finally {
      others.shutdownNow();
    }
    // The sandbox counts the others' refusals with ours, so their number says nothing about us.
    assertThat(okta.statistics().calls(FACTORS)).isGreaterThan(okta.org().truth().userCount() + 10);
  }

  @Test
  void callsInFlightSettleWhereTheOrgAllowsThem() {
    SandboxLimits limits = limits().bucket("/api/v1/users", 100_000, "/api/v1/users/{id}/factors");
    // Calls that a busy machine has yet to send, or whose answers it has yet to read, count here
    // and
    // not in the org: those that the org is at must be most of them.
    open(limits.atMostInFlight(8), 1, Duration.ofMillis(250), 150);
    JsonNode run = collect();
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(okta.statistics().tooManyRequests())
        .as("429s until it is known how many may be in flight")
        .isLessThan(60);
    assertThat(app.bean(RequestBudget.class).mostInFlight("paced")).isBetween(3, 12);
  }

  private static SandboxLimits limits() {
    return SandboxLimits.workforce(1)
        .bucket("/api/v1/groups", 300, "/api/v1/groups")
        .bucket("/api/v1/apps", 300, "/api/v1/apps")
        .every(WINDOW);
  }

  private void open(SandboxLimits limits, double share) {
    open(limits, share, A_LITTLE, 90);
  }

  private void open(SandboxLimits limits, double share, Duration latency, int users) {
    open("paced", limits, share, latency, users);
  }

  private void open(String name, SandboxLimits limits, double share, Duration latency, int users) {
    okta =
        SandboxOkta.start(
                SandboxOrg.generate(OrgSize.ofUsers(users).withStories(false).withEvents(20), 3),
                SandboxOptions.standard().withLimits(limits).withLatency(latency))
            .register(SandboxClient.withSecret("app", "secret"));
    opened.put(name, okta);
    app.call(
        "POST",
        "/api/integrations",
        """
        {"name":"%s","issuer":"%s","clientId":"app","clientSecret":"secret","rateLimitShare":%s,"dataTypes":["%s"]}"""
            .formatted(name, okta.url(), share, String.join("\",\"", TYPES)));
  }

  private static String laneOfFactors() {
    return app.bean(RequestBudget.class).laneOf("paced", "/api/v1/users", FACTORS);
  }

  private static JsonNode collect() {
    return collect("{}");
  }

  private static JsonNode collect(String body) {
    return app.untilEnded(begin("paced", body));
  }

  private static long begin(String integration, String body) {
    JsonNode answer = app.call("POST", "/api/integrations/" + integration + "/collect", body);
    assertThat(answer.has("runId")).as(answer.toString()).isTrue();
    return answer.path("runId").asLong();
  }

  private String token() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(okta.url() + "/oauth2/v1/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("app:secret".getBytes()))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=client_credentials&scope=okta.users.read"))
            .build();
    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return answer.replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
  }

  private void call(String token) {
    String user = okta.org().truth().users().iterator().next();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(okta.url() + "/api/v1/users/" + user + "/factors"))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
