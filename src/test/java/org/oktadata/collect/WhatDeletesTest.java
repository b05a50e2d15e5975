package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.CopiedRoutes;

/** Rows are deleted by what Okta itself says of their list, and by nothing else. */
class WhatDeletesTest {

  private static final String LIMITS = "/api/v1/principal-rate-limits";
  private static final String OF_TOKENS = LIMITS + "?SSWS_TOKEN";
  private static final String SECOND_PAGE = LIMITS + "?after=t1";

  private static final String ACTIVE = "/api/v1/users?limit=200";
  private static final String LEAVERS = "/api/v1/users?DEPROVISIONED";
  private static final String TOKENS = "/api/v1/apps/%s/tokens";
  private static final String FACTORS = "/api/v1/users/%s/factors";

  @TempDir static Path folder;
  static ScriptedOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta = new ScriptedOkta();
    app =
        AppUnderTest.start(
            folder,
            okta.url(),
            "--okta.home=" + CopiedRoutes.in(folder),
            "--okta.http.attempts=2",
            "--okta.integrations[0].data-types=users,factors,principal_rate_limits,apps,app_tokens,roles,org");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @BeforeEach
  void forget() {
    okta.forget();
    okta.give(ACTIVE, 200, user("u1", "ACTIVE"));
  }

  @Test
  void aRefusedCursorIsNotTakenForAListThatTheOrgLacks() {
    okta.give(OF_TOKENS, "[{\"id\":\"t1\"}]", "t1").give(SECOND_PAGE, 200, "[{\"id\":\"t2\"}]");
    assertThat(part(collect(), "principal_rate_limits").path("status").asText())
        .isEqualTo("SUCCESS");
    okta.give(SECOND_PAGE, 400, ScriptedOkta.REFUSED);
    JsonNode part = part(collect(), "principal_rate_limits");
    assertThat(part.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
    assertThat(part.path("reason").asText()).contains("no longer takes the cursor");
    assertThat(app.column("select id from okta.principal_rate_limits")).containsOnly("t1", "t2");
    okta.give(SECOND_PAGE, 200, "[]");
    collect();
    assertThat(app.column("select id from okta.principal_rate_limits")).containsOnly("t1");
  }

  /** It was reactivated after the one list was read, and before the other. */
  @Test
  void aUserThatMovedBetweenTwoListsIsAskedForAlone() {
    okta.give(LEAVERS, 200, user("u2", "DEPROVISIONED"));
    collect();
    assertThat(app.column("select id from okta.users order by id")).containsExactly("u1", "u2");
    okta.give(LEAVERS, 200, "[]");
    okta.give("/api/v1/users/u2", 200, user("u2", "ACTIVE").replaceAll("[\\[\\]]", ""));
    JsonNode part = part(collect(), "users");
    assertThat(part.path("status").asText()).as(part.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(app.column("select id || status from okta.users order by id"))
        .containsExactly("u1ACTIVE", "u2ACTIVE");
    okta.give("/api/v1/users/u2", 200, "{\"id\":\"u3\",\"status\":\"ACTIVE\"}");
    part = part(collect(), "users");
    assertThat(part.path("status").asText()).as(part.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(app.column("select id from okta.users order by id"))
        .as("another in its place")
        .containsExactly("u1", "u2");
    okta.give("/api/v1/users/u2", 404, ScriptedOkta.GONE);
    part = part(collect(), "users");
    assertThat(part.path("status").asText()).as(part.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(part.path("deleted").asLong()).isEqualTo(1);
    assertThat(app.column("select id from okta.users")).containsExactly("u1");
  }

  /** Without a role the lists are empty, and each user that is asked for alone is "not found". */
  @Test
  void anAppThatMaySeeNoUsersAnyMoreDeletesNone() {
    okta.give(LEAVERS, 200, user("u2", "DEPROVISIONED"));
    collect();
    okta.give(ACTIVE, 200, "[]").give(LEAVERS, 200, "[]");
    okta.give("/api/v1/users/u1", 404, ScriptedOkta.GONE);
    okta.give("/api/v1/users/u2", 404, ScriptedOkta.GONE);
    JsonNode part = part(collect(), "users");
    assertThat(part.path("status").asText()).as(part.toPrettyString()).isEqualTo("FAILURE");
    assertThat(part.path("reason").asText()).contains("no admin role");
    assertThat(app.column("select id from okta.users order by id")).containsExactly("u1", "u2");
    assertThat(part.path("calls").asLong()).as("the two lists alone").isEqualTo(2);
  }

  private static Set<String> factors() {
    return app.column("select parent_id from okta.factors");
  }

  private static String user(String id) {
    return user(id, "ACTIVE").replaceAll("[\\[\\]]", "");
  }

  private static String user(String id, String status) {
    return "[{\"id\":\"%s\",\"status\":\"%s\"}]".formatted(id, status);
  }

  @Test
  void aPageOfAProxyDeletesNothingWhateverItsStatus() {
    oneTokenEach("0oa1", "0oa2");
    for (int status : new int[] {400, 404, 410}) {
      okta.give(TOKENS.formatted("0oa1"), status, ScriptedOkta.PROXY);
      JsonNode part = part(collect(), "app_tokens");
      assertThat(part.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
      assertThat(part.path("reason").asText()).contains("a proxy may have answered in its place");
      assertThat(part.path("failedCalls").asLong()).as("tried again").isEqualTo(2);
      assertThat(tokens()).containsOnly("0oa1", "0oa2");
    }
  }

  @Test
  void theLastRowOfAParentGoesWhereOktaSaysThatItHasNone() {
    oneTokenEach("0oa1", "0oa2");
    okta.give(TOKENS.formatted("0oa1"), 404, "{\"status\":404,\"message\":\"Not found\"}");
    JsonNode run = collect();
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(part(run, "app_tokens").path("deleted").asLong()).isEqualTo(1);
    assertThat(tokens()).containsOnly("0oa2");
  }

  @Test
  void theRowsStayWhereOktaSaysOfEveryParentThatItHasNone() {
    oneTokenEach("0oa1", "0oa2");
    okta.give(TOKENS.formatted("0oa1"), 404, ScriptedOkta.GONE);
    okta.give(TOKENS.formatted("0oa2"), 404, ScriptedOkta.GONE);
    assertThat(part(collect(), "app_tokens").path("status").asText()).isEqualTo("SKIPPED");
    assertThat(tokens()).containsOnly("0oa1", "0oa2");
  }

  /** It may list the users and open none. One that is really gone is known by the others. */
  @Test
  void anAppThatMayOpenNoUserAnyMoreDeletesNoFactors() {
    okta.give(ACTIVE, 200, "[%s,%s]".formatted(user("u1"), user("u2")));
    for (String user : List.of("u1", "u2")) {
      okta.give(FACTORS.formatted(user), 200, "[{\"id\":\"f1\",\"status\":\"ACTIVE\"}]");
    }
    assertThat(part(collect(), "factors").path("status").asText()).isEqualTo("SUCCESS");
    okta.give(FACTORS.formatted("u1"), 404, ScriptedOkta.GONE);
    okta.give(FACTORS.formatted("u2"), 404, ScriptedOkta.GONE);
    JsonNode part = part(collect(), "factors");
    assertThat(part.path("status").asText()).as(part.toPrettyString()).isEqualTo("FAILURE");
    assertThat(part.path("reason").asText())
        .contains("Okta listed 2 of users and then knew none of them");
    assertThat(factors()).containsOnly("u1", "u2");
    okta.give(FACTORS.formatted("u2"), 200, "[{\"id\":\"f1\",\"status\":\"ACTIVE\"}]");
    part = part(collect(), "factors");
    assertThat(part.path("status").asText()).as(part.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(factors()).containsOnly("u2");
  }

  @Test
  void anObjectWhereAListBelongsDeletesNothing() {
    String roles = "/api/v1/iam/roles";
    oneTokenEach("0oa1", "0oa2");
    okta.give(roles, 200, "{\"roles\":[{\"id\":\"cr1\"}]}");
    okta.give("/api/v1/org", 200, "{\"subdomain\":\"acme\"}");
    collect();
    okta.give(roles, 200, "{\"status\":\"maintenance\"}");
    okta.give("/api/v1/apps", 200, "{\"status\":\"maintenance\"}");
    okta.give(TOKENS.formatted("0oa1"), 200, "{\"id\":\"maintenance\"}");
    JsonNode run = collect();
    assertThat(part(run, "roles").path("reason").asText())
        .contains("is no list")
        .contains("it lacks the property roles");
    assertThat(part(run, "apps").path("reason").asText()).contains("it is one object");
    assertThat(part(run, "apps").path("failedCalls").asLong()).as("tried again").isEqualTo(2);
    assertThat(app.column("select id from okta.roles")).containsOnly("cr1");
    assertThat(app.column("select id from okta.apps")).containsOnly("0oa1", "0oa2");
    assertThat(app.column("select parent_id || id from okta.app_tokens"))
        .containsOnly("0oa1t1", "0oa2t1");
    assertThat(app.column("select id from okta.org")).as("one document").containsOnly("org");
  }

  @Test
  void aListOfSomethingElseThanObjectsDeletesNothing() {
    oneTokenEach("0oa1", "0oa2");
    okta.give("/api/v1/apps", 200, "[1, 2, \"x\"]");
    assertThat(part(collect(), "apps").path("reason").asText())
        .contains("is a list of something else than objects");
    assertThat(app.column("select id from okta.apps")).containsOnly("0oa1", "0oa2");
  }

  private static void oneTokenEach(String... apps) {
    String list = "{\"id\":\"%s\",\"signOnMode\":\"OPENID_CONNECT\"}";
    okta.give(
        "/api/v1/apps",
        200,
        Stream.of(apps).map(list::formatted).collect(Collectors.joining(",", "[", "]")));
    for (String app : apps) {
      okta.give(TOKENS.formatted(app), 200, "[{\"id\":\"t1\"}]");
    }
    assertThat(collect().path("status").asText()).isEqualTo("SUCCESS");
    assertThat(tokens()).containsOnly(apps);
  }

  private static Set<String> tokens() {
    return app.column("select parent_id from okta.app_tokens");
  }

  private static JsonNode collect() {
    return app.collectFor(Duration.ofMinutes(1), "{}");
  }

  private static JsonNode part(JsonNode run, String dataType) {
    for (JsonNode part : run.path("dataTypes")) {
      if (part.path("dataType").asText().equals(dataType)) {
        return part;
      }
    }
    throw new AssertionError("no " + dataType + " in " + run.toPrettyString());
  }
}
