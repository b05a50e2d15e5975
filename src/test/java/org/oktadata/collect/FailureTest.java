package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;

/** Whatever goes wrong on the way, a collection is exact, or says what it lacks and keeps it. */
class FailureTest {

  private static final OrgSize SIZE = OrgSize.ofUsers(230).withEvents(1_500);

  /** So that the oldest event is still kept when it is asked for. */
  private static final Duration A_LITTLE = Duration.ofMinutes(-5);

  private static final Set<String> TYPES =
      Set.of(
          "users",
          "groups",
          "group_members",
          "apps",
          "app_users",
          "app_groups",
          "factors",
          "role_assignees",
          "admin_roles",
          "group_roles",
          "devices",
          "zones",
          "events");

  @TempDir static Path folder;
  static AppUnderTest app;
  static SandboxOkta okta;

  private final List<SandboxOkta> others = new ArrayList<>();

  @BeforeAll
  static void start() {
    okta =
        SandboxOkta.start(SandboxOrg.generate(SIZE, 3))
            .register(SandboxClient.withSecret("app", "secret"));
    okta.org().clockOffset(A_LITTLE);
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.http.response-timeout=1s",
            "--okta.integrations[0].log-history=91d",
            "--okta.home=" + SmallHome.in(folder, TYPES));
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @BeforeEach
  void forgetWhatWasCollected() {
    app.database()
        .sql(
            "delete from store.resource; delete from store.resource_history; delete from store.event; delete from store.cursor")
        .update();
  }

  @AfterEach
  void closeOthers() {
    okta.faults().clear();
    others.forEach(SandboxOkta::close);
  }

  @Test
  void whatPassesIsTriedAgainUntilTheDataIsExact() {
    int before = okta.faults().happened();
    okta.faults().stallFor(Duration.ofSeconds(3));
    fail("/users\\?limit", Fault.INTERNAL_ERROR, Fault.CONNECTION_CLOSED);
    fail("/users\\?.*after=", Fault.BAD_GATEWAY, Fault.TRUNCATED_BODY);
    fail("/users/[^/]+/factors", Fault.UNAVAILABLE, Fault.STALL, Fault.REVOKED_TOKEN);
    fail("/groups/[^/]+/users", Fault.GATEWAY_TIMEOUT, Fault.MALFORMED_JSON);
    fail("/apps\\?", Fault.TOO_MANY_REQUESTS, Fault.HTML_BODY);
    fail("/apps/[^/]+/users", Fault.TOO_MANY_AT_ONCE, Fault.EMPTY_ERROR, Fault.STALL);
    fail("/logs", Fault.INTERNAL_ERROR, Fault.TRUNCATED_BODY, Fault.MALFORMED_JSON);
    fail("/logs.*after=", Fault.STALL, Fault.HTML_BODY, Fault.TOO_MANY_REQUESTS);
    JsonNode run = collect();
    assertExact(run);
    assertThat(okta.faults().happened() - before).isEqualTo(20);
    long failed = 0;
    for (JsonNode part : run.path("dataTypes")) {
      failed += part.path("failedCalls").asLong();
    }
    assertThat(failed)
        .as("each failed call counted once; a revoked token fails others too")
        .isBetween(20L, 50L);
  }

  @Test
  void aRefusedCursorStartsTheListAgain() {
    okta.faults().next(1, "/api/v1/users\\?", Fault.REFUSED_CURSOR);
    okta.faults().next(1, "/api/v1/logs", Fault.REFUSED_CURSOR);
    assertExact(collect());
  }

  @Test
  void aPageThatLinksToItselfStartsTheListAgain() {
    okta.faults().next(1, "/api/v1/users\\?", Fault.REPEATED_PAGE);
    okta.faults().next(1, "/api/v1/groups\\?", Fault.REPEATED_PAGE);
    assertExact(collect());
  }

  @Test
  void aListThatNeverEndsFailsAloneAndDeletesNothing() {
    assertExact(collect());
    okta.faults().next(1_000, "/api/v1/users\\?", Fault.REPEATED_PAGE);
    JsonNode run = collect();
    assertFailed(run, "users", "does not end");
    okta.faults().clear();
    new WholeOrg(app, "acme", okta.org()).isCollected();
  }

  @Test
  void anObjectThatStandsTwiceInAPageIsStoredOnce() {
    okta.faults().next(1, "/api/v1/users\\?", Fault.DUPLICATED_OBJECT);
    okta.faults().next(1, "/api/v1/groups\\?", Fault.DUPLICATED_OBJECT);
    okta.faults().next(1, "/api/v1/logs", Fault.DUPLICATED_OBJECT);
    assertExact(collect());
  }

  @Test
  void aParentThatVanishedIsNoFailure() {
    String group =
        okta.org().truth().groups().stream()
            .filter(id -> !id.equals(okta.org().truth().everyone()))
            .findFirst()
            .orElseThrow();
    okta.faults().next(1, "/groups/" + group + "/users", Fault.NOT_FOUND);
    JsonNode run = collect();
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(app.column("select group_id from okta.group_members")).doesNotContain(group);
    assertExact(collect());
  }

  @Test
  void aServerThatStaysBrokenFailsItsDataTypeAloneAndDeletesNothing() {
    assertExact(collect());
    okta.faults().next(10_000, "/api/v1/zones", Fault.FORBIDDEN);
    okta.faults().next(10_000, "/api/v1/apps/[^/]+/users", Fault.FORBIDDEN);
    JsonNode run = collect();
    assertThat(run.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
    assertFailed(run, "zones", "admin role");
    assertFailed(run, "app_users", "admin role");
    run.path("dataTypes")
        .forEach(
            part -> {
              if (!List.of("zones", "app_users").contains(part.path("dataType").asText())) {
                assertThat(part.path("status").asText())
                    .as(part.toString())
                    .isIn("SUCCESS", "SKIPPED");
              }
            });
    new WholeOrg(app, "acme", okta.org()).isCollected();
    assertThat(app.count("select count(*) from okta.zones")).isPositive();
  }

  @Test
  void revokedTokensAreReplacedInTheMiddleOfARun() {
    okta.statistics().reset();
    long run = begin("acme", "{}");
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> okta.statistics().calls("/api/v1/users/{}/factors") > 30);
    okta.revokeTokens();
    assertExact(app.untilEnded(run));
    assertThat(okta.statistics().answers(401)).isPositive();
    assertThat(okta.statistics().calls("/oauth2/v1/token")).isLessThanOrEqualTo(2);
  }

  @Test
  void whereNoTokenIsTakenForListAfterListTheRestIsNotAskedFor() {
    okta.statistics().reset();
    okta.faults().next(10_000, "/users/[^/]+/factors", Fault.REVOKED_TOKEN);
    assertFailed(collect("factors"), "factors", "Okta does not accept the access token for ");
    assertThat(okta.statistics().calls("/api/v1/users/{}/factors")).isBetween(10L, 80L);
  }

  @Test
  void tokensThatExpireInTheMiddleOfARunAreRenewed() {
    SandboxOkta fleeting =
        other(
            SandboxOptions.standard()
                .withTokenLifetime(Duration.ofSeconds(2))
                .withLatency(Duration.ofMillis(120)));
    assertExact("other", fleeting);
    long tokens = fleeting.statistics().calls("/oauth2/v1/token");
    assertThat(tokens).isBetween(2L, 20L);
    assertThat(fleeting.statistics().answers(401))
        .as("a token that ended on the way is refused to those who were on it, and once to each")
        .isLessThanOrEqualTo((tokens - 1) * fleeting.statistics().mostInFlight());
  }

  @ParameterizedTest
  @ValueSource(ints = {-10, 10})
  void aClockThatIsTenMinutesOffDoesNoHarm(int minutes) {
    assertExact(
        "other",
        other(
            SandboxOptions.standard(), OrgSize.tiny().withEvents(0), Duration.ofMinutes(minutes)));
  }

  @Test
  void aGroupPageThatIsTooLargeIsAskedForInHalves() {
    SandboxOkta small = other(SandboxOptions.standard().withLargestGroupPage(130));
    long start = System.nanoTime();
    assertExact("other", small);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void charactersThatADatabaseCannotHoldAreReplaced() {
    String user = okta.org().truth().users("ACTIVE").iterator().next();
    okta.org().changes().changeUser(user, Map.of("nickName", "a\u0000b"));
    okta.org().changes().changeUser(user, Map.of("displayName", "half \ud83d of a pair"));
    assertExact(collect("users"));
    assertThat(
            app.column(
                "select doc #>> '{profile,nickName}' from okta.users where id = '" + user + "'"))
        .containsExactly("a\ufffdb");
  }

  private static void fail(String list, Fault... faults) {
    for (Fault fault : faults) {
      okta.faults().next(1, list, fault);
    }
  }

  private SandboxOkta other(SandboxOptions options) {
    return other(options, SIZE, A_LITTLE);
  }

  private SandboxOkta other(SandboxOptions options, OrgSize size, Duration clock) {
    SandboxOkta other =
        SandboxOkta.start(SandboxOrg.generate(size, 3), options)
            .register(SandboxClient.withSecret("app", "secret"));
    other.org().clockOffset(clock);
    others.add(other);
    app.call("DELETE", "/api/integrations/other", null);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> app.send("GET", "/api/integrations/other", null).statusCode() == 404);
    app.call(
        "POST",
        "/api/integrations",
        "{\"name\":\"other\",\"issuer\":\"%s\",\"clientId\":\"app\",\"clientSecret\":\"secret\",\"logHistory\":\"91d\",\"dataTypes\":[\"%s\"]}"
            .formatted(other.url(), String.join("\",\"", TYPES)));
    return other;
  }

  private static void assertExact(String integration, SandboxOkta okta) {
    JsonNode run = app.untilEnded(begin(integration, "{}"));
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    new WholeOrg(app, integration, okta.org()).isCollected();
  }

  private static void assertExact(JsonNode run) {
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    if (run.path("dataTypes").size() == TYPES.size()) {
      new WholeOrg(app, "acme", okta.org()).isCollected();
    }
  }

  private static void assertFailed(JsonNode run, String dataType, String reason) {
    assertThat(run.path("dataTypes").findParents("dataType"))
        .filteredOn(part -> part.path("dataType").asText().equals(dataType))
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.path("status").asText()).isIn("FAILURE", "PARTIAL_SUCCESS");
              assertThat(part.path("reason").asText()).contains(reason);
              assertThat(part.path("deleted").asLong()).isZero();
            });
  }

  private static JsonNode collect(String... dataTypes) {
    String named =
        dataTypes.length == 0 ? "" : "\"dataTypes\":[\"" + String.join("\",\"", dataTypes) + "\"]";
    return app.untilEnded(begin("acme", "{" + named + "}"));
  }

  private static long begin(String integration, String body) {
    JsonNode answer = app.call("POST", "/api/integrations/" + integration + "/collect", body);
    assertThat(answer.has("runId")).as(answer.toString()).isTrue();
    return answer.path("runId").asLong();
  }
}
