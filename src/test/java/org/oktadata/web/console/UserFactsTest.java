package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

class UserFactsTest extends StartedApplication {

  @Autowired private UserFacts facts;

  @BeforeEach
  void anAppForEveryone() {
    jdbc.sql("delete from store.resource where integration = 'paths'").update();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc) values
              ('paths', 'users', '', 'here', '{"status": "ACTIVE"}'),
              ('paths', 'users', '', 'left', '{"status": "DEPROVISIONED"}'),
              ('paths', 'groups', '', 'all', '{"type": "BUILT_IN", "profile": {"name": "Everyone"}}'),
              ('paths', 'apps', '', 'wiki', '{"label": "Wiki"}'),
              ('paths', 'app_groups', 'wiki', 'all', '{}')""")
        .update();
  }

  private void also(String type, String parent, String id, String doc) {
    jdbc.sql(
            "insert into store.resource (integration, data_type, parent_id, id, doc) values ('paths', ?, ?, ?, ?::jsonb)")
        .params(type, parent, id, doc)
        .update();
  }

  private List<String> ways(String user) {
    return facts.paths("paths", user).stream()
        .map(path -> String.join(", ", path.name(), "" + path.via(), "" + path.closed()))
        .toList();
  }

  private List<String> analysts(String user) {
    return jdbc.sql(
            """
            select concat_ws(' ', via, resource_name, resource_status, assignment_status) from okta.access_paths
            where integration = 'paths' and user_id = ? order by 1""")
        .param(user)
        .query(String.class)
        .list();
  }

  @Test
  void everyoneIsAWayToAppsForAllButThoseWhoHaveLeft() {
    assertThat(facts.paths("paths", "here"))
        .singleElement()
        .satisfies(
            path -> {
              assertThat(path.name()).isEqualTo("Wiki");
              assertThat(path.via()).isEqualTo("Everyone");
            });
    assertThat(facts.paths("paths", "left")).isEmpty();
  }

  @Test
  void analystsSeeTheSameWays() {
    assertThat(
            jdbc.sql(
                    "select user_id || ' ' || group_name || ' ' || resource_name from okta.access_paths where integration = 'paths'")
                .query(String.class)
                .list())
        .containsExactly("here Everyone Wiki");
  }

  @Test
  void anAppInFederationBrokerModeIsReachedByAllButThoseWhoHaveLeft() {
    also(
        "apps",
        "",
        "aws",
        "{\"label\": \"AWS\", \"name\": \"oidc_client\", \"status\": \"ACTIVE\", \"settings\": {\"implicitAssignment\": true}}");
    also(
        "apps",
        "",
        "off",
        "{\"label\": \"Off\", \"name\": \"oidc_client\", \"status\": \"INACTIVE\", \"settings\": {\"implicitAssignment\": true}}");
    also(
        "apps",
        "",
        "ldap",
        "{\"label\": \"LDAP\", \"name\": \"ldap_interface\", \"status\": \"ACTIVE\", \"settings\": {\"implicitAssignment\": true}}");
    assertThat(ways("here"))
        .containsExactly("AWS, everybody (Federation Broker Mode), null", "Wiki, Everyone, null");
    assertThat(ways("left")).isEmpty();
    assertThat(analysts("here")).containsExactly("everyone AWS ACTIVE", "group Wiki");
    assertThat(analysts("left")).isEmpty();
    assertThat(http.json("GET", "/apps/paths/aws", null).body())
        .contains("everybody who isn't deprovisioned");
    assertThat(http.json("GET", "/apps/paths/ldap", null).body())
        .doesNotContain("Federation Broker Mode");
  }

  @Test
  void aWayThatIsSwitchedOffSaysSo() {
    also("apps", "", "crm", "{\"label\": \"CRM\", \"status\": \"INACTIVE\"}");
    also("app_users", "crm", "here", "{\"scope\": \"USER\", \"status\": \"ACTIVE\"}");
    also("app_users", "wiki", "here", "{\"scope\": \"GROUP\", \"status\": \"SUSPENDED\"}");
    also(
        "admin_roles",
        "here",
        "r1",
        "{\"type\": \"APP_ADMIN\", \"label\": \"Apps\", \"status\": \"INACTIVE\"}");
    also(
        "group_roles",
        "all",
        "r2",
        "{\"type\": \"HELP_DESK_ADMIN\", \"label\": \"Desk\", \"status\": \"INACTIVE\"}");
    assertThat(ways("here"))
        .containsExactly("CRM, null, app inactive", "Wiki, Everyone, assignment suspended");
    assertThat(analysts("here"))
        .as("roles that are switched off lead nowhere")
        .containsExactly("direct CRM INACTIVE ACTIVE", "group Wiki SUSPENDED");
  }

  @Test
  void whatALeaverKeepsThroughAGroupIsAWay() {
    also("groups", "", "old", "{\"profile\": {\"name\": \"Contractors\"}}");
    also("apps", "", "crm", "{\"label\": \"CRM\", \"status\": \"ACTIVE\"}");
    String through =
        "{\"scope\": \"GROUP\", \"status\": \"ACTIVE\", \"_links\": {\"group\": {\"name\": \"Before\", \"href\":"
            + " \"https://acme.okta.com/api/v1/groups/%s\"}}}";
    also("app_users", "crm", "left", through.formatted("old"));
    also("app_users", "crm", "here", through.formatted("gone"));
    also("app_users", "wiki", "left", "{\"scope\": \"GROUP\", \"status\": \"ACTIVE\"}");
    also("app_users", "wiki", "here", through.formatted("all"));
    assertThat(ways("left")).containsExactly("CRM, Contractors, null", "Wiki, a group, null");
    assertThat(ways("here")).containsExactly("CRM, Before, null", "Wiki, Everyone, null");
    assertThat(analysts("left")).containsExactly("group CRM ACTIVE ACTIVE", "group Wiki ACTIVE");
    assertThat(
            jdbc.sql(
                    "select path from okta.access_paths where integration = 'paths' and group_id in ('old', 'gone')")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder("Contractors → CRM", "Before → CRM");
    assertThat(http.json("GET", "/users/paths/left", null).body())
        .contains("Contractors")
        .doesNotContain("No app and no admin role.");
  }

  @Test
  void analystsSeeWhoTheAdministratorsAreWithoutAJoin() {
    also(
        "users",
        "",
        "ada",
        "{\"status\": \"SUSPENDED\", \"profile\": {\"login\": \"ada@acme.example\"}}");
    also("groups", "", "desk", "{\"profile\": {\"name\": \"Help desk\"}}");
    also("group_members", "desk", "ada", "{}");
    also("group_roles", "desk", "r1", "{\"type\": \"HELP_DESK_ADMIN\"}");
    also("admin_roles", "ada", "r2", "{\"type\": \"APP_ADMIN\"}");
    also("admin_roles", "unknown", "r3", "{\"type\": \"ORG_ADMIN\"}");
    assertThat(
            jdbc.sql(
                    """
                    select concat_ws(' ', role_type, login, user_status, group_name) from okta.effective_admins
                    where integration = 'paths' order by 1""")
                .query(String.class)
                .list())
        .containsExactly(
            "APP_ADMIN ada@acme.example SUSPENDED",
            "HELP_DESK_ADMIN ada@acme.example SUSPENDED Help desk",
            "ORG_ADMIN");
  }
}
