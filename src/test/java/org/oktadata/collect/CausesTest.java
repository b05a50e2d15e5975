package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.store.NewEvents;

/**
 * Which event a change is said to follow from, where a list is read once for several: one that
 * names the row, or none.
 */
class CausesTest {

  @TempDir Path folder;

  private PlannedOrg org;
  private long run;

  @BeforeEach
  void anOrgThatWasCollected() throws IOException {
    org =
        new PlannedOrg(
            folder,
            """
            users: {path: "/api/v1/users", bucket: b, scope: okta.users.read, role: r, events: ["user.lifecycle.*"], target: User, single: "/api/v1/users/{id}"}
            groups: {path: "/api/v1/groups", bucket: b, scope: okta.groups.read, role: r}
            apps: {path: "/api/v1/apps", bucket: b, scope: okta.apps.read, role: r}
            zones: {path: "/api/v1/zones", bucket: b, scope: okta.zones.read, role: r, events: ["zone.*"]}
            policies: {path: "/api/v1/policies", bucket: b, scope: okta.policies.read, role: r}
            policy_rules: {path: "/api/v1/policies/{id}/rules", parent: policies, bucket: b, scope: okta.policies.read, role: r, events: ["policy.rule.*"], target: PolicyEntity}
            group_members: {path: "/api/v1/groups/{id}/users", parent: groups, refers: users, bucket: b, scope: okta.groups.read, role: r, events: ["group.user_membership.*"], target: UserGroup}
            app_users: {path: "/api/v1/apps/{id}/users", parent: apps, refers: users, bucket: b, scope: okta.apps.read, role: r, events: ["application.user_membership.*"], target: AppInstance, child: User, single: "/api/v1/apps/{id}/users/{child}"}
            factors: {path: "/api/v1/users/{id}/factors", parent: users, bucket: b, scope: okta.users.read, role: r, events: ["user.mfa.factor.*"], target: User}
            """);
    long full = run("full", "2 hours");
    org.catalogue.all().forEach(type -> begun(full, type.name(), "2 hours"));
    org.database.sql("update store.run_data_type set finished_at = started_at").update();
    for (String parent : List.of("groups g1", "apps a1", "users u1", "policies p1")) {
      org.database
          .sql(
              "insert into store.resource (integration, data_type, id, doc) values ('acme', ?, ?, '{}')")
          .params(List.of(parent.split(" ")))
          .update();
    }
    told();
  }

  @Test
  void ofABurstEachMemberIsExplainedByTheEventThatNamesThem() {
    happened("ada", "group.user_membership.add", "User mallory", "UserGroup g1");
    happened("hr-import", "group.user_membership.add", "User bob", "UserGroup g1");
    read("group_members");
    page("group_members", "g1", "", member("mallory"), member("bob"), member("carol"));
    assertThat(told())
        .containsExactly("added bob hr-import", "added carol null", "added mallory ada");

    happened("eve", "group.user_membership.remove", "User mallory", "UserGroup g1");
    happened("hr-import", "group.user_membership.add", "User dave", "UserGroup g1");
    read("group_members");
    page("group_members", "g1", "", member("bob"), member("dave"));
    assertThat(told())
        .containsExactly("added dave hr-import", "removed carol null", "removed mallory eve");
  }

  @Test
  void soIsWhatAListOfSeveralPagesNoLongerHolds() {
    page("group_members", "g1", "", member("mallory"), member("bob"), member("carol"));
    told();
    happened("eve", "group.user_membership.remove", "User mallory", "UserGroup g1");
    read("group_members");
    page("group_members", "g1", "/2", member("bob"));
    org.database
        .sql("select store.close_list(?, 'acme', 'group_members', 'g1', 'g1')")
        .param(run)
        .query()
        .singleRow();
    assertThat(told()).containsExactly("removed carol null", "removed mallory eve");
  }

  @Test
  void aRowThatCouldBeReadAloneIsExplainedByItsOwnEventInItsListToo() {
    happened("ada", "application.user_membership.add", "AppInstance a1", "User mallory");
    happened("bot", "application.user_membership.add", "AppInstance a1", "User bob");
    happened("bot", "application.user_membership.add", "AppInstance a1", "User carol");
    read("app_users");
    page("app_users", "a1", "", member("mallory"), member("bob"), member("dave"));
    assertThat(told()).containsExactly("added bob bot", "added dave null", "added mallory ada");
  }

  @Test
  void anEventThatNamesNoRowExplainsItsListIfItIsTheOnlyOne() {
    page(
        "factors", "u1", "", "{\"id\": \"push\", \"lastVerified\": \"1\", \"lastUpdated\": \"1\"}");
    told();
    happened("help-desk", "user.mfa.factor.activate", "User u1");
    read("factors");
    page(
        "factors",
        "u1",
        "",
        "{\"id\": \"push\", \"lastVerified\": \"2\", \"lastUpdated\": \"1\"}",
        "{\"id\": \"sms\", \"lastUpdated\": \"2\"}");
    assertThat(told())
        .as("a sign-in that a factor shows is nobody's change of it")
        .containsExactly("added sms help-desk", "changed push null");

    happened("help-desk", "user.mfa.factor.deactivate", "User u1");
    happened("u1", "user.mfa.factor.activate", "User u1");
    read("factors");
    page("factors", "u1", "", "{\"id\": \"sms\", \"lastUpdated\": \"2\"}", "{\"id\": \"totp\"}");
    assertThat(told()).containsExactly("added totp null", "removed push null");
  }

  @Test
  void anEventThatNamesARowExplainsNoOther() {
    page("policy_rules", "p1", "", "{\"id\": \"r1\"}", "{\"id\": \"r2\", \"lastUpdated\": \"1\"}");
    told();
    happened("ada", "policy.rule.delete", "PolicyEntity p1", "PolicyRule r1");
    read("policy_rules");
    page("policy_rules", "p1", "", "{\"id\": \"r2\", \"lastUpdated\": \"2\"}");
    assertThat(told()).containsExactly("changed r2 null", "removed r1 ada");
  }

  @Test
  void aListThatIsReadWholeForAnEventKnowsWhomItNamed() {
    happened("ada", "zone.create", "NetworkZone z1");
    happened("bob", "zone.delete", "NetworkZone z2");
    read("zones");
    page("zones", "", "", "{\"id\": \"z1\"}", "{\"id\": \"z3\"}");
    assertThat(told()).containsExactly("added z1 ada", "added z3 null");
  }

  @Test
  void whatWasReadIsForgottenWithWhatWasNamed() {
    happened("ada", "group.user_membership.add", "User mallory", "UserGroup g1");
    read("group_members");
    org.database.sql("update store.run_data_type set status = 'SUCCESS'").update();
    org.under(
        "0s",
        "0s",
        "0s",
        beans ->
            beans
                .getBean(Refreshes.class)
                .done(new Pull(run, "acme", "group_members", RunMode.REFRESH, 0)));
    assertThat(org.database.sql("select count(*) from store.named").query(Long.class).single())
        .isZero();
  }

  /** An event of this actor, who is called like it. */
  private void happened(String actor, String type, String... targets) {
    List<String> named = new ArrayList<>();
    for (String target : targets) {
      String[] part = target.split(" ");
      named.add("{\"type\": \"%s\", \"id\": \"%s\"}".formatted(part[0], part[1]));
    }
    org.database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
            values ('acme', clock_timestamp(), gen_random_uuid()::text, ?, ?, jsonb_build_object('target', ?::jsonb), 'poll')""")
        .params(type, actor, named.toString())
        .update();
  }

  /** Gathers what events touched, and plans to read it again. */
  private void read(String type) {
    NewEvents.untilNoneIsHeldBack(org.database);
    org.under("0s", "0s", "0s", beans -> beans.getBean(Refreshes.class).gather());
    run = run("refresh", "0 seconds");
    begun(run, type, "0 seconds");
    org.database.sql("update store.refresh set run_id = ?").param(run).update();
    new Planner(org.database)
        .plan(
            new Pull(run, "acme", type, RunMode.REFRESH, 0),
            org.catalogue.get(type),
            Instant.now());
  }

  private static String member(String id) {
    return "{\"id\": \"%s\"}".formatted(id);
  }

  /** Stores a page of a list. */
  private void page(String type, String parent, String next, String... documents) {
    StringBuilder page = new StringBuilder("[");
    List<Integer> starts = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (String document : documents) {
      starts.add(page.length() + 1);
      lengths.add(document.length());
      ids.add(document.replaceAll("^\\{\"id\": \"(\\w+)\".*", "$1"));
      page.append(document).append(',');
    }
    org.database
        .sql(
            """
            select * from store.store_page(:page, 'acme', :type, :run, :parent, :parent, :ids, :starts, :lengths, '', '', :next, 0)""")
        .param("page", page.toString().getBytes(StandardCharsets.UTF_8))
        .param("type", type)
        .param("run", run)
        .param("parent", parent)
        .param("ids", array(ids))
        .param("starts", array(starts))
        .param("lengths", array(lengths))
        .param("next", next)
        .query()
        .listOfRows();
  }

  private static String array(List<?> values) {
    return values.toString().replace('[', '{').replace(']', '}');
  }

  /** What changed since this was asked last, and who did it; what was to be read again has been. */
  private List<String> told() {
    List<String> changes =
        org.database
            .sql(
                """
                select concat_ws(' ', change, id, coalesce(actor_id, 'null')) from okta.changes('-infinity', 'infinity')
                where at > coalesce((select max(at) from store.audit), '-infinity') order by 1""")
            .query(String.class)
            .list();
    org.database
        .sql(
            "insert into store.audit (at, actor, action) values (clock_timestamp(), 'test', 'asked')")
        .update();
    org.database.sql("delete from store.refresh").update();
    return changes;
  }

  private long run(String mode, String ago) {
    return org.database
        .sql(
            """
            insert into store.run (integration, mode, trigger, status, started_at)
            values ('acme', ?, 'test', 'SUCCESS', now() - ?::interval) returning id""")
        .params(mode, ago)
        .query(Long.class)
        .single();
  }

  private void begun(long of, String type, String ago) {
    org.database
        .sql(
            """
            insert into store.run_data_type (run_id, data_type, integration, status, started_at)
            values (?, ?, 'acme', 'SUCCESS', now() - ?::interval)""")
        .params(of, type, ago)
        .update();
  }
}
