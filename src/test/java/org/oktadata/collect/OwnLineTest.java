package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/**
 * Lines of data-types.yaml that say less than those that are delivered, name a route of somebody's
 * own, or are new.
 */
class OwnLineTest {

  private static final String ROUTE =
      """
      - route:
          id: store-ours
          errorHandler: { noErrorHandler: {} }
          from:
            uri: direct
            parameters: { name: store-ours }
            steps:
              - setHeader: { id: note-its-colour, name: colour, expression: { simple: { expression: "${body.colour()}" } } }
              - to: { id: and-store-it, uri: direct, parameters: { name: store-page } }
      """;

  @TempDir static Path folder;
  static Path catalogue;
  static SandboxOkta okta;
  static ScriptedOkta scripted;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    Path home =
        SmallHome.in(folder, Set.of("groups", "zones", "api_tokens", "authenticators", "org"));
    Files.writeString(home.resolve("routes/store-ours.camel.yaml"), ROUTE);
    catalogue = home.resolve("routes/data-types.yaml");
    Files.writeString(
        catalogue,
        Files.readString(catalogue)
            .replaceAll("(?m)^((?:groups|zones):.*), role: [^,}]*", "$1")
            .replaceAll("(?m)^(api_tokens:.*), scope: [^,}]*", "$1")
            .replaceAll("(?m)^(authenticators: +\\{)", "$1store: store-ours, "));
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1))
            .register(SandboxClient.withSecret("app", "secret").withRoles())
            .register(SandboxClient.withSecret("with-roles", "secret"));
    scripted = new ScriptedOkta();
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + home,
            "--okta.integrations[0].data-types=groups,zones",
            "--okta.integrations[1].name=other",
            "--okta.integrations[1].issuer=" + okta.url(),
            "--okta.integrations[1].client-id=with-roles",
            "--okta.integrations[1].client-secret=secret",
            "--okta.integrations[1].data-types=api_tokens,authenticators,org",
            "--okta.integrations[2].name=new",
            "--okta.integrations[2].issuer=" + scripted.url(),
            "--okta.integrations[2].client-id=app",
            "--okta.integrations[2].client-secret=secret",
            "--okta.integrations[2].data-types=zones,sms_templates");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
    scripted.close();
  }

  @Test
  void whereALineNamesNoRoleTestAndRunAskForAnyAlike() {
    assertThat(tested("acme"))
        .hasSize(2)
        .allSatisfy(type -> assertAsksForAnyRole(type.path("message")));
    assertThat(collected("acme", "groups", "zones").path("dataTypes"))
        .hasSize(2)
        .allSatisfy(type -> assertAsksForAnyRole(type.path("reason")));
  }

  private static void assertAsksForAnyRole(JsonNode sentence) {
    assertThat(sentence.asText())
        .endsWith(
            "Assign an admin role to the app in the Okta Admin Console, on its Admin roles tab.");
  }

  @Test
  void whereALineNamesNoScopeTestAndRunBlameTheLineAndNotTheApp() {
    String blame = "The line of api_tokens in data-types.yaml names no scope";
    assertThat(tested("other"))
        .anySatisfy(type -> assertThat(type.path("message").asText()).startsWith(blame));
    assertThat(collected("other", "api_tokens").path("dataTypes"))
        .singleElement()
        .satisfies(type -> assertThat(type.path("reason").asText()).startsWith(blame));
  }

  @Test
  void aStepOfOnesOwnThatFailsWithAPageIsNamedInTheRunsReason() {
    JsonNode run = collected("other", "authenticators", "org");
    assertThat(run.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
    assertThat(run.path("reason").asText())
        .contains("colour")
        .contains("(step 'note-its-colour' of store-ours.camel.yaml)");
  }

  /** The token was asked for before there was a line that needs this scope. */
  @Test
  void aNewLineIsReadAtOnceThoughNoOtherNeedsItsScope() throws IOException {
    scripted.give("/api/v1/templates/sms", 200, "[{\"id\":\"cstk1\"}]");
    collected("new", "zones");
    assertThat(granted("new")).isEqualTo("okta.networkZones.read");
    Files.writeString(catalogue, lineOfTheReadme() + "\n", StandardOpenOption.APPEND);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> app.bean(CamelContext.class).getRoute("sms_templates") != null);
    JsonNode run = collected("new", "sms_templates");
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(app.column("select id from okta.sms_templates")).containsExactly("cstk1");
    assertThat(granted("new")).isEqualTo("okta.networkZones.read,okta.templates.read");
  }

  private static String lineOfTheReadme() throws IOException {
    return Files.readAllLines(Path.of("README.md")).stream()
        .filter(line -> line.startsWith("sms_templates: {"))
        .findFirst()
        .orElseThrow();
  }

  private static String granted(String integration) {
    return app.database()
        .sql("select array_to_string(granted_scopes, ',') from store.integration where name = ?")
        .param(integration)
        .query(String.class)
        .single();
  }

  private static JsonNode tested(String integration) {
    return app.call("POST", "/api/integrations/" + integration + "/test", null).path("dataTypes");
  }

  private static JsonNode collected(String integration, String... dataTypes) {
    String body = "{\"dataTypes\":[\"%s\"]}".formatted(String.join("\",\"", dataTypes));
    JsonNode begun = app.call("POST", "/api/integrations/" + integration + "/collect", body);
    return app.untilEnded(begun.path("runId").asLong());
  }
}
