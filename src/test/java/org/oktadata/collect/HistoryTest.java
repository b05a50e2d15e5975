package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.CopiedRoutes;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxChanges;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.sandbox.SandboxTruth;

/** What was, what changed, by which event and whose hand: ten changes, each collected by itself. */
class HistoryTest {

  /** A change as {@code okta.changes} tells it: data type, kind, parent, id, event type. */
  private record Change(String name, Set<String> told) {}

  /** A moment between two changes, and what the org held then. */
  private record Moment(String at, Set<String> held, String title) {}

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;
  static String user;
  static List<Change> changes = new ArrayList<>();
  static List<Moment> moments = new ArrayList<>();

  @BeforeAll
  static void changeTheOrgTenTimes() throws IOException {
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(200).withStories(false), 5))
            .register(SandboxClient.withSecret("app", "secret"));
    app = AppUnderTest.start(folder, okta, "--okta.home=" + CopiedRoutes.in(folder));
    app.collect();
    app.untilQuiet();
    SandboxTruth truth = okta.org().truth();
    SandboxChanges org = okta.org().changes();
    Iterator<String> active = truth.users("ACTIVE").iterator();
    active.next();
    user = active.next();
    String leaver = active.next();
    String group = notHolding(truth.groups(), truth.groupMembers(), truth.everyone());
    String portal = notHolding(truth.apps(), truth.appUsers(), "");
    remember();

    org.changeUser(user, Map.of("title", "Auditor"));
    collected("profile", "users changed  " + user + " user.account.update_profile");
    org.addMember(group, user);
    collected(
        "group joined",
        "group_members added %s %s group.user_membership.add".formatted(group, user));
    org.removeMember(group, user);
    collected(
        "group left",
        "group_members removed %s %s group.user_membership.remove".formatted(group, user));
    String factor = org.addFactor(user, "sms");
    collected(
        "factor added", "factors added %s %s user.mfa.factor.activate".formatted(user, factor));
    org.removeFactor(user, factor);
    collected(
        "factor removed",
        "factors removed %s %s user.mfa.factor.deactivate".formatted(user, factor));
    org.assignApp(portal, user);
    collected(
        "app assigned",
        "app_users added %s %s application.user_membership.add".formatted(portal, user));
    org.unassignApp(portal, user);
    collected(
        "app removed",
        "app_users removed %s %s application.user_membership.remove".formatted(portal, user));
    String role = org.grantRole(user, "HELP_DESK_ADMIN");
    collected(
        "role granted",
        "admin_roles added %s %s user.account.privilege.grant".formatted(user, role),
        "role_assignees added  %s user.account.privilege.grant".formatted(user));
    org.revokeRole(user, "HELP_DESK_ADMIN");
    collected(
        "role revoked",
        "admin_roles removed %s %s user.account.privilege.revoke".formatted(user, role),
        "role_assignees removed  %s user.account.privilege.revoke".formatted(user));
    org.deleteUser(leaver);
    collected("user deleted", "users removed  " + leaver + " user.lifecycle");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @Test
  void changesOfOneObjectAreFoundByIndexInsteadOfACopyOfTheStore() {
    assertThat(
            app.column(
                "explain (costs off) select * from okta.changes(now() - interval '1 day', now()) where integration = 'acme' and data_type = 'users' and id = '%s'"
                    .formatted(user)))
        .anyMatch(line -> line.contains("Index Cond") && line.contains("id = '" + user))
        .noneMatch(line -> line.contains("CTE Scan on versions"));
  }

  @Test
  void betweenAnyTwoChangesTheOrgIsAsItWas() {
    assertThat(moments).hasSize(11);
    for (int i = 0; i < moments.size(); i++) {
      Moment moment = moments.get(i);
      String name = i == 0 ? "the beginning" : changes.get(i - 1).name();
      assertThat(asOf(moment.at())).as("after: " + name).isEqualTo(moment.held());
      assertThat(
              app.column(
                  "select coalesce(doc #>> '{profile,title}', '') from okta.as_of('%s') where data_type = 'users' and id = '%s'"
                      .formatted(moment.at(), user)))
          .as("title after: " + name)
          .containsExactly(moment.title());
    }
    assertThat(moments.get(0).held()).isNotEqualTo(moments.get(10).held());
  }

  @Test
  void everyonesMembersAreThereAsOfAnyDay() {
    String members = "select integration || ' ' || parent_id || ' ' || id from ";
    assertThat(
            app.column(
                members
                    + "okta.as_of('%s') where data_type = 'group_members'"
                        .formatted(moments.get(10).at())))
        .isEqualTo(app.column(members + "okta.group_members"));
    String everyone = okta.org().truth().everyone();
    String count =
        "select count(*) from okta.as_of('%s') where data_type = 'group_members' and parent_id = '"
            + everyone
            + "'";
    assertThat(app.count(count.formatted(moments.get(0).at())))
        .as("the leaver, too")
        .isEqualTo(app.count(count.formatted(moments.get(10).at())) + 1);
  }

  @Test
  void freshnessSaysWhatIsReadSinceWhenAndHowMany() {
    String rows =
        "select concat_ws(' ', collected, status, rows = (select count(*) from store.resource r where r.data_type = f.data_type"
            + " and r.first_seen <= '%1$s'), last_read_at > last_complete_at, history_from < '%1$s') from okta.freshness f where data_type = '%2$s'";
    String start = moments.get(0).at();
    assertThat(app.column(rows.formatted(start, "users"))).containsExactly("t SUCCESS t f t");
    assertThat(app.column(rows.formatted(start, "app_grants"))).containsExactly("f");
    assertThat(
            app.column(
                """
                select concat_ws(' ', collected, last_complete_at > '%s', history_from between now() - interval '91 days' and now() - interval '89 days')
                from okta.freshness where data_type = 'events'"""
                    .formatted(start)))
        .containsExactly("t t t");
    assertThat(app.count("select count(*) from okta.freshness"))
        .isEqualTo(app.bean(Catalogue.class).all().size());
  }

  @Test
  void whatTheFirstCollectionFetchedIsNeitherAddedNorLate() {
    assertThat(
            app.column(
                "select distinct change from okta.changes('-infinity', '%s') where change <> 'changed'"
                    .formatted(moments.get(0).at())))
        .containsExactly("first read");
    assertThat(
            app.count(
                "select count(*) from okta.events where received_at > published + interval '1 hour'"))
        .isPositive();
    assertThat(app.count("select count(*) from okta.events where late")).isZero();
  }

  @Test
  void eachChangeIsToldWithItsEventAndActor() {
    for (int i = 0; i < changes.size(); i++) {
      Set<String> told = told(moments.get(i).at(), moments.get(i + 1).at());
      if (changes.get(i).name().equals("user deleted")) {
        assertThat(told).as("what hung on the user goes too").hasSizeGreaterThan(1);
        told.removeIf(line -> !line.startsWith("users "));
      }
      assertThat(told).as(changes.get(i).name()).isEqualTo(changes.get(i).told());
    }
    assertThat(
            app.column(
                "select distinct actor_login from okta.changes('%s', '%s') where id = '%s'"
                    .formatted(moments.get(0).at(), moments.get(10).at(), user)))
        .as("the administrator who did it")
        .hasSize(1)
        .doesNotContainNull();
  }

  @Test
  void anUnchangedCollectionWritesNoRow() {
    app.collect();
    Set<String> rows = versions();
    long past = app.count("select count(*) from store.resource_history");
    JsonNode run = app.collect();
    assertThat(run.path("status").asText()).isEqualTo("SUCCESS");
    for (JsonNode part : run.path("dataTypes")) {
      assertThat(part.path("changed").asLong() + part.path("deleted").asLong())
          .as(part.toString())
          .isZero();
    }
    assertThat(versions()).isEqualTo(rows).hasSizeGreaterThan(500);
    assertThat(app.count("select count(*) from store.resource_history")).isEqualTo(past);
  }

  private static void collected(String name, String... told) {
    JsonNode run = app.collect("{\"mode\":\"delta\"}");
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    changes.add(new Change(name, new TreeSet<>(Set.of(told))));
    remember();
  }

  private static void remember() {
    String now = app.database().sql("select clock_timestamp()::text").query(String.class).single();
    SandboxTruth truth = okta.org().truth();
    Set<String> held = new TreeSet<>();
    truth.users().forEach(id -> held.add("users  " + id));
    add(held, "group_members", truth.groupMembers());
    add(held, "factors", truth.factors());
    add(held, "app_users", truth.appUsers());
    truth.adminRoles().stream()
        .filter(role -> role.assigneeType().equals("USER"))
        .forEach(role -> held.add("admin_roles " + role.assigneeId() + " " + role.label()));
    moments.add(new Moment(now, held, title()));
  }

  private static String title() {
    return app.column(
            "select coalesce(doc #>> '{profile,title}', '') from okta.users where id = '%s'"
                .formatted(user))
        .iterator()
        .next();
  }

  private static void add(Set<String> held, String dataType, Set<SandboxTruth.Edge> edges) {
    edges.forEach(edge -> held.add(dataType + " " + edge.parent() + " " + edge.child()));
  }

  private static Set<String> asOf(String moment) {
    return app.column(
        """
        select data_type || ' ' || parent_id || ' ' || case data_type when 'admin_roles' then doc ->> 'label' else id end
        from okta.as_of('%s') x
        where (parent_id not in (select id from okta.groups where type = 'BUILT_IN') or data_type <> 'group_members') and data_type in ('users', 'group_members', 'factors', 'app_users', 'admin_roles')"""
            .formatted(moment));
  }

  /**
   * But for the groups' own documents, which count their members. A deletion is two events of the
   * same moment: deactivated and deleted.
   */
  private static Set<String> told(String after, String until) {
    return app.column(
        """
        select concat_ws(' ', c.data_type, c.change, c.parent_id, c.id,
               coalesce(case when c.data_type = 'users' and c.change = 'removed'
                             then substring(e.event_type from '^user.lifecycle') else e.event_type end, 'no event'))
        from okta.changes('%s', '%s') c left join okta.events e on e.uuid = c.cause_event
        where c.data_type <> 'groups'"""
            .formatted(after, until));
  }

  private static Set<String> versions() {
    return app.column(
        "select data_type || ' ' || parent_id || ' ' || id || ' ' || xmin::text || ' ' || ctid::text from store.resource");
  }

  private static String notHolding(
      Set<String> parents, Set<SandboxTruth.Edge> edges, String other) {
    Set<String> left = new TreeSet<>(parents);
    left.remove(other);
    edges.stream().filter(edge -> edge.child().equals(user)).forEach(e -> left.remove(e.parent()));
    return left.iterator().next();
  }
}
