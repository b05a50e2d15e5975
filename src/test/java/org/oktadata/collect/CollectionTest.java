package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RouteController;
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
import org.oktadata.catalogue.CataloguePage;
import org.oktadata.okta.RequestBudget;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.sandbox.SandboxTruth;

/** A sandbox org collected whole, and again after it changed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CollectionTest {

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(220), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    app = AppUnderTest.start(folder, okta, "--okta.home=" + CopiedRoutes.in(folder));
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @Test
  @Order(1)
  void aFullCollectionHoldsExactlyWhatTheOrgHolds() {
    CountDownLatch factorsBegan = new CountDownLatch(1);
    okta.faults().meanwhile("^/api/v1/users/[^/]+/factors", factorsBegan::countDown);
    AtomicBoolean sideBySide = new AtomicBoolean();
    okta.faults()
        .meanwhile(
            "^/api/v1/groups/[^/]+/users", once(() -> sideBySide.set(comes(factorsBegan, 20))));
    JsonNode run = app.collect();
    okta.faults().clear();
    assertThat(sideBySide).as("factors don't wait for the calls of another bucket").isTrue();
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertSame();
    JsonNode plan = app.call("POST", "/api/integrations/acme/plan", null);
    assertThat(plan.path("atLeast").asBoolean(true)).as(plan.toPrettyString()).isFalse();
  }

  @Test
  @Order(2)
  void aRunThatNobodyEndedAfterItsLastDataTypeIsEnded() {
    long run =
        app.count(
            """
            with run as (insert into store.run (integration, mode, trigger) values ('acme', 'delta', 'test') returning id)
            insert into store.run_data_type (run_id, data_type, integration, status)
            select id, 'zones', 'acme', 'SUCCESS' from run returning run_id""");
    assertThat(app.untilEnded(run).path("status").asText()).isEqualTo("SUCCESS");
  }

  @Test
  @Order(2)
  void aRunOfNothingEnds() {
    long run = app.bean(Runs.class).start("acme", RunMode.DELTA, "test", Set.of()).run();
    assertThat(app.untilEnded(run).path("status").asText()).isEqualTo("SUCCESS");
  }

  @Test
  @Order(2)
  void aRunThatIsAskedForHereDoesNotWaitForTheNextHeartbeat() throws Exception {
    RouteController routes = app.bean(CamelContext.class).getRouteController();
    routes.stopRoute("work");
    try {
      JsonNode run = app.collectFor(Duration.ofSeconds(30), "{\"dataTypes\": [\"zones\"]}");
      assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    } finally {
      routes.startRoute("work");
    }
  }

  @Test
  @Order(2)
  void theNewestRunsOfAllIntegrationsAreListedWithWhoWorkedOnThem() {
    long run = app.bean(Runs.class).start("acme", RunMode.DELTA, "test", Set.of()).run();
    app.untilEnded(run);
    JsonNode newest = app.call("GET", "/api/runs?limit=1&status=SUCCESS", null);
    assertThat(newest).hasSize(1);
    assertThat(newest.at("/0/id").asLong()).isEqualTo(run);
    assertThat(newest.at("/0/integration").asText()).isEqualTo("acme");
    assertThat(app.call("GET", "/api/runs?status=RUNNING", null)).isEmpty();
    assertThat(app.call("GET", "/api/runs", null).findValuesAsText("instance")).isNotEmpty();
    assertThat(app.send("GET", "/api/runs?status=DONE", null).statusCode()).isEqualTo(400);
  }

  @Test
  @Order(2)
  void onlyModesThatAPersonMayStartAreTakenAsTheyAreWritten() {
    for (String mode : Set.of("log", "refresh", "FULL", "")) {
      assertThat(
              app.send(
                      "POST", "/api/integrations/acme/collect", "{\"mode\":\"%s\"}".formatted(mode))
                  .body())
          .contains("mode is full, delta or verify, not '" + mode + "'.");
    }
  }

  @Test
  @Order(2)
  void aSecondCollectionOfAnUnchangedOrgWritesNothing() {
    long before = app.count("select count(*) from store.resource_history");
    JsonNode run = app.collect();
    assertThat(run.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(app.count("select count(*) from store.resource_history")).isEqualTo(before);
    run.path("dataTypes")
        .forEach(
            part ->
                assertThat(part.path("changed").asLong())
                    .as(part.path("dataType").asText())
                    .isZero());
  }

  @Test
  @Order(3)
  void whatTheOrgNoLongerHoldsIsMarkedAsDeleted() {
    SandboxTruth truth = okta.org().truth();
    String leaver = truth.users("ACTIVE").iterator().next();
    okta.org().changes().deleteUser(leaver);
    String group =
        truth.groups().stream().filter(g -> !g.equals(truth.everyone())).findFirst().orElseThrow();
    okta.org().changes().deleteGroup(group);
    assertThat(app.collect().path("status").asText()).isEqualTo("SUCCESS");
    assertThat(app.column("select id from okta.users")).doesNotContain(leaver);
    assertSame();
  }

  @Test
  @Order(4)
  void whoIsDeactivatedWhileTheUsersAreReadIsFoundAmongTheDeactivated() {
    String leaver = okta.org().truth().users("ACTIVE").iterator().next();
    CountDownLatch deactivatedAreRead = new CountDownLatch(1);
    okta.faults().meanwhile("^/api/v1/users\\?.*filter=", deactivatedAreRead::countDown);
    okta.faults()
        .meanwhile(
            "^/api/v1/users\\?(?!.*filter=)",
            once(
                () -> {
                  comes(deactivatedAreRead, 1);
                  okta.org().changes().deactivateUser(leaver);
                }));
    JsonNode run = app.collect("{\"dataTypes\":[\"users\"]}");
    okta.faults().clear();
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(app.column("select status from okta.users where id = '" + leaver + "'"))
        .containsExactly("DEPROVISIONED");
  }

  @Test
  @Order(5)
  void aConnectivityTestThatIsStoppedBlamesNobodyAndIsMadeAnew() {
    RequestBudget budget = app.bean(RequestBudget.class);
    app.call(
        "POST",
        "/api/integrations",
        "{\"name\":\"other\",\"issuer\":\"%s\",\"clientId\":\"app\",\"clientSecret\":\"secret\"}"
            .formatted(okta.url()));
    AtomicBoolean stopped = new AtomicBoolean();
    okta.faults()
        .meanwhile(
            manyOfOneBucket(),
            once(
                () -> {
                  Awaitility.await()
                      .atMost(Duration.ofSeconds(5))
                      .until(
                          () -> budget.snapshot("other").stream().anyMatch(b -> b.waiting() > 0));
                  budget.stop("other");
                  stopped.set(true);
                }));
    JsonNode report = app.call("POST", "/api/integrations/other/test", null);
    okta.faults().clear();
    assertThat(stopped).isTrue();
    assertThat(report.path("status").asText()).as(report.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(app.column("select availability::text from store.integration where name = 'other'"))
        .singleElement()
        .asString()
        .doesNotContain("FAILURE");
    app.call("DELETE", "/api/integrations/other", null);
  }

  @Test
  @Order(5)
  void theFirstQueryOfEveryDataTypeRunsAndEveryOtherViewIsInTheCataloguesPage() throws IOException {
    var queries = CataloguePage.queries();
    queries.forEach(
        (name, sql) ->
            assertThatCode(() -> app.database().sql(sql).query().listOfRows())
                .as(name)
                .doesNotThrowAnyException());
    assertThat(
            app.column(
                "select table_name from information_schema.views where table_schema = 'okta'"))
        .filteredOn(name -> !queries.containsKey(name))
        .containsExactlyInAnyOrderElementsOf(CataloguePage.otherViews());
    assertThat(
            app.column(
                """
                select table_name from information_schema.columns where table_schema = 'okta'
                group by 1 having count(*) filter (where column_name in ('integration', 'parent_id', 'id', 'doc', 'changed_at')) = 5"""))
        .containsAll(queries.keySet());
    assertThatCode(
            () ->
                app.database()
                    .sql("select integration, id, doc, changed_at from okta.effective_admins")
                    .query()
                    .listOfRows())
        .doesNotThrowAnyException();
  }

  /** Calls that wait for the first of them, whose answer tells the limit. */
  private static String manyOfOneBucket() {
    return app.bean(Catalogue.class).all().stream()
        .filter(type -> type.bucket().equals("/api/v1") && !type.perParent())
        .map(type -> type.path().split("\\?")[0])
        .collect(Collectors.joining("|", "^(", ")(\\?|$)"));
  }

  private static Runnable once(Runnable happening) {
    AtomicBoolean happened = new AtomicBoolean();
    return () -> {
      if (happened.compareAndSet(false, true)) {
        happening.run();
      }
    };
  }

  private static boolean comes(CountDownLatch latch, int seconds) {
    try {
      return latch.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertSame() {
    assertSame(app, okta.org().truth());
  }

  /** The views hold what the org holds, no more and no less. */
  static void assertSame(AppUnderTest app, SandboxTruth truth) {
    assertThat(app.column("select id from okta.users")).isEqualTo(truth.users());
    assertThat(app.column("select id from okta.groups")).isEqualTo(truth.groups());
    assertThat(
            app.column(
                "select group_id || ' ' || user_id from okta.group_members where not derived"))
        .isEqualTo(
            edges(
                truth.groupMembers().stream()
                    .filter(e -> !e.parent().equals(truth.everyone()))
                    .collect(Collectors.toSet())));
    assertThat(app.column("select id from okta.apps")).isEqualTo(truth.apps());
    assertThat(app.column("select app_id || ' ' || user_id from okta.app_users"))
        .isEqualTo(edges(truth.appUsers()));
    assertThat(app.column("select app_id || ' ' || group_id from okta.app_groups"))
        .isEqualTo(edges(truth.appGroups()));
    assertThat(app.column("select user_id || ' ' || id from okta.factors"))
        .isEqualTo(edges(truth.factors()));
    assertThat(
            app.column(
                "select distinct assignee_type || ' ' || assignee_id || ' ' || label from okta.admin_roles"))
        .isEqualTo(
            truth.adminRoles().stream()
                .map(r -> r.assigneeType() + " " + r.assigneeId() + " " + r.label())
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(app.column("select id from okta.devices")).isEqualTo(truth.devices());
    Set<String> events = app.column("select uuid from okta.events");
    assertThat(truth.events()).containsAll(events);
    // Okta shows 90 days: the oldest events of the org leave that window while the test starts.
    assertThat(events).hasSizeGreaterThanOrEqualTo(truth.events().size() - 3);
  }

  private static Set<String> edges(Set<SandboxTruth.Edge> edges) {
    return edges.stream()
        .map(e -> e.parent() + " " + e.child())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
