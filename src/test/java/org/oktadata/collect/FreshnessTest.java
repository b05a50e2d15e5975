package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.CopiedRoutes;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.events.StreamHealth;
import org.oktadata.instances.Fleet;
import org.oktadata.integrations.OktaSettings;
import org.oktadata.integrations.ScheduleSettings;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxEvent;
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.sandbox.SandboxTruth;

/** Staying current at a cost that follows what changed: deltas, events, history. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FreshnessTest {

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(120).withStories(false), 11))
            .register(SandboxClient.withSecret("app", "secret"));
    app = AppUnderTest.start(folder, okta, "--okta.home=" + CopiedRoutes.in(folder));
    app.collect();
    app.untilQuiet();
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @Test
  @Order(1)
  void aDeltaBringsEveryChangeWithAFewCalls() {
    SandboxTruth truth = okta.org().truth();
    Iterator<String> active = truth.users("ACTIVE").iterator();
    String changed = active.next();
    String factor = active.next();
    String member = active.next();
    String assigned = active.next();
    String admin = active.next();
    String purged = active.next();
    String deactivated = active.next();
    String group =
        truth.groups().stream().filter(g -> !g.equals(truth.everyone())).findFirst().orElseThrow();
    okta.org().changes().changeUser(changed, Map.of("department", "Audit"));
    okta.org().changes().addFactor(factor, "sms");
    okta.org().changes().addMember(group, member);
    okta.org().changes().assignApp(truth.apps().iterator().next(), assigned);
    okta.org().changes().grantRole(admin, "HELP_DESK_ADMIN");
    okta.org().changes().deleteUser(purged);
    okta.org().changes().deactivateUser(deactivated);

    okta.statistics().reset();
    JsonNode run = app.collect("{\"mode\":\"delta\"}");

    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(okta.statistics().calls()).isLessThan(40);
    CollectionTest.assertSame(app, okta.org().truth());
    assertThat(app.column("select user_id from okta.role_assignees")).contains(admin);
    assertThat(
            app.column(
                "select doc #>> '{profile,department}' from okta.users where id = '"
                    + changed
                    + "'"))
        .containsExactly("Audit");
  }

  @Test
  @Order(2)
  void whatAnEventNamesIsReadAgainWithinSeconds() {
    SandboxTruth truth = okta.org().truth();
    String user = truth.users("ACTIVE").iterator().next();
    long before = app.count("select count(*) from okta.factors where user_id = '" + user + "'");
    okta.org().changes().addFactor(user, "sms");
    okta.org().changes().addFactor(user, "email");
    okta.statistics().reset();
    app.bean(Runs.class).start("acme", RunMode.LOG, "test", List.of("events"));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(
                        app.count(
                            "select count(*) from okta.factors where user_id = '" + user + "'"))
                    .isEqualTo(before + 2));
    assertThat(okta.statistics().calls("/api/v1/users/{}/factors")).isEqualTo(1);
  }

  @Test
  @Order(2)
  void aLogThatGrowsFasterThanItIsReadStillEndsAPull() {
    Set<String> written = ConcurrentHashMap.newKeySet();
    okta.faults()
        .meanwhile(
            "/api/v1/logs",
            () -> {
              String uuid = "growing-" + written.size();
              okta.org().changes().appendEvent(SandboxEvent.of("zone.update").uuid(uuid));
              written.add(uuid);
            });
    JsonNode run = app.collectFor(Duration.ofMinutes(1), "{\"dataTypes\":[\"events\"]}");
    okta.faults().clear();
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    app.collect("{\"dataTypes\":[\"events\"]}");
    assertThat(app.column("select uuid from okta.events"))
        .as("what came later is read by the next pull")
        .containsAll(written);
    app.untilQuiet();
  }

  @Test
  @Order(2)
  void anInstanceThatStandsStillWhileItGathersHoldsNobodyUp() throws Exception {
    try (Connection other = app.bean(DataSource.class).getConnection()) {
      other.setAutoCommit(false);
      other.createStatement().execute("select from store.reader where name = 'refresh' for update");
      CompletableFuture.runAsync(app.bean(Refreshes.class)::gather).get(10, TimeUnit.SECONDS);
      assertThat(app.column("show idle_in_transaction_session_timeout"))
          .as("then the database ends its transaction")
          .containsExactly("30s");
      other.rollback();
    }
  }

  @Test
  @Order(3)
  void aBurstOfAThousandEventsCostsOneCallAPerson() {
    List<String> people = okta.org().truth().users("ACTIVE").stream().limit(50).toList();
    long before = app.count("select count(*) from okta.factors");
    people.forEach(person -> okta.org().changes().addFactor(person, "question"));
    StringBuilder events = new StringBuilder("[");
    for (int i = 0; i < 1_000; i++) {
      events.append(i == 0 ? "" : ",").append(factorEvent(i, people.get(i % people.size())));
    }
    okta.statistics().reset();
    store(events.append("]").toString());
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(app.count("select count(*) from okta.factors"))
                    .isEqualTo(before + people.size()));
    app.untilQuiet();
    assertThat(okta.statistics().calls("/api/v1/users/{}/factors")).isLessThanOrEqualTo(50);
    assertThat(okta.statistics().calls())
        .as("a token may be among them")
        .isLessThanOrEqualTo(50 + 1);
    app.database().sql("delete from store.event where uuid like 'burst-%'").update();
  }

  /** As the stream's intake does. */
  private static void store(String page) {
    app.database()
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
            select 'acme', now(), e ->> 'uuid', e ->> 'eventType', e #>> '{actor,id}', e, 'eventbridge'
            from jsonb_array_elements(:page::jsonb) e""")
        .param("page", page)
        .update();
  }

  @Test
  @Order(3)
  void aFactorAMembershipAndARoleAreSeenSoonWithOneCallEach() {
    SandboxTruth truth = okta.org().truth();
    Iterator<String> active = truth.users("ACTIVE").iterator();
    active.next();
    String person = active.next();
    String group =
        truth.groups().stream()
            .filter(
                g ->
                    !g.equals(truth.everyone())
                        && !truth.groupMembers().contains(new SandboxTruth.Edge(g, person)))
            .findFirst()
            .orElseThrow();
    okta.org().changes().addFactor(person, "web");
    okta.org().changes().addMember(group, person);
    okta.org().changes().grantRole(person, "REPORT_ADMIN");
    okta.statistics().reset();
    store(
        """
        [{"uuid":"soon-1","eventType":"user.mfa.factor.activate","target":[{"id":"%1$s","type":"User"}]},
         {"uuid":"soon-2","eventType":"group.user_membership.add",
          "target":[{"id":"%1$s","type":"User"},{"id":"%2$s","type":"UserGroup"}]},
         {"uuid":"soon-3","eventType":"user.account.privilege.grant","target":[{"id":"%1$s","type":"User"}]}]"""
            .formatted(person, group));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                app.count(
                        """
                        select (select count(*) from okta.factors where user_id = '%1$s' and factor_type = 'web')
                             + (select count(*) from okta.group_members where group_id = '%2$s' and user_id = '%1$s')
                             + (select count(*) from okta.admin_roles where assignee_id = '%1$s' and role_type = 'REPORT_ADMIN')"""
                            .formatted(person, group))
                    == 3);
    app.untilQuiet();
    assertThat(okta.statistics().calls("/api/v1/users/{}/factors")).isEqualTo(1);
    assertThat(okta.statistics().calls("/api/v1/groups/{}/users")).isEqualTo(1);
    assertThat(okta.statistics().calls("/api/v1/users/{}/roles")).isEqualTo(1);
    assertThat(okta.statistics().calls())
        .as("besides these the list of who has a role, and perhaps a token")
        .isBetween(4L, 5L);
    app.database().sql("delete from store.event where uuid like 'soon-%'").update();
  }

  /** A deactivation takes factors away, and may be over before the next delta sees it. */
  @Test
  @Order(3)
  void whoIsActivatedAgainHasTheFactorsThatThereAreNow() {
    String person =
        app.column("select id from okta.users where status = 'ACTIVE'").iterator().next();
    okta.org().changes().addFactor(person, "web");
    okta.statistics().reset();
    store(
        "[{\"uuid\":\"again-1\",\"eventType\":\"user.lifecycle.activate\",\"target\":[{\"id\":\"%s\",\"type\":\"User\"}]}]"
            .formatted(person));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                app.count(
                        "select count(*) from okta.factors where user_id = '%s' and factor_type = 'web'"
                            .formatted(person))
                    == 1);
    app.untilQuiet();
    assertThat(okta.statistics().calls("/api/v1/users/{}/factors")).isEqualTo(1);
    app.database().sql("delete from store.event where uuid = 'again-1'").update();
  }

  @Test
  @Order(3)
  void aDeviceThatIsReadAloneKeepsTheUsersThatOnlyItsListShows() {
    String users = "select device_id || ' ' || user_id from okta.device_users";
    Set<String> before = app.column(users);
    String device = before.iterator().next().split(" ")[0];
    okta.statistics().reset();
    store(
        "[{\"uuid\":\"alone-1\",\"eventType\":\"device.lifecycle.suspend\",\"target\":[{\"id\":\"%s\",\"type\":\"Device\"}]}]"
            .formatted(device));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> okta.statistics().calls("/api/v1/devices/{}") == 1);
    app.untilQuiet();
    assertThat(app.column(users)).isEqualTo(before);
    app.database().sql("delete from store.event where uuid = 'alone-1'").update();
  }

  private static String factorEvent(int number, String person) {
    return """
        {"uuid":"burst-%d","eventType":"user.mfa.factor.deactivate","actor":{"id":"%2$s","type":"User"},\
        "outcome":{"result":"SUCCESS"},"target":[{"id":"%2$s","type":"User"}]}"""
        .formatted(number, person);
  }

  @Test
  @Order(4)
  void whatAnAdministratorHadGoesWithHim() {
    app.untilQuiet();
    String admin = List.copyOf(okta.org().truth().users("ACTIVE")).get(7);
    String role = okta.org().changes().grantRole(admin, "APP_ADMIN");
    app.bean(Runs.class).start("acme", RunMode.LOG, "test", List.of("events"));
    String roles = "select count(*) from okta.effective_admins where user_id = '" + admin + "'";
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> app.count(roles) == 1);
    app.untilQuiet();
    app.database()
        .sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            values ('acme', 'user_role_targets', ?, 'target', '{}'), ('acme', 'user_role_targets', ?, 'target', '{}')""")
        .params(admin + "/" + role, "another/" + role)
        .update();
    okta.org().changes().deleteUser(admin);
    app.bean(Runs.class).start("acme", RunMode.LOG, "test", List.of("events"));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> app.count("select count(*) from okta.users where id = '" + admin + "'") == 0);
    app.untilQuiet();
    assertThat(app.count(roles)).isZero();
    assertThat(app.column("select parent_id from okta.user_role_targets where id = 'target'"))
        .as("what hangs on his roles went, too, and nobody else's")
        .containsExactly("another/" + role);
    app.database().sql("delete from store.resource where id = 'target'").update();
  }

  @Test
  @Order(4)
  void historySaysWhoHadWhatAndWhichEventChangedIt() {
    assertThat(
            app.column(
                """
                select distinct e.event_type from okta.changes(now() - interval '1 hour', now()) c
                join okta.events e on e.uuid = c.cause_event where c.data_type = 'factors'"""))
        .contains("user.mfa.factor.activate");
    long now = app.count("select count(*) from okta.as_of(now()) where data_type = 'users'");
    assertThat(now).isEqualTo(app.count("select count(*) from okta.users"));
    assertThat(app.count("select count(*) from okta.as_of(now() - interval '1 day')")).isZero();
  }

  @Test
  @Order(5)
  void aCollectionOfEverythingFindsNothingMore() {
    JsonNode run = app.collect();
    assertThat(run.path("status").asText()).isEqualTo("SUCCESS");
    CollectionTest.assertSame(app, okta.org().truth());
  }

  @Test
  @Order(6)
  void whatEventsTouchedIsReadLaterIfItCannotBeReadNow() {
    app.untilQuiet();
    Iterator<String> active = okta.org().truth().users("ACTIVE").iterator();
    String user = active.next();
    String other = active.next();
    String factors = "select count(*) from okta.factors where user_id = '" + user + "'";
    long before = app.count(factors);
    long ofTheOther = app.count(factors.replace(user, other));
    okta.faults().next(1_000, "/users/" + user + "/factors", Fault.FORBIDDEN);
    okta.org().changes().addFactor(user, "email");
    okta.org().changes().addFactor(other, "email");
    app.bean(Runs.class).start("acme", RunMode.LOG, "test", List.of("events"));
    String refreshes =
        "select count(*) from store.run where mode = 'refresh' and status in ('FAILURE', 'PARTIAL_SUCCESS')";
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> app.count(refreshes) > 0);
    Awaitility.await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(20))
        .until(() -> app.count(refreshes) < 3);
    assertThat(app.column("select object_id from store.refresh")).containsExactly(user);
    assertThat(app.count(factors.replace(user, other)))
        .as("what can be read doesn't wait for it")
        .isEqualTo(ofTheOther + 1);
    okta.faults().clear();
    app.untilQuiet();
    assertThat(app.count(factors)).isEqualTo(before + 1);
  }

  @Test
  @Order(7)
  void aLogThatCannotBeReadIsAskedForOnceAnInterval() {
    ScheduleSettings everyHour =
        new ScheduleSettings(Duration.ZERO, Duration.ZERO, Duration.ofHours(1), Duration.ZERO);
    Schedule schedule =
        new Schedule(
            app.database(),
            app.bean(Catalogue.class),
            app.bean(Runs.class),
            app.bean(Verifications.class),
            everyHour,
            app.bean(OktaSettings.class),
            app.bean(Fleet.class),
            app.bean(StreamHealth.class));
    okta.faults().next(1_000, "/logs", Fault.FORBIDDEN);
    app.database().sql("update store.cursor set changed_at = now() - interval '2 hours'").update();
    for (int beat = 0; beat < 3; beat++) {
      schedule.startWhatIsDue();
      app.untilQuiet();
    }
    okta.faults().clear();
    assertThat(
            app.count("select count(*) from store.run where mode = 'log' and status = 'FAILURE'"))
        .isEqualTo(1);
  }

  @Test
  @Order(8)
  void theLogIsReadOnAtAnotherAddressOfTheOrg() {
    String body =
        """
        {"name": "moved", "issuer": "%s", "clientId": "app", "clientSecret": "secret", "dataTypes": ["events"]}""";
    assertThat(app.send("POST", "/api/integrations", body.formatted(okta.url())).statusCode())
        .isEqualTo(201);
    app.bean(Runs.class).start("moved", RunMode.FULL, "test", List.of("events"));
    app.untilQuiet();
    long before = app.count("select count(*) from okta.events where integration = 'moved'");
    String elsewhere = okta.url().replace("127.0.0.1", "localhost");
    assertThat(elsewhere).isNotEqualTo(okta.url());
    assertThat(app.send("PUT", "/api/integrations/moved", body.formatted(elsewhere)).statusCode())
        .isEqualTo(200);
    okta.org().changes().addFactor(okta.org().truth().users("ACTIVE").iterator().next(), "sms");
    app.bean(Runs.class).start("moved", RunMode.LOG, "test", List.of("events"));
    app.untilQuiet();
    assertThat(app.count("select count(*) from okta.events where integration = 'moved'"))
        .isGreaterThan(before);
    assertThat(
            app.count(
                "select count(*) from store.run where integration = 'moved' and status <> 'SUCCESS'"))
        .isZero();
  }
}
