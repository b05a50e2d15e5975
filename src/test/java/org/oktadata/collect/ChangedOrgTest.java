package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.okta.AccessTokens;

/** What changes at the other end, months after an org was connected. */
class ChangedOrgTest {

  private static final String TOKEN = "/oauth2/v1/token";

  @TempDir static Path folder;
  static ScriptedOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta = new ScriptedOkta();
    okta.give("/api/v1/users?limit=200", 200, "[{\"id\":\"u1\",\"status\":\"ACTIVE\"}]");
    app =
        AppUnderTest.start(
            folder,
            okta.url(),
            "--okta.http.attempts=2",
            "--okta.integrations[0].data-types=users,devices,events");
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
    poll();
    soon().until(() -> state("acme").path("state").asText().equals("failed"));
    assertThat(state("acme").path("stateReason").asText()).contains("check both");
    assertThat(
            app.call("GET", "/actuator/health", null)
                .at("/components/integrations/details/acme")
                .asText())
        .contains("check both");
    okta.give(TOKEN, 200, "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"t\"}");
    poll();
    soon().until(() -> state("acme").path("state").asText().equals("ready"));
  }

  private static void poll() {
    soon().until(() -> app.count("select count(*) from store.run where status = 'RUNNING'") == 0);
    app.bean(Runs.class).start("acme", RunMode.LOG, "test", List.of("events"));
  }

  private static JsonNode state(String integration) {
    return app.call("GET", "/api/integrations/" + integration, null);
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }
}
