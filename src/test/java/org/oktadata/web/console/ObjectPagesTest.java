package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.web.Browser;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

/** The page of any object, and who leads to it. */
class ObjectPagesTest extends StartedApplication {

  @Autowired private ObjectPlaces places;

  @BeforeEach
  void whatIsThere() {
    nothing();
    jdbc.sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by)
            values ('things', 'Things', 'https://x.okta.com', 'c', '', 'api')""")
        .update();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc, first_seen, changed_at, cause_event, deleted_at)
            select 'things', t.type, t.parent, t.id, t.doc::jsonb, now() - interval '9 days', t.changed, t.cause, t.deleted
            from (values
              ('users', '', '00u0000000000000ada0', '{"status": "ACTIVE", "profile": {"login": "ada@x"}}', now() - interval '9 days', null::text, null::timestamptz),
              ('users', '', '00u0000000000000bob0', '{"status": "ACTIVE", "profile": {"login": "bob@x"}}', now() - interval '9 days', null, null),
              ('groups', '', '00g0000000000000desk', '{"profile": {"name": "Service desk"}}', now() - interval '9 days', null, null),
              ('group_members', '00g0000000000000desk', '00u0000000000000bob0', '{}', now() - interval '9 days', null, null),
              ('group_members', '00g0000000000000desk', '00u000000000000gone0', '{}', now() - interval '9 days', null, null),
              ('group_roles', '00g0000000000000desk', 'ra1', '{"type": "HELP_DESK_ADMIN", "label": "Help Desk Administrator", "_embedded": {"targets": {"groups": [{"id": "00g0000000000000desk", "profile": {"name": "desk"}}]}}}', now() - interval '9 days', null, null),
              ('group_rules', '', '0pr000000000000hire', '{"name": "New hires", "status": "ACTIVE", "actions": {"assignUserToGroups": {"groupIds": ["00g0000000000000desk"]}}}', now() - interval '9 days', null, null),
              ('admin_roles', '00u0000000000000ada0', 'irb1', '{"type": "CUSTOM", "label": "Berlin", "resource-set": "iam1"}', now() - interval '9 days', null, null),
              ('resource_sets', '', 'iam1', '{"label": "People in Berlin"}', now() - interval '9 days', null, null),
              ('policies', '', 'rst1', '{"name": "Two <b>factors", "type": "ACCESS_POLICY", "status": "ACTIVE"}', now() - interval '9 days', null, null),
              ('policy_rules', 'rst1', 'rul1', '{"name": "Catch-all", "status": "ACTIVE", "priority": 1, "actions": {"appSignOn": {"access": "DENY"}}, "conditions": {"people": {"groups": {"include": ["00g0000000000000desk"]}}, "network": {"connection": "ANYWHERE"}}}', now() - interval '1 day', 'change-1', null),
              ('apps', '', '0oa1', '{"label": "Wiki", "status": "ACTIVE", "_links": {"accessPolicy": {"href": "https://x.okta.com/api/v1/policies/rst1"}}}', now() - interval '9 days', null, null),
              ('log_streams', '', '0oa00000000000stream', '{"name": "To the SIEM", "status": "ACTIVE"}', now() - interval '9 days', null, null),
              ('zones', '', 'nzo1', '{"name": "Office", "status": "ACTIVE"}', now() - interval '9 days', null, now() - interval '2 days'),
              ('linked_objects', '', 'a/b', '{"primary": {"name": "a/b"}}', now() - interval '9 days', null, null)) t (type, parent, id, doc, changed, cause, deleted)""")
        .update();
    jdbc.sql(
            """
            insert into store.resource_history (integration, data_type, parent_id, id, valid_from, valid_to, doc)
            select integration, data_type, parent_id, id, first_seen, changed_at,
                   jsonb_set(doc, '{conditions,network,connection}', '"ZONE"') || '{"lastUpdated": "2026-01-01T00:00:00.000Z"}'
            from store.resource where integration = 'things' and id = 'rul1'""")
        .update();
    jdbc.sql(
            """
            insert into store.event (integration, published, uuid, event_type, received_via, actor_id, doc)
            select 'things', now() - interval '1 day', uuid, 'policy.rule.update', 'poll', actor, jsonb_build_object(
              'actor', jsonb_build_object('id', actor, 'type', 'User', 'alternateId', actor),
              'target', jsonb_build_array(jsonb_build_object('id', 'rul1', 'type', 'PolicyRule', 'displayName', 'Catch-all')))
            from (values ('change-1', '00u0000000000000ada0'), ('change-2', '00u00000000000nobody')) e (uuid, actor)""")
        .update();
    jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, severity, state, subject_type, subject_id, evidence)
            values ('things', 'lax', 'posture', 'Rule is lax', 'high', 'open', 'policy_rule', 'rul1',
                    '{"users": [{"id": "00u0000000000000ada0", "login": "ada@x"}], "by": ["bob@x", "gone@x"], "group": "00g0000000000000desk"}'),
                   ('things', 'stopped', 'detection', 'Stream stopped', 'high', 'open', 'logstream', '0oa00000000000stream', '{}'),
                   ('things', 'odd', 'detection', 'Something odd', 'high', 'open', 'gadget', 'rul1', '{}')""")
        .update();
  }

  @AfterEach
  void nothing() {
    for (String table : List.of("resource", "resource_history", "event", "finding")) {
      jdbc.sql("delete from store." + table + " where integration = 'things'").update();
    }
    jdbc.sql("delete from store.integration where name = 'things'").update();
  }

  @Test
  void aRuleTellsItsPolicyWhatItNamesWhatIsWrongAndWhoChangedWhat() {
    assertThat(page("/objects/things/policy_rules/rul1"))
        .contains("<h1 class=\"path\">Catch-all</h1>", "Two &lt;b&gt;factors")
        .contains("href=\"/objects/things/policies/rst1\"")
        .contains("href=\"/groups/things/00g0000000000000desk\">Service desk</a>")
        .contains("Rule is lax")
        .doesNotContain("Something odd", "<b>factors")
        .contains("conditions.network.connection</code> <span>ZONE → ANYWHERE")
        .doesNotContain("<code>lastUpdated")
        .contains("href=\"/users/things/00u0000000000000ada0\">00u0000000000000ada0</a>")
        .contains("href=\"/events/things/change-1\"");
    assertThat(page("/events/things/about?target=rul1"))
        .contains("href=\"/objects/things/policy_rules/rul1?parent=rst1\"")
        .contains("href=\"/users/things/00u0000000000000ada0\"")
        .doesNotContain("href=\"/users/things/00u00000000000nobody\"");
  }

  @Test
  void aPolicyTellsItsRulesAndTheAppsThatItGoverns() {
    assertThat(page("/objects/things/policies/rst1"))
        .contains("href=\"/objects/things/policy_rules/rul1?parent=rst1\">Catch-all</a>")
        .contains("href=\"/apps/things/0oa1\">Wiki</a>");
  }

  @Test
  void whatWasDeletedIsShownAsItLastWas() {
    assertThat(page("/objects/things/zones/nzo1"))
        .contains("noticed on " + LocalDate.now(ZoneOffset.UTC).minusDays(2))
        .contains("&quot;name&quot; : &quot;Office&quot;", "Removed");
  }

  @ParameterizedTest
  @CsvSource({
    "log_stream, 0oa00000000000stream, /objects/things/log_streams/0oa00000000000stream",
    "logstream, 0oa00000000000stream, /objects/things/log_streams/0oa00000000000stream",
    "LogStream, 0oa00000000000stream, /objects/things/log_streams/0oa00000000000stream",
    "networkzone, nzo1, /objects/things/zones/nzo1",
    "zone, nzo1, /objects/things/zones/nzo1",
    "policyentity, rst1, /objects/things/policies/rst1",
    "policy_rule, rul1, /objects/things/policy_rules/rul1?parent=rst1",
    "PublicClientApp, 0oa1, /apps/things/0oa1",
    "UserGroup, 00g0000000000000desk, /groups/things/00g0000000000000desk",
    "linked_object, a/b, /objects/things/linked_objects?id=a%2Fb",
    "logstream, rst1,",
    "gadget, rst1,",
    "policy, rst2,"
  })
  void namesOfChecksDetectionsAndOktaLeadToTheSamePageOrNowhere(
      String type, String id, String path) {
    ObjectPlaces.Place place = places.of("things", type, id);
    assertThat(place == null ? null : place.path()).isEqualTo(path);
    if (path != null) {
      assertThat(opened(path).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void subjectsAndWhatEvidenceNamesAreLinks() {
    assertThat(page("/findings?integration=things&view=findings"))
        .contains("href=\"/objects/things/log_streams/0oa00000000000stream\">To the SIEM</a>")
        .contains("<span>rul1</span> <span class=\"soft\">gadget</span>");
    String finding =
        jdbc.sql(
                "select id::text from store.finding where integration = 'things' and check_id = 'lax'")
            .query(String.class)
            .single();
    assertThat(page("/findings/" + finding))
        .contains("href=\"/objects/things/policy_rules/rul1?parent=rst1\">Catch-all</a>")
        .contains("href=\"/users/things/00u0000000000000ada0\">ada@x</a>")
        .contains("href=\"/users/things/00u0000000000000bob0\">bob@x</a>")
        .contains("<span>gone@x</span>")
        .contains("href=\"/groups/things/00g0000000000000desk\">Service desk</a>");
  }

  @Test
  void addressesAndSessionsLeadToTheirEvents() {
    jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, severity, state, subject_type, subject_id, evidence)
            values ('things', 'spray', 'detection', 'Spray', 'high', 'open', 'ip', '192.0.2.7',
                    '{"ips": ["192.0.2.8", "2001:db8::7", "1:2", "12:30:45"]}'),
                   ('things', 'roams', 'detection', 'Roams', 'high', 'open', 'session', '102x', '{}')""")
        .update();
    String events = "href=\"/events?integration=things&amp;filter=";
    assertThat(page("/findings?integration=things&view=findings"))
        .contains(events + "client.ipAddress%20eq%20%22192.0.2.7%22\">192.0.2.7</a>")
        .contains(events + "authenticationContext.externalSessionId%20eq%20%22102x%22\">102x</a>");
    String finding =
        jdbc.sql("select id::text from store.finding where check_id = 'spray'")
            .query(String.class)
            .single();
    assertThat(page("/findings/" + finding))
        .contains(events + "client.ipAddress%20eq%20%22192.0.2.7%22\">192.0.2.7</a>")
        .contains(events + "client.ipAddress%20eq%20%22192.0.2.8%22\">192.0.2.8</a>")
        .contains(events + "client.ipAddress%20eq%20%222001%3Adb8%3A%3A7%22\">2001:db8::7</a>")
        .contains("<span>1:2</span>", "<span>12:30:45</span>");
  }

  @Test
  void usersGroupsAndAppsKeepTheirPages() {
    HttpResponse<String> answer = opened("/objects/things/apps/0oa1");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/apps/things/0oa1");
  }

  @Test
  void anAppTellsItsSignOnRulesAndAGroupWhatFillsIt() {
    assertThat(page("/apps/things/0oa1"))
        .contains("href=\"/objects/things/policies/rst1\"")
        .contains("href=\"/objects/things/policy_rules/rul1?parent=rst1\">Catch-all</a>")
        .contains("href=\"/groups/things/00g0000000000000desk\">Service desk</a>", "<span>Deny");
    assertThat(page("/groups/things/00g0000000000000desk"))
        .contains("href=\"/objects/things/group_rules/0pr000000000000hire\">New hires</a>")
        .contains("Help Desk Administrator")
        .contains("href=\"/users/things/00u0000000000000bob0\"", ">00u000000000000gone0<")
        .doesNotContain("/users/things/00u000000000000gone0");
  }

  @Test
  void anAppTellsWhichSignOnRulesAreNeverAsked() {
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            select 'things', 'policy_rules', 'rst1', name, jsonb_build_object('name', name, 'status', status, 'priority', priority)
            from (values ('Off', 'INACTIVE', 2), ('Takes all', 'ACTIVE', 3), ('Too late', 'ACTIVE', 4), ('Later off', 'INACTIVE', 5)) r (name, status, priority)""")
        .update();
    assertThat(page("/apps/things/0oa1").split("never asked", -1)).hasSize(2);
    assertThat(page("/apps/things/0oa1"))
        .containsPattern(">Takes all</a>\\s*</td>")
        .containsPattern(">Too late</a>\\s+<span class=\"chip\"[^>]*>never asked<");
  }

  @Test
  void rolesOfAUserAreThoseOfTheirGroupsToo() {
    assertThat(page("/users/things/00u0000000000000bob0"))
        .contains("href=\"/objects/things/group_roles/ra1?parent=00g0000000000000desk\"")
        .contains("href=\"/groups/things/00g0000000000000desk\">Service desk</a>");
    assertThat(page("/users/things/00u0000000000000ada0"))
        .contains(">directly<", "href=\"/objects/things/resource_sets/iam1\">People in Berlin</a>");
    assertThat(
            page(
                "/users/things/00u0000000000000bob0?asOf="
                    + LocalDate.now(ZoneOffset.UTC).minusDays(4)))
        .contains("Help Desk Administrator");
    assertThat(
            page(
                "/users/things/00u0000000000000bob0?asOf="
                    + LocalDate.now(ZoneOffset.UTC).minusDays(20)))
        .doesNotContain("Help Desk Administrator");
    jdbc.sql(
            """
            insert into store.identity (integration, user_id, login, status, strength, admin, roles)
            values ('things', '00u0000000000000bob0', 'bob@x', 'ACTIVE', 'strong', true, array['Help Desk Administrator'])""")
        .update();
    assertThat(page("/users?integration=things&admin=true"))
        .contains("Role, and through what", "Help Desk Administrator</a>", ">Service desk</a>");
    assertThat(page("/users?integration=things")).doesNotContain("Role, and through what");
    jdbc.sql("delete from store.identity where integration = 'things'").update();
  }

  private String page(String path) {
    HttpResponse<String> answer = opened(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  /** By a viewer, who sees all of it. */
  private HttpResponse<String> opened(String path) {
    String viewer = Browser.basic("vera", "rubin");
    return http.send("GET", path, null, "Authorization", viewer, "Accept", "text/html");
  }
}
