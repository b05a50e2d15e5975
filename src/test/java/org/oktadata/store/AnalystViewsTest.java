package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Views and functions that answer in one row what analysts had to put together. */
class AnalystViewsTest {

  private final JdbcClient database =
      JdbcClient.create(
          new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"));

  @BeforeEach
  void somePeopleGroupsAndApps() {
    resource(
        "users",
        "",
        "u1",
        "{'status': 'ACTIVE', '_links': {'logo': 2}, 'profile': {'login': 'ana@acme.example'}}");
    resource("groups", "", "g1", "{'type': 'OKTA_GROUP', 'profile': {'name': 'Help desk'}}");
    resource("apps", "", "a1", "{'status': 'ACTIVE', 'label': 'Payroll', 'name': 'payroll'}");
    resource("group_members", "g1", "u1", "{'id': 'u1'}");
  }

  @Test
  void aChangeSaysWhatItChangedOfWhomAndWhenItHappened() {
    database
        .sql("insert into store.data_type values ('users', '', false, 'lastLogin,_links.logo')")
        .update();
    database
        .sql(
            """
            insert into store.resource_history (integration, data_type, parent_id, id, valid_from, valid_to, doc)
            select integration, data_type, parent_id, id, changed_at - interval '40 days', changed_at,
              '{"status": "STAGED", "lastLogin": 1, "_links": {"logo": 1}, "profile": {"login": "ana@acme.example", "title": "Clerk"}}'
            from store.resource where data_type = 'users'""")
        .update();
    for (String cause : List.of("users/1 minute", "group_members/50 days")) {
      database
          .sql(
              """
              with e as (
                insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
                values ('acme', now() - split_part(:cause, '/', 2)::interval, :cause, 'x.y', 'boss', '{"client": {"ipAddress": "192.0.2.7"}}', 'poll'))
              update store.resource set cause_event = :cause where data_type = split_part(:cause, '/', 1)""")
          .param("cause", cause)
          .update();
    }
    assertThat(
            rows(
                """
                select label, parent_label, array_to_string(changed_fields, ','), event_type, ip_address, actor_id,
                  happened_at < at - interval '49 days'
                from okta.changes(now() - interval '1 day', now()) where cause_event is not null order by parent_id"""))
        .containsExactly(
            "ana@acme.example|null|profile.title,status|x.y|192.0.2.7|boss|false",
            "ana@acme.example|Help desk|null|x.y|192.0.2.7|boss|true");
    assertThat(rows("select label from okta.changes('-infinity', now()) where data_type = 'apps'"))
        .containsExactly("Payroll");
  }

  @Test
  void whatChangedInAWeekIsFoundWithoutReadingEverything() {
    database
        .sql(
            "alter role postgres in database %s set enable_seqscan = off"
                .formatted(rows("select current_database()").get(0)))
        .update();
    assertThat(rows("explain select id from okta.changes(now() - interval '7 days', now())"))
        .anyMatch(line -> line.contains("resource_changed"))
        .noneMatch(line -> line.contains("Seq Scan on resource "));
  }

  @Test
  void whoMayAdministerWhatIsOneRowWhoeverItIsAndHoweverItIsLimited() {
    resource("admin_roles", "u1", "r1", "{'type': 'SUPER_ADMIN', 'label': 'Super Administrator'}");
    resource("admin_roles", "u1", "r2", "{'type': 'APP_ADMIN', 'assignmentType': 'GROUP'}");
    resource("admin_roles", "u1", "r3", "{'type': 'ORG_ADMIN', 'status': 'INACTIVE'}");
    resource(
        "group_roles",
        "g1",
        "r4",
        "{'type': 'HELP_DESK_ADMIN', '_embedded': {'targets': {'groups': [{'id': 'g1'}, {'id': 'g2', 'profile': {'name': 'Gone'}}]}}}");
    resource("client_roles", "a1", "r5", "{'type': 'APP_ADMIN'}");
    resource("client_role_targets", "a1/r5", "a1", "{'id': 'a1', 'name': 'payroll'}");
    resource("client_role_targets", "a1/r5", "slack", "{'name': 'slack', 'displayName': 'Slack'}");
    resource("client_roles", "a1", "r6", "{'type': 'CUSTOM', 'role': 'c1', 'resource-set': 's1'}");
    resource("client_roles", "a1", "r7", "{'type': 'CUSTOM', 'role': 'c1', 'resource-set': 's2'}");
    resource("role_permissions", "c1", "okta.users.read", "{}");
    resource("resource_sets", "", "s1", "{'label': 'Berlin'}");
    for (String resource :
        List.of(
            "directory:o:users",
            "directory:o:groups:g1",
            "directory:o:groups:g1:contained_resources",
            "idp:o:apps:payroll",
            "idp:o:apps:payroll:a1",
            "idp:o:policies:p1")) {
      resource("resource_set_resources", "s1", resource, "{'orn': 'orn:okta:" + resource + "'}");
    }
    assertThat(
            rows(
                """
                select principal_type, principal_name, group_name, role, permissions[1], target_type, target_id, target_name, resource_set_name
                from okta.admin_scopes order by role_assignment_id, principal_type, target_type, target_id"""))
        .containsExactly(
            "user|ana@acme.example|null|SUPER_ADMIN|null|org|null|null|null",
            "group|Help desk|null|HELP_DESK_ADMIN|null|group|g1|Help desk|null",
            "group|Help desk|null|HELP_DESK_ADMIN|null|group|g2|Gone|null",
            "user|ana@acme.example|Help desk|HELP_DESK_ADMIN|null|group|g1|Help desk|null",
            "user|ana@acme.example|Help desk|HELP_DESK_ADMIN|null|group|g2|Gone|null",
            "client|Payroll|null|APP_ADMIN|null|app|a1|Payroll|null",
            "client|Payroll|null|APP_ADMIN|null|app_type|slack|Slack|null",
            "client|Payroll|null|c1|okta.users.read|app|a1|Payroll|Berlin",
            "client|Payroll|null|c1|okta.users.read|app_type|payroll|null|Berlin",
            "client|Payroll|null|c1|okta.users.read|group|g1|Help desk|Berlin",
            "client|Payroll|null|c1|okta.users.read|group_members|g1|Help desk|Berlin",
            "client|Payroll|null|c1|okta.users.read|policies|p1|null|Berlin",
            "client|Payroll|null|c1|okta.users.read|user|null|all|Berlin",
            "client|Payroll|null|c1|okta.users.read|resource_set|s2|null|null");
    assertThat(rows("select count(*) - count(distinct id) from okta.admin_scopes"))
        .containsExactly("0");
  }

  @Test
  void whoWasLastSeenAndWhoOpensWhatIsInTheLog() {
    resource("users", "", "u2", "{'status': 'ACTIVE', 'lastLogin': '2026-01-01T00:00:00.000Z'}");
    resource("app_users", "a1", "u1", "{'id': 'u1'}");
    resource("app_users", "a1", "u2", "{'id': 'u2'}");
    String opened =
        "{'target': [{'type': 'User', 'id': 'u1'}, {'type': 'AppInstance', 'id': '%s'}]}";
    event("60 days", "user.authentication.sso", "u1", opened.formatted("a1"));
    event("1 day", "user.authentication.sso", "u1", opened.formatted("a1"));
    event("1 day", "user.authentication.sso", "u1", opened.formatted("a2"));
    event("1 hour", "user.session.start", "u1", "{'outcome': {'result': 'SUCCESS'}}");
    event("1 hour", "user.session.start", "u2", "{'outcome': {'result': 'FAILURE'}}");
    assertThat(
            rows(
                """
                select id, assigned, times_30_days, times_90_days, last_used > now() - interval '2 days' from okta.app_usage order by 1"""))
        .containsExactly("a1/u1|true|1|2|true", "a1/u2|true|0|0|null", "a2/u1|false|1|1|true");
    assertThat(
            rows(
                """
                select user_id, coalesce(last_seen > now() - interval '2 hours', false) as today, last_seen is not distinct from last_login as same from okta.last_seen order by 1"""))
        .containsExactly("u1|true|false", "u2|false|true");
    database
        .sql(
            "insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by) values ('acme', 'Acme', 'https://acme.example', 'c', 's', 'api')")
        .update();
    database
        .sql("insert into store.sign_in_day values ('acme', '2026-11-01', 'FAILURE', 'Peru', 7)")
        .update();
    assertThat(rows("select id, sign_ins from okta.sign_in_days"))
        .containsExactly("2026-11-01/FAILURE/Peru|7");
  }

  @Test
  void findingsAreCountedByCheckOnEachDaySortedBySeverityAndNamed() {
    database
        .sql(
            """
            with f as (
              insert into store.finding (integration, check_id, kind, subject_type, subject_id, severity, state)
              values ('acme', 'c1', 'posture', 'user', 'u1', 'high', 'resolved'), ('acme', 'c2', 'posture', 'app', 'a1', 'low', 'open'),
                     ('acme', 'c2', 'posture', 'policy_rule', 'pr1', 'low', 'open')
              returning id, check_id, severity)
            insert into store.finding_change (finding_id, at, change, state, severity)
            select id, now() - interval '3 days', 'opened', 'open', severity from f
            union all
            select id, now() - interval '1 day', 'resolved', 'resolved', severity from f where check_id = 'c1'
            order by 2""")
        .update();
    resource("policy_rules", "p1", "pr1", "{'name': 'Catch-all'}");
    assertThat(
            rows(
                """
                select check_id, current_date - day, opened, closed, open from okta.finding_trend_by_check order by 1, day"""))
        .containsExactly(
            "c1|3|1|0|1",
            "c1|2|0|0|1",
            "c1|1|0|1|0",
            "c1|0|0|0|0",
            "c2|3|2|0|2",
            "c2|2|0|0|2",
            "c2|1|0|0|2",
            "c2|0|0|0|2");
    assertThat(rows("select severity_rank, subject_name from okta.findings order by 1 desc, 2"))
        .containsExactly("4|ana@acme.example", "2|Catch-all", "2|Payroll");
  }

  @Test
  void whatDocumentsHaveIsInColumns() {
    resource(
        "devices",
        "",
        "d1",
        "{'profile': {'serialNumber': 'C1', 'osVersion': '15.6', 'diskEncryptionType': 'FULL', 'registered': true}}");
    resource("api_tokens", "", "t1", "{'userId': 'u1', 'network': {'connection': 'ZONE'}}");
    resource("api_service_integrations", "", "i1", "{'grantedScopes': ['okta.logs.read']}");
    resource("factors", "u1", "f1", "{'profile': {'phoneNumber': '+49'}}");
    resource(
        "app_users",
        "a1",
        "u1",
        "{'scope': 'GROUP', 'syncState': 'ERROR', '_links': {'group': {'href': 'https://acme.example/api/v1/groups/g1'}}}");
    resource(
        "policies",
        "",
        "p1",
        "{'type': 'OKTA_SIGN_ON', 'status': 'ACTIVE', 'priority': 7, 'conditions': {'people': {'groups': {'include': ['g1']}}}}");
    resource("policy_rules", "p1", "pr1", "{'status': 'ACTIVE', 'priority': 2}");
    assertThat(
            rows(
                """
                select d.serial_number, d.os_version, d.disk_encryption, d.registered, t.network, t.user_status, i.scopes[1], f.name,
                  a.group_id, a.sync_state, s.policy_priority, s.priority, s.groups[1]
                from okta.devices d, okta.api_tokens t, okta.api_service_integrations i, okta.factors f, okta.app_users a, okta.session_rules s"""))
        .containsExactly("C1|15.6|FULL|true|ZONE|ACTIVE|okta.logs.read|+49|g1|ERROR|7|2|g1");
  }

  @Test
  void plansExpectAboutAsManyWaysToAppsAsThereAre() {
    database
        .sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            select 'acme', 'users', '', 'x' || n, '{"status": "ACTIVE"}'::jsonb from generate_series(1, 500) n
            union all
            select 'acme', 'groups', '', 'y' || n, '{"type": "OKTA_GROUP"}' from generate_series(1, 50) n
            union all
            select 'acme', 'apps', '', 'z' || n, '{"status": "ACTIVE"}' from generate_series(1, 40) n
            union all
            select 'acme', 'group_members', 'y' || (n + k * 9) % 50 + 1, 'x' || n, '{}' from generate_series(1, 500) n, generate_series(1, 5) k
            union all
            select 'acme', 'app_groups', 'z' || (n + k) % 40 + 1, 'y' || n, '{}' from generate_series(1, 50) n, generate_series(1, 2) k
            union all
            select 'acme', 'app_users', 'z' || (n + k) % 40 + 1, 'x' || n, '{"scope": "GROUP", "status": "ACTIVE"}'
            from generate_series(1, 500) n, generate_series(1, 4) k""")
        .update();
    database.sql("analyze store.resource").update();
    long ways = Long.parseLong(rows("select count(*) from okta.access_paths").get(0));
    String plan =
        rows("explain select * from okta.access_paths where resource_type = 'app'").get(0);
    assertThat(Long.parseLong(plan.replaceAll(".* rows=(\\d+) .*", "$1")))
        .as(plan)
        .isBetween(ways / 20, ways * 20);
  }

  @Test
  void theEventsThatProveAFindingAreItsRows() {
    event(
        "1 hour", "user.mfa.okta_verify.deny_push", "u1", "{'client': {'ipAddress': '192.0.2.7'}}");
    event("2 hours", "user.session.start", "u1", "{}");
    database
        .sql(
            """
            with f as (
              insert into store.finding (integration, check_id, kind, subject_type, subject_id, severity, state)
              values ('acme', 'push', 'detection', 'user', 'u1', 'high', 'open') returning id)
            insert into store.finding_event (finding_id, published, uuid)
            select f.id, e.published, e.uuid from f, store.event e where e.event_type like '%deny_push'""")
        .update();
    assertThat(
            rows(
                """
                select f.check_id, e.event_type, e.actor_id, e.ip_address, e.id = f.id || '/' || e.uuid
                from okta.finding_events e join okta.findings f on f.id = e.finding_id"""))
        .containsExactly("push|user.mfa.okta_verify.deny_push|u1|192.0.2.7|true");
  }

  @Test
  void whichSignOnRulesSomebodyCanMeetAtAnAppIsAnsweredInTheirOrder() {
    resource("users", "", "u2", "{'status': 'ACTIVE', 'type': {'id': 'guest'}}");
    resource(
        "apps",
        "",
        "a2",
        "{'status': 'ACTIVE', 'label': 'Wiki', '_links': {'accessPolicy': {'href': 'https://acme.example/api/v1/policies/p1'}}}");
    resource("policies", "", "p1", "{'type': 'ACCESS_POLICY', 'status': 'ACTIVE'}");
    rule("blocked", 1, "{'people': {'users': {'include': ['u9']}}}");
    rule("others", 2, "{'people': {'groups': {'include': ['g9']}}}");
    rule(
        "desk at work",
        3,
        "{'people': {'groups': {'include': ['g1']}}, 'network': {'connection': 'ZONE', 'include': ['z1']}}");
    rule("not guests", 4, "{'userType': {'exclude': ['guest']}, 'riskScore': {'level': 'ANY'}}");
    rule(
        "not the desk", 5, "{'people': {'groups': {'exclude': ['g1']}, 'users': {'exclude': []}}}");
    rule("everybody", 6, "{'network': {'connection': 'ANYWHERE'}}");
    rule("never", 7, "{}");
    rule("odd", 8, "'not an object'");
    String question =
        "select place, rule_name, always, app_label from okta.sign_on_rules_of('acme', '%s') order by place";
    assertThat(rows(question.formatted("u1")))
        .containsExactly("1|desk at work|false|Wiki", "2|not guests|true|Wiki");
    assertThat(rows(question.formatted("u2"))).containsExactly("1|not the desk|true|Wiki");
    assertThat(rows(question.formatted("nobody"))).isEmpty();
  }

  @Test
  void whomAPasswordPolicyIsForIsAColumn() {
    resource(
        "policies",
        "",
        "p1",
        "{'type': 'PASSWORD', 'status': 'ACTIVE', 'conditions': {'people': {'groups': {'include': ['g1'], 'exclude': ['g2']}}}}");
    assertThat(rows("select groups[1], excluded_groups[1] from okta.password_policies"))
        .containsExactly("g1|g2");
  }

  @Test
  void whoHasOneAppIsAnsweredWithoutReadingTheMembersOfAllGroups() {
    database
        .sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            select 'acme', 'users', '', 'x' || n, '{"status": "ACTIVE"}'::jsonb from generate_series(1, 4000) n
            union all
            select 'acme', 'groups', '', 'y' || n, '{"type": "OKTA_GROUP"}' from generate_series(1, 400) n
            union all
            select 'acme', 'groups', '', 'everyone', '{"type": "BUILT_IN", "profile": {"name": "Everyone"}}'
            union all
            select 'acme', 'apps', '', 'z' || n, '{"status": "ACTIVE"}' from generate_series(1, 300) n
            union all
            select 'acme', 'group_members', 'y' || (n + k * 9) % 400 + 1, 'x' || n, '{}' from generate_series(1, 4000) n, generate_series(1, 5) k
            union all
            select 'acme', 'app_groups', 'z' || n % 300 + 1, 'y' || n, '{}' from generate_series(1, 400) n
            union all
            select 'acme', 'app_groups', 'z300', 'everyone', '{}'
            union all
            select 'acme', 'app_users', 'z300', 'u1', '{"scope": "GROUP", "status": "ACTIVE"}'""")
        .update();
    database.sql("vacuum analyze store.resource").update();
    String paths = "from okta.access_paths where resource_type = 'app' and resource_id = '%s'";
    assertThat(rows(("select count(*) " + paths).formatted("z1"))).containsExactly("50");
    assertThat(
            rows(
                ("select concat(count(*), '/', count(assignment_status)) " + paths)
                    .formatted("z300")))
        .containsExactly("4051/1");
    assertThat(rows("explain (analyze, costs off, timing off) select * " + paths.formatted("z1")))
        .filteredOn(line -> line.contains("actual rows="))
        .isNotEmpty()
        .allMatch(
            line -> Double.parseDouble(line.replaceAll(".* rows=([\\d.]+) .*", "$1")) < 10_000);
  }

  private void rule(String name, int priority, String conditions) {
    resource(
        "policy_rules",
        "p1",
        "r" + priority,
        "{'type': 'ACCESS_POLICY', 'status': 'ACTIVE', 'name': '%s', 'priority': %d, 'conditions': %s, 'actions': {'appSignOn': {'access': 'ALLOW'}}}"
            .formatted(name, priority, conditions));
  }

  private void event(String ago, String type, String actor, String document) {
    database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
            values ('acme', now() - ?::interval, gen_random_uuid(), ?, ?, ?::jsonb, 'poll')""")
        .params(ago, type, actor, document.replace('\'', '"'))
        .update();
  }

  private void resource(String type, String parent, String id, String document) {
    database
        .sql(
            "insert into store.resource (integration, data_type, parent_id, id, doc) values ('acme', ?, ?, ?, ?::jsonb)")
        .params(type, parent, id, document.replace('\'', '"'))
        .update();
  }

  private List<String> rows(String query) {
    return database.sql(query).query().listOfRows().stream()
        .map(row -> String.join("|", row.values().stream().map(String::valueOf).toList()))
        .toList();
  }
}
