package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.CopiedRoutes;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.CollectedTypes;
import org.oktadata.catalogue.DataType;
import org.oktadata.okta.OktaConnections;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/** One thing is missing: it is named with its cure, and everything else is complete. */
class PartialCollectionTest {

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(230).withStories(false), 7))
            .register(SandboxClient.withSecret("app", "secret"))
            .register(
                SandboxClient.withSecret("one-scope-less", "secret")
                    .withoutScopes("okta.policies.read"))
            .register(
                SandboxClient.withSecret("writer", "secret").withMoreScopes("okta.users.manage"))
            .register(
                SandboxClient.withSecret("no-users", "secret").withoutScopes("okta.users.read"))
            .register(
                SandboxClient.withSecret("one-role-less", "secret")
                    .withRoles("READ_ONLY_ADMIN", "ORG_ADMIN"));
    // So that the oldest event is still kept when it is asked for.
    okta.org().clockOffset(Duration.ofMinutes(-20));
    app = AppUnderTest.start(folder, okta, "--okta.home=" + CopiedRoutes.in(folder));
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @AfterEach
  void nothingFailsAnyMore() {
    okta.faults().clear();
    app.call("DELETE", "/api/integrations/other", null);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> app.send("GET", "/api/integrations/other", null).statusCode() == 404);
  }

  @Test
  void aMissingScopeIsNamedAndEverythingElseIsComplete() {
    JsonNode run = collect("one-scope-less");
    assertLacking(
        run,
        type -> type.scope().equals("okta.policies.read"),
        Set.of("policies", "policy_rules"),
        "a scope that the app was not granted. Grant the scope okta.policies.read on the");
    new WholeOrg(app, "other", okta.org()).isCollected();
  }

  @Test
  void aScopeThatWasNeverAskedForIsNotCalledUngranted() {
    add("app");
    JsonNode run =
        app.untilEnded(
            app.call("POST", "/api/integrations/other/collect", "{\"dataTypes\":[\"app_grants\"]}")
                .path("runId")
                .asLong());
    assertThat(part(run, "app_grants").path("reason").asText())
        .isEqualTo(
            "app_grants isn't among the integration's data types: name it there"
                + " (data-types: [managed, app_grants]), so that its scope okta.appGrants.read is asked for.");
  }

  @Test
  void whatIsNamedBringsWhatItIsReadFor() {
    add("app", "\"dataTypes\":[\"group_members\",\"user_schemas\"]");
    assertThat(app.bean(Runs.class).wanted("other", RunMode.FULL))
        .containsExactlyInAnyOrder("group_members", "groups", "user_schemas", "user_types");
    assertThat(app.bean(OktaConnections.class).scopes("other"))
        .contains("okta.groups.read", "okta.schemas.read", "okta.userTypes.read");
    assertThat(app.bean(CollectedTypes.class).leftOut("other", List.of("groups", "users", "zones")))
        .containsExactly("users", "zones");
  }

  @Test
  void aMissingRoleIsNamedAndEverythingElseIsComplete() {
    JsonNode run = collect("one-role-less");
    assertLacking(
        run,
        type ->
            type.role().startsWith("a custom role with View roles")
                || type.role().equals("Super Administrator"),
        Set.of("role_assignees", "group_roles", "roles", "resource_sets"),
        "Assign %s to the app in the Okta Admin Console, on its Admin roles tab.");
  }

  @Test
  void aMissingFeatureIsNamedAndEverythingElseIsComplete() {
    okta.faults().next(1_000, "/api/v1/device-assurances", Fault.FEATURE_MISSING);
    JsonNode run = collect("app");
    assertLacking(
        run,
        type -> type.name().equals("device_assurances"),
        Set.of("device_assurances"),
        "This org has no such feature");
    assertThat(run.path("reason").asText())
        .contains("device_assurances: This org has no such feature")
        .contains("Have it turned on");
    new WholeOrg(app, "other", okta.org()).isCollected();
  }

  @Test
  void aFeatureThatEveryOrgHasIsNeitherAbsentNorAnEmptyList() {
    okta.faults().next(1_000, "/api/v1/groups?", Fault.FEATURE_MISSING);
    JsonNode run = collect("app");
    for (JsonNode type : run.path("dataTypes")) {
      if (type.path("dataType").asText().equals("groups")) {
        assertThat(type.path("status").asText()).isEqualTo("FAILURE");
        assertThat(type.path("reason").asText())
            .startsWith("This org has no such feature: /api/v1/groups")
            .contains("Every org has groups");
      }
    }
    assertThat(run.path("dataTypes").findValuesAsText("dataType")).contains("groups");
    okta.faults().next(1_000, "/api/v1/groups?", Fault.FEATURE_MISSING);
    app.call("POST", "/api/integrations/other/test", null);
    JsonNode advice = app.call("GET", "/api/integrations/other/advice", null);
    assertThat(advice.toString()).contains("Every org has groups");
  }

  @Test
  void whatIsMissingIsAdvisedWithoutAskingOktaAgain() {
    add("one-scope-less");
    JsonNode before = app.call("GET", "/api/integrations/other/advice", null);
    assertThat(before.path("checkedAt").isNull()).isTrue();
    assertThat(before.path("message").asText()).startsWith("Not tested yet");
    app.call("POST", "/api/integrations/other/test", null);
    okta.statistics().reset();
    JsonNode advice = app.call("GET", "/api/integrations/other/advice", null);
    assertThat(okta.statistics().calls()).isZero();
    assertThat(advice.path("checkedAt").asText()).isNotBlank();
    for (JsonNode line : advice.path("dataTypes")) {
      if (line.path("scope").asText().equals("okta.policies.read")) {
        assertThat(line.path("available").asBoolean()).isFalse();
        assertThat(line.path("message").asText()).contains("Grant the scope okta.policies.read");
      } else {
        assertThat(line.path("status").asText()).as(line.toString()).isIn("SUCCESS", "SKIPPED");
      }
    }
    assertThat(advice.path("dataTypes").findValuesAsText("dataType"))
        .contains("policies", "policy_rules", "users");
  }

  @Test
  void alsoTheScopeOfUsersIsOnlyOneThatIsMissing() {
    add("no-users");
    JsonNode report = app.call("POST", "/api/integrations/other/test", null);
    assertThat(report.path("status").asText())
        .as(report.toPrettyString())
        .isEqualTo("PARTIAL_SUCCESS");
    assertThat(part(report, "users").path("message").asText())
        .isEqualTo("Grant the scope okta.users.read on the app's Okta API Scopes tab.");
  }

  @Test
  void oneBrokenAnswerDoesNotFailATest() {
    add("app");
    okta.faults().next(1, "/api/v1/zones", Fault.TRUNCATED_BODY);
    okta.faults().next(1, "/api/v1/behaviors", Fault.INTERNAL_ERROR);
    JsonNode report = app.call("POST", "/api/integrations/other/test", null);
    assertThat(report.path("status").asText()).as(report.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(okta.statistics().answers(500)).isPositive();
  }

  @Test
  void aRoleIsAdvisedByItsNameAndAWritingScopeIsWarnedOf() {
    add("one-role-less");
    app.call("POST", "/api/integrations/other/test", null);
    JsonNode advice = app.call("GET", "/api/integrations/other/advice", null);
    assertThat(advice.path("dataTypes"))
        .filteredOn(line -> line.path("dataType").asText().equals("roles"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.path("message").asText())
                    .contains(line.path("role").asText())
                    .contains("View roles, resources, and admin assignments"));
    app.call("DELETE", "/api/integrations/other", null);
    add("writer");
    JsonNode report = app.call("POST", "/api/integrations/other/test", null);
    assertThat(report.path("status").asText()).as(report.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(report.path("steps").findValuesAsText("message"))
        .contains("The token could write: revoke okta.users.manage, which reading never needs.");
    app.database()
        .sql(
            "update store.integration set granted_scopes = granted_scopes || '{okta.unheard.read}' where name = 'other'")
        .update();
    advice = app.call("GET", "/api/integrations/other/advice", null);
    assertThat(advice.path("warning").asText()).contains("revoke okta.users.manage");
    assertThat(advice.path("unneededScopes").toString()).contains("okta.unheard.read");
  }

  @Test
  void theRowsOfAListThatFailsHalfWayStayEvenThoseThatAreGone() {
    assertThat(collect("app").path("status").asText()).isEqualTo("SUCCESS");
    Set<String> users = app.column("select id from okta.users where integration = 'other'");
    String purged = okta.org().truth().users("ACTIVE").iterator().next();
    okta.org().changes().deleteUser(purged);
    okta.faults().next(10_000, "/api/v1/users\\?limit=200.*after=", Fault.FORBIDDEN);
    JsonNode run =
        app.untilEnded(
            app.call(
                    "POST",
                    "/api/integrations/other/collect",
                    "{\"dataTypes\":[\"users\",\"zones\"]}")
                .path("runId")
                .asLong());
    assertThat(run.path("status").asText()).isNotEqualTo("SUCCESS");
    assertThat(part(run, "users").path("pages").asLong()).as("pages before it failed").isPositive();
    assertThat(part(run, "users").path("deleted").asLong()).isZero();
    assertThat(part(run, "zones").path("status").asText()).isEqualTo("SUCCESS");
    assertThat(app.column("select id from okta.users where integration = 'other'"))
        .isEqualTo(users)
        .contains(purged);
    okta.faults().clear();
    app.untilEnded(
        app.call("POST", "/api/integrations/other/collect", "{\"dataTypes\":[\"users\"]}")
            .path("runId")
            .asLong());
    assertThat(app.column("select id from okta.users where integration = 'other'"))
        .doesNotContain(purged)
        .hasSize(users.size() - 1);
  }

  @Test
  void aRunTellsHowManyRowsOktaItselfCounts() {
    JsonNode members = part(collect("app"), "group_members");
    assertThat(members.path("expected").asLong())
        .isEqualTo(okta.org().truth().groupMembers().size())
        .isEqualTo(members.path("records").asLong());
    assertThat(part(collectAgain(), "users").path("expected").isNull()).isTrue();
  }

  @Test
  void whatFailsEachTimeDoesNotKeepTheRestFromStayingCurrent() {
    collect("one-role-less");
    app.database()
        .sql(
            """
            update store.run set started_at = started_at - interval '61 minutes' where integration = 'other';
            update store.run_data_type set started_at = started_at - interval '61 minutes', finished_at = finished_at - interval '61 minutes'
            where integration = 'other'""")
        .update();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        app.column(
                            "select mode from store.run where integration = 'other' and trigger = 'schedule'"))
                    .contains("full", "delta"));
  }

  private static void assertLacking(
      JsonNode run, Predicate<DataType> lacking, Set<String> atLeast, String sentence) {
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("PARTIAL_SUCCESS");
    assertThat(run.path("reason").asText()).isNotBlank();
    Set<String> noneHere =
        app.column(
            "select data_type from store.run_data_type where none_here and run_id = "
                + run.path("id"));
    Set<String> lacked = new TreeSet<>();
    List<String> others = new ArrayList<>();
    for (JsonNode part : run.path("dataTypes")) {
      String status = part.path("status").asText();
      String reason = part.path("reason").asText();
      DataType type = app.bean(Catalogue.class).get(part.path("dataType").asText());
      if (status.equals("SUCCESS") || status.equals("SKIPPED") && noneHere.contains(type.name())) {
        continue;
      }
      if (reason.equals("Needs " + type.parent() + ", which could not be read completely.")) {
        assertThat(lacked).as("its parent, which comes before it").contains(type.parent());
        lacked.add(type.name());
      } else if (lacking.test(type)) {
        String told = sentence.formatted(type.role());
        assertThat(reason).contains(told);
        assertThat(run.path("reason").asText()).contains(told);
        lacked.add(type.name());
      } else {
        others.add(part.toString());
      }
    }
    assertThat(others).as("data types that lack nothing").isEmpty();
    assertThat(lacked).containsAll(atLeast);
  }

  private static JsonNode part(JsonNode run, String dataType) {
    for (JsonNode part : run.path("dataTypes")) {
      if (part.path("dataType").asText().equals(dataType)) {
        return part;
      }
    }
    throw new AssertionError("no " + dataType + " in " + run.toPrettyString());
  }

  private static JsonNode collect(String client) {
    add(client);
    return collectAgain();
  }

  private static JsonNode collectAgain() {
    return app.untilEnded(
        app.call("POST", "/api/integrations/other/collect", "{}").path("runId").asLong());
  }

  private static void add(String client) {
    add(client, "\"logHistory\":\"91d\"");
  }

  private static void add(String client, String setting) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> app.send("GET", "/api/integrations/other", null).statusCode() == 404);
    String body =
        "{\"name\":\"other\",\"issuer\":\"%s\",\"clientId\":\"%s\",\"clientSecret\":\"secret\",\"rateLimitShare\":1,%s}"
            .formatted(okta.url(), client, setting);
    assertThat(app.send("POST", "/api/integrations", body).statusCode()).isEqualTo(201);
  }
}
