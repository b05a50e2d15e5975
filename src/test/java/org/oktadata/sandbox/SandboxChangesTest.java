package org.oktadata.sandbox;

import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxChangesTest {
  private SandboxOkta sandbox;
  private SandboxCaller okta;
  private SandboxChanges changes;
  private SandboxOrg org;
  private String waiting;

  @BeforeEach
  void start() {
    org = SandboxOrg.generate(OrgSize.tiny(), 3);
    sandbox = SandboxOkta.start(org);
    okta = SandboxCaller.of(sandbox, SandboxClient.withSecret("0oaall", "s"));
    changes = org.changes();
    waiting = okta.get("/api/v1/logs?limit=1000&since=" + Instant.now().truncatedTo(MILLIS)).next();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void aChangedUserIsFoundByLastUpdatedAndInTheLog() {
    String user = org.users().at(9).id();
    String before = JsonText.time(System.currentTimeMillis() - 2_000);
    changes.changeUser(user, Map.of("title", "Chief", "shoeSize", "44"));
    assertThat(okta.ids("/api/v1/users?search=lastUpdated+ge+%22" + before + "%22"))
        .containsExactly(user);
    assertThat(okta.get("/api/v1/users/" + user).json().at("/profile/title").asText())
        .isEqualTo("Chief");
    assertThat(okta.get("/api/v1/users/" + user).json().at("/profile/shoeSize").asText())
        .isEqualTo("44");
    assertThat(logged()).containsExactly("user.account.update_profile");
  }

  @Test
  void aSearchMayLagBehind() {
    try (SandboxOkta slow =
        SandboxOkta.start(org, SandboxOptions.standard().withSearchDelay(Duration.ofMinutes(1)))) {
      String user = org.users().at(9).id();
      changes.changeUser(user, Map.of("title", "Chief"));
      SandboxCaller caller = SandboxCaller.of(slow, SandboxClient.withSecret("0oaall", "s"));
      String query =
          "lastUpdated+gt+%22" + JsonText.time(System.currentTimeMillis() - 60_000) + "%22";
      assertThat(caller.ids("/api/v1/users?search=" + query)).isEmpty();
      assertThat(caller.ids("/api/v1/users?filter=" + query)).containsExactly(user);
    }
  }

  @Test
  void aUserWhoLeavesLosesMembershipsAppsAndRoles() {
    String user = org.users().at(1).id();
    changes.deactivateUser(user);
    assertThat(okta.ids("/api/v1/users")).doesNotContain(user);
    assertThat(okta.ids("/api/v1/users?filter=status+eq+%22DEPROVISIONED%22")).contains(user);
    assertThat(okta.get("/api/v1/users/" + user + "/roles").json()).isEmpty();
    assertThat(org.truth().groupMembers()).noneMatch(edge -> edge.child().equals(user));
    assertThat(logged())
        .contains("user.lifecycle.deactivate", "application.user_membership.remove");
  }

  @Test
  void aPurgedUserIsGoneWithoutATraceButInTheLog() {
    String user = org.users().at(8).id();
    changes.deleteUser(user);
    assertThat(okta.get("/api/v1/users/" + user).status()).isEqualTo(404);
    assertThat(org.truth().users()).doesNotContain(user);
    assertThat(logged()).contains("user.lifecycle.delete.completed");
  }

  @Test
  void aNewUserIsInTheListAndInEveryone() {
    String user =
        changes.createUser(
            Map.of("firstName", "Nora", "lastName", "Neu", "login", "nora@new.example"));
    assertThat(okta.ids("/api/v1/users?limit=7")).contains(user);
    assertThat(okta.get("/api/v1/users/nora@new.example").json().path("id").asText())
        .isEqualTo(user);
    assertThat(okta.ids("/api/v1/groups/" + org.truth().everyone() + "/users")).contains(user);
    assertThat(org.truth().users()).contains(user);
  }

  @Test
  void aMembershipMovesTheGroupsMembershipTimeAndNotItsOwn() {
    String group = org.groups().id(2);
    String user =
        org.truth().users("ACTIVE").stream()
            .filter(
                each ->
                    org.truth().groupMembers().stream()
                        .noneMatch(edge -> edge.equals(new SandboxTruth.Edge(group, each))))
            .findFirst()
            .orElseThrow();
    JsonNode before = okta.get("/api/v1/groups/" + group).json();
    changes.addMember(group, user);
    JsonNode after = okta.get("/api/v1/groups/" + group).json();
    assertThat(after.path("lastUpdated")).isEqualTo(before.path("lastUpdated"));
    assertThat(after.path("lastMembershipUpdated").asText())
        .isGreaterThan(before.path("lastMembershipUpdated").asText());
    assertThat(okta.ids("/api/v1/groups/" + group + "/users")).contains(user);
    String since = before.path("lastMembershipUpdated").asText();
    assertThat(
            okta.ids(
                "/api/v1/groups?search=lastUpdated+gt+%22"
                    + JsonText.time(System.currentTimeMillis() - 5_000)
                    + "%22+or+lastMembershipUpdated+gt+%22"
                    + since
                    + "%22"))
        .contains(group);
    changes.removeMember(group, user);
    assertThat(okta.ids("/api/v1/groups/" + group + "/users")).doesNotContain(user);
    assertThat(logged())
        .containsExactly("group.user_membership.add", "group.user_membership.remove");
  }

  @Test
  void factorsAppsRolesAndTokensCanBeGivenAndTaken() {
    String user = org.users().at(20).id();
    String factor = changes.addFactor(user, "webauthn");
    assertThat(okta.ids("/api/v1/users/" + user + "/factors")).contains(factor);
    changes.removeFactor(user, factor);
    assertThat(okta.ids("/api/v1/users/" + user + "/factors")).doesNotContain(factor);
    changes.assignApp(org.apps().id(6), user);
    assertThat(okta.ids("/api/v1/apps/" + org.apps().id(6) + "/users?limit=500")).contains(user);
    changes.unassignApp(org.apps().id(6), user);
    assertThat(okta.ids("/api/v1/apps/" + org.apps().id(6) + "/users?limit=500"))
        .doesNotContain(user);
    changes.grantRole(user, "SUPER_ADMIN");
    assertThat(okta.get("/api/v1/users/" + user + "/roles").json().at("/0/type").asText())
        .isEqualTo("SUPER_ADMIN");
    assertThat(okta.get("/api/v1/iam/assignees/users").text()).contains(user);
    changes.revokeRole(user, "SUPER_ADMIN");
    assertThat(okta.get("/api/v1/users/" + user + "/roles").json()).isEmpty();
    String token = changes.createApiToken("new", user);
    assertThat(okta.ids("/api/v1/api-tokens")).contains(token);
    assertThat(logged())
        .contains(
            "user.mfa.factor.activate",
            "user.mfa.factor.deactivate",
            "application.user_membership.add",
            "user.account.privilege.grant",
            "system.api_token.create");
  }

  @Test
  void policiesAndOtherDocumentsCanBeChanged() {
    changes.changePolicy("00pk00passworddefault05d", policy -> policy.put("name", "Stricter"));
    assertThat(okta.get("/api/v1/policies?type=PASSWORD").json().findValuesAsText("name"))
        .contains("Stricter");
    changes.changePolicyRule("0prk00signondefault00005", rule -> rule.put("status", "INACTIVE"));
    assertThat(
            okta.get("/api/v1/policies/00pk00signondefault0005d/rules")
                .json()
                .findValuesAsText("status"))
        .contains("INACTIVE");
    changes.removeDocument("/api/v1/zones", "nzok00embargoed000005d7x");
    assertThat(okta.ids("/api/v1/zones")).doesNotContain("nzok00embargoed000005d7x").isNotEmpty();
    assertThat(logged()).containsExactly("policy.lifecycle.update", "policy.rule.update");
  }

  @Test
  void theSandboxIsSteeredOverHttpToo() {
    String user = org.users().at(9).id();
    assertThat(okta.post("/sandbox/changes/changeUser?user=" + user + "&title=Boss", "").status())
        .isEqualTo(200);
    assertThat(okta.get("/api/v1/users/" + user).json().at("/profile/title").asText())
        .isEqualTo("Boss");
    assertThat(okta.post("/sandbox/events", "{\"eventType\":\"zone.create\"}").status())
        .isEqualTo(200);
    assertThat(logged()).containsExactly("user.account.update_profile", "zone.create");
    assertThat(okta.post("/sandbox/faults?fault=INTERNAL_ERROR&path=/users&times=1", "").status())
        .isEqualTo(200);
    assertThat(okta.get("/api/v1/users").status()).isEqualTo(500);
    assertThat(okta.get("/sandbox/truth").json().path("users").asInt())
        .isEqualTo(org.truth().userCount());
    assertThat(okta.get("/sandbox/stats").json().path("calls").asLong()).isGreaterThan(3);
    assertThat(okta.post("/sandbox/changes/nothing", "").status()).isEqualTo(400);
  }

  private List<String> logged() {
    return okta.get(waiting).json().findValuesAsText("eventType");
  }
}
