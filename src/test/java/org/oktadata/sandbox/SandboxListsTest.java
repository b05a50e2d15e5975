package org.oktadata.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SandboxListsTest {
  private static final SandboxClient CLIENT = SandboxClient.withSecret("0oaservice", "secret");

  private static SandboxOkta sandbox;
  private static SandboxCaller okta;
  private static SandboxTruth truth;

  @BeforeAll
  static void start() {
    sandbox = SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(700).withEvents(500), 7));
    okta = SandboxCaller.of(sandbox, CLIENT);
    truth = sandbox.org().truth();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void aPlainListOfUsersLeavesOutTheDeprovisioned() {
    List<String> listed = okta.ids("/api/v1/users");
    List<String> left = okta.ids("/api/v1/users?filter=status+eq+%22DEPROVISIONED%22");
    assertThat(left).hasSize(15).doesNotContainAnyElementsOf(listed);
    Set<String> all = new TreeSet<>(listed);
    all.addAll(left);
    assertThat(all).isEqualTo(truth.users());
  }

  @Test
  void aSearchFindsTheDeprovisionedToo() {
    assertThat(
            new TreeSet<>(
                okta.ids("/api/v1/users?search=lastUpdated+gt+%222001-01-01T00:00:00.000Z%22")))
        .isEqualTo(truth.users());
  }

  @Test
  void aUserDocumentIsAsLargeAsOktas() {
    JsonNode user = okta.get("/api/v1/users?limit=1").json().get(0);
    assertThat(user.toString().length()).isBetween(1_500, 2_600);
    assertThat(okta.get("/api/v1/users/" + user.path("id").asText()).json()).isEqualTo(user);
    assertThat(okta.get("/api/v1/users/" + user.at("/profile/login").asText()).json())
        .isEqualTo(user);
  }

  @Test
  void groupsMembersAndStatisticsAgree() {
    int memberships = 0;
    for (JsonNode group : okta.all("/api/v1/groups?limit=20&expand=stats")) {
      List<String> members =
          okta.ids("/api/v1/groups/" + group.path("id").asText() + "/users?limit=100");
      assertThat(new HashSet<>(members)).hasSameSizeAs(members);
      assertThat(group.at("/_embedded/stats/usersCount").asInt()).isEqualTo(members.size());
      memberships += members.size();
    }
    assertThat(memberships).isEqualTo(truth.groupMemberCount());
  }

  @Test
  void appsUsersAndGroupsAgreeWithTheTruth() {
    Set<SandboxTruth.Edge> users = new HashSet<>();
    Set<SandboxTruth.Edge> groups = new HashSet<>();
    for (String app : okta.ids("/api/v1/apps?limit=200")) {
      okta.ids("/api/v1/apps/" + app + "/users?limit=500")
          .forEach(id -> users.add(new SandboxTruth.Edge(app, id)));
      okta.ids("/api/v1/apps/" + app + "/groups?limit=200")
          .forEach(id -> groups.add(new SandboxTruth.Edge(app, id)));
    }
    assertThat(users).isEqualTo(truth.appUsers());
    assertThat(groups).isEqualTo(truth.appGroups());
  }

  @Test
  void everySmallListAnswersAndPagesToItsEnd() {
    sandbox
        .org()
        .tables()
        .values()
        .forEach(
            table -> {
              String path = filled(table.path());
              if (path.contains("principal-rate-limits")) {
                path += "?filter=principalType+eq+%22OAUTH_CLIENT%22";
              } else if (path.endsWith("/policies")) {
                path += "?type=PASSWORD";
              }
              SandboxCaller.Reply reply = okta.get(path);
              if (table.scope().endsWith(".manage")) {
                assertThat(reply.status()).as(path).isEqualTo(403);
              } else if (table.absentWhenEmpty() && table.of(null).isEmpty()) {
                assertThat(reply.status()).as(path).isEqualTo(404);
              } else {
                assertThat(reply.status()).as(path + reply.text()).isEqualTo(200);
                if (table.page().wrapper() == null && !table.single()) {
                  assertThat(okta.all(path)).as(path).doesNotHaveDuplicates();
                }
              }
            });
  }

  @Test
  void pagesOfASmallListGiveAllOfIt() {
    assertThat(new TreeSet<>(okta.ids("/api/v1/zones")))
        .isEqualTo(truth.documents("/api/v1/zones"))
        .hasSize(25);
    assertThat(okta.ids("/api/v1/agentPools")).hasSize(6);
    assertThat(okta.ids("/api/v1/realms")).hasSize(12);
    assertThat(okta.get("/api/v1/iam/roles").json().path("roles")).hasSize(3);
    assertThat(okta.get("/api/v1/iam/roles/SUPER_ADMIN/permissions").json().path("permissions"))
        .hasSize(2);
  }

  /** The path with the id of something real for each {@code {}}. */
  private static String filled(String path) {
    String filled = path;
    String parent = null;
    for (int at = filled.indexOf("/{}"); at >= 0; at = filled.indexOf("/{}")) {
      SandboxOrg org = sandbox.org();
      DocumentTable table = org.table(filled.substring(0, at));
      String id =
          switch (filled.substring(0, at)) {
            case "/api/v1/users", "/webauthn-registration/api/v1/users" -> org.users().at(5).id();
            case "/api/v1/groups" -> org.groups().id(2);
            case "/api/v1/apps", "/api/v1/meta/schemas/apps" -> org.apps().id(3);
            case "/api/v1/roles" -> "SUPER_ADMIN";
            case "/api/v1/iam/resource-sets" -> Roles.RESOURCE_SET;
            case "/api/v1/first-party-app-settings" -> "admin-console";
            case "/api/v1/meta/schemas/user" -> "default";
            case "/api/v1/org/contacts" -> "billing";
            default -> table == null ? null : table.ids().iterator().next();
          };
      if (id == null) {
        id = nested(path, parent);
      }
      filled = filled.substring(0, at + 1) + id + filled.substring(at + 3);
      parent = id;
    }
    return filled;
  }

  /** An id of the list that the first part of a path with two ids leads to. */
  private static String nested(String path, String parent) {
    DocumentTable table = sandbox.org().table(path.substring(0, path.lastIndexOf("/{}")));
    return table == null || table.of(parent).isEmpty() ? "anything" : table.of(parent).get(0).id();
  }
}
