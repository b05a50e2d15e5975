package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.okta.AccessTokens;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What changes at the other end, months after an org was connected. */
@ExtendWith(OutputCaptureExtension.class)
class ChangedOrgTest {

  private static final String TOKEN = "/oauth2/v1/token";
  private static final String ENGINE = "/.well-known/okta-organization";
  private static final String ACTIVE = "/api/v1/users?limit=200";
  private static final String LOG = "/api/v1/logs";

  private static final String USERS = "select id from okta.users where integration = 'moved'";
  private static final String CURSOR = "select next from store.cursor where integration = 'moved'";

  @TempDir static Path folder;
  static ScriptedOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta = new ScriptedOkta();
    okta.give(ACTIVE, 200, "[{\"id\":\"u1\",\"status\":\"ACTIVE\"}]");
    app =
        AppUnderTest.start(
            folder,
            okta.url(),
            "--okta.http.attempts=2",
            "--okta.home=" + SmallHome.in(folder, Set.of("users", "authenticators", "events")));
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @Test
  void aSecretThatWasRevokedIsToldWhereTheIntegrationIs() {
    okta.give(TOKEN, 401, "{\"error\":\"invalid_client\",\"error_description\":\"Wrong.\"}");
    app.bean(AccessTokens.class).invalidate("acme");
    poll("acme");
    soon().until(() -> state("acme").path("state").asText().equals("failed"));
    assertThat(state("acme").path("stateReason").asText()).contains("check both");
    soon()
        .until(
            () ->
                app.call("GET", "/actuator/health", null)
                    .at("/components/integrations/details/acme")
                    .asText()
                    .contains("check both"));
    okta.give(TOKEN, 200, "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"t\"}");
    poll("acme");
    soon().until(() -> state("acme").path("state").asText().equals("ready"));
  }

  @Test
  void anOrgThatTakesNoTokenAnyMoreIsNoReadyIntegration() {
    okta.give(LOG, 401, "{\"errorCode\":\"E0000011\",\"errorSummary\":\"Invalid token provided\"}");
    poll("acme");
    soon().until(() -> state("acme").path("state").asText().equals("failed"));
    assertThat(state("acme").path("stateReason").asText()).contains("token");
    okta.give(LOG, 200, "[]");
    poll("acme");
    soon().until(() -> state("acme").path("state").asText().equals("ready"));
  }

  @Test
  void whatWaitsForTheOrgIsToldOnceWithItsCauseInsteadOfAnEstimate(CapturedOutput log) {
    CountDownLatch told = new CountDownLatch(1);
    okta.give(LOG, 503, "{}");
    int before = okta.calls(LOG);
    okta.holdBack(LOG, () -> secondCallAwaits(told, before));
    long run =
        app.call("POST", "/api/integrations/acme/collect", "{\"dataTypes\":[\"events\"]}")
            .path("runId")
            .asLong();
    soon().until(() -> okta.calls(LOG) == before + 2);
    app.bean(Progress.class).tell();
    app.bean(Progress.class).tell();
    told.countDown();
    app.untilEnded(run);
    okta.holdBack(LOG, () -> {});
    okta.give(LOG, 200, "[]");
    assertThat(log.getOut())
        .containsOnlyOnce("acme: events waits to be tried again. ")
        .doesNotContain("acme events: 0 records");
  }

  private static void secondCallAwaits(CountDownLatch told, int before) {
    if (okta.calls(LOG) >= before + 2) {
      try {
        told.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void anOrgThatIsUpgradedToIdentityEngineIsSeenThoughNobodyTestsIt() {
    okta.give(ENGINE, 503, "");
    assertThat(authenticators("1 hour")).isEqualTo("SKIPPED");
    assertThat(authenticators("13 hours")).as("it doesn't answer").isEqualTo("SKIPPED");
    okta.give(ENGINE, 200, "{\"pipeline\":\"idx\"}");
    assertThat(authenticators("1 hour")).isEqualTo("SKIPPED");
    assertThat(authenticators("13 hours")).isEqualTo("SUCCESS");
  }

  /** What a run of them comes to where the org said so long ago that it is on Classic Engine. */
  private static String authenticators(String ago) {
    app.database()
        .sql(
            "update store.integration set pipeline = 'v1', pipeline_asked_at = now() - cast(? as interval) where name = 'acme'")
        .param(ago)
        .update();
    return app.collect("{\"dataTypes\":[\"authenticators\"]}").at("/dataTypes/0/status").asText();
  }

  @Test
  void anotherIssuerIsCollectedAtOnceAndItsLogFromTheBeginning() throws IOException {
    okta.give(LOG, "[]", "old").give(LOG + "?after=old", "[]", "old");
    assertThat(app.send("POST", "/api/integrations", moved(okta)).statusCode()).isEqualTo(201);
    long run = app.call("POST", "/api/integrations/moved/collect", "{}").path("runId").asLong();
    assertThat(app.untilEnded(run).path("status").asText()).isEqualTo("SUCCESS");
    assertThat(app.column(USERS)).containsExactly("u1");
    String former = app.column(CURSOR).iterator().next();
    assertThat(former).startsWith(okta.url());
    try (ScriptedOkta other = new ScriptedOkta()) {
      other.give(ACTIVE, 200, "[{\"id\":\"u2\",\"status\":\"ACTIVE\"}]");
      other.give("/api/v1/users/u1", 404, ScriptedOkta.GONE);
      other.give(LOG, "[]", "new").give(LOG + "?after=new", "[]", "new");
      assertThat(app.send("PUT", "/api/integrations/moved", moved(other)).statusCode())
          .isEqualTo(200);
      soon().until(() -> app.column(USERS).equals(Set.of("u2")));
      app.database()
          .sql("update store.cursor set next = ? where integration = 'moved'")
          .param(former)
          .update();
      poll("moved");
      soon().until(() -> app.column(CURSOR).iterator().next().startsWith(other.url()));
    } finally {
      app.call("DELETE", "/api/integrations/moved", null);
    }
  }

  private static String moved(ScriptedOkta okta) {
    return """
        {"name": "moved", "issuer": "%s", "clientId": "app", "clientSecret": "secret", "dataTypes": ["users", "events"]}"""
        .formatted(okta.url());
  }

  private static void poll(String integration) {
    soon().until(() -> app.count("select count(*) from store.run where status = 'RUNNING'") == 0);
    app.bean(Runs.class).start(integration, RunMode.LOG, "test", List.of("events"));
  }

  private static JsonNode state(String integration) {
    return app.call("GET", "/api/integrations/" + integration, null);
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }
}
