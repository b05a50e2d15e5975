package org.oktadata.instances;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.SmallHome;
import org.oktadata.collect.WholeOrg;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxLimits;
import org.oktadata.sandbox.SandboxOptions;

/** Three instances on one database; one is killed, one is frozen until it has lost its leases. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralInstancesTest {

  private static final int ORGS = 6;

  @TempDir static Path folder;
  static Path home;
  static SharedDatabase database;
  static SandboxOrgs orgs;
  static List<InstanceProcess> instances = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    home = SmallHome.in(folder, WholeOrg.DATA_TYPES);
    database = SharedDatabase.start(folder.resolve("database"));
    orgs =
        new SandboxOrgs(
            ORGS,
            OrgSize.ofUsers(80).withEvents(200),
            SandboxOptions.standard()
                .withLimits(SandboxLimits.workforce(1).every(Duration.ofSeconds(10)))
                .withLatency(Duration.ofMillis(250)));
    for (String name : List.of("one", "two", "three")) {
      instances.add(InstanceProcess.start(name, folder, arguments()));
      if (name.equals("one")) {
        // The first one makes the tables; the others would only wait for it.
        instances.get(0).ready();
      }
    }
    for (InstanceProcess instance : instances) {
      instance.ready();
    }
  }

  private static List<String> arguments() {
    List<String> arguments = new ArrayList<>(database.arguments());
    arguments.addAll(orgs.arguments());
    arguments.addAll(
        List.of(
            "--okta.data-key=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
            "--okta.home=" + home,
            "--okta.instance.lease=8s",
            "--okta.schedule.full=1h",
            "--okta.schedule.log=0"));
    return arguments;
  }

  @AfterAll
  static void stop() throws Exception {
    for (InstanceProcess instance : instances) {
      instance.thaw();
      instance.close();
    }
    orgs.close();
    database.close();
  }

  @Test
  @Order(1)
  void aTestOfAConnectionIsMadeByWhoeverIsAskedWhereNobodyOwnsTheBudget() {
    for (InstanceProcess instance : instances) {
      assertThat(
              instance.call("POST", "/api/integrations/org-1/test", null).path("status").asText())
          .as(instance.name())
          .isEqualTo("SUCCESS");
    }
  }

  @Test
  @Order(2)
  void eachOrgIsCollectedOnceAlthoughOneInstanceIsKilledAndOneFrozen() throws Exception {
    collectAll();
    CompletableFuture<JsonNode> tested =
        CompletableFuture.supplyAsync(
            () -> instances.get(2).call("POST", "/api/integrations/org-1/test", null));
    Awaitility.await("all three are at work")
        .atMost(Duration.ofMinutes(2))
        .until(() -> atWork() == 3);
    assertThat(tested.join().path("pipeline").asText())
        .as("a test is made by the owner")
        .isEqualTo("idx");
    instances.get(1).kill();
    instances.get(2).freeze();
    Awaitility.await("the first one has all that is left to do")
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(underWay())
                    .as(SeveralInstancesTest::openTransactions)
                    .matches("(one )*"));
    assertThat(instances.get(0).log())
        .contains(": taken over from instance two-", ": taken over from instance three-");
    Awaitility.await("the detections, too; a transaction that was open is ended after 30 s")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                database.count(
                        "select count(*) from store.follower where owner like 'one-%' and owner_until > now()")
                    == 1);
    instances.get(2).thaw();
    Awaitility.await("all are done")
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> database.count("select count(*) from store.run where status = 'RUNNING'") == 0);
    assertThat(database.client().sql("select status from store.run").query(String.class).list())
        .hasSize(ORGS)
        .containsOnly("SUCCESS");
    for (int i = 0; i < ORGS; i++) {
      new WholeOrg(database.client(), orgs.name(i), orgs.get(i).org()).isCollected();
    }
    assertThat(orgs.tooManyRequests()).isZero();
    String by =
        instances
            .get(0)
            .call("GET", "/api/integrations/org-1/runs", null)
            .path(0)
            .path("instance")
            .asText();
    assertThat(by).matches("(one|two|three)-[0-9a-f]{6}");
  }

  @Test
  @Order(3)
  void aRemovalAtOneInstanceEndsTheRunOfAnother() {
    long whole = orgs.get(0).statistics().calls();
    instances.get(0).call("POST", "/api/integrations", added("extra"));
    instances.get(0).call("POST", "/api/integrations/extra/collect", "{}");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                database.count("select count(*) from store.resource where integration = 'extra'")
                    > 0);
    String owner =
        database
            .client()
            .sql("select owner from store.lease where integration = 'extra'")
            .query(String.class)
            .single();
    InstanceProcess other = instances.get(owner.startsWith("one") ? 2 : 0);
    assertThat(other.send("DELETE", "/api/integrations/extra", null).statusCode())
        .isBetween(202, 204);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                database.count("select count(*) from store.integration where name = 'extra'") == 0);
    long erased = orgs.get(0).statistics().calls();
    AtomicLong calls = new AtomicLong();
    Awaitility.await("each of its pulls has made the call it was at, and then no more")
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              long now = orgs.get(0).statistics().calls();
              return calls.getAndSet(now) == now;
            });
    assertThat(calls.get() - erased).as("calls that may be in flight").isLessThanOrEqualTo(30);
    assertThat(calls.get() - whole).as("calls, and those of a whole run").isLessThan(whole);
    assertThat(database.count("select count(*) from store.resource where integration = 'extra'"))
        .isZero();
  }

  @Test
  @Order(4)
  void anInstanceThatStopsGivesItsWorkToTheOtherAtOnce() throws Exception {
    collectAll();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> atWork() == 2);
    assertThat(instances.get(2).stop()).isLessThan(Duration.ofSeconds(30));
    assertThat(database.count("select count(*) from store.lease where owner like 'three-%'"))
        .as("leases that are left")
        .isZero();
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> database.count("select count(*) from store.run where status = 'RUNNING'") == 0);
    assertThat(
            database.count(
                "select count(*) from store.run where status = 'SUCCESS' and integration like 'org-%'"))
        .isEqualTo(2L * ORGS);
    assertThat(orgs.tooManyRequests()).isZero();
  }

  /** All at once, or the first would be done before the last begins. */
  private static void collectAll() {
    IntStream.range(0, ORGS)
        .mapToObj(i -> "/api/integrations/" + orgs.name(i) + "/collect")
        .map(path -> CompletableFuture.runAsync(() -> instances.get(0).call("POST", path, "{}")))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private static String added(String name) {
    return """
        {"name": "%s", "issuer": "%s", "clientId": "app", "clientSecret": "secret"}"""
        .formatted(name, orgs.get(0).url());
  }

  /** Instances that have something to do. */
  private static long atWork() {
    return database.count(
        "select count(distinct owner) from store.lease join store.run using (integration) where status = 'RUNNING'");
  }

  /** Who has the runs that are under way. What a dead instance had finished stays its own. */
  private static String underWay() {
    return database
        .client()
        .sql(
            """
            select coalesce(string_agg(coalesce(split_part(owner, '-', 1), 'nobody') || ' ', ''), '')
            from store.lease join store.run using (integration) where status = 'RUNNING'""")
        .query(String.class)
        .single();
  }

  /** What may keep a lease from being taken. */
  private static String openTransactions() {
    return String.join(
        "\n",
        database
            .client()
            .sql(
                """
                select concat_ws(' ', pid, state, wait_event, now() - xact_start, left(query, 200)) from pg_stat_activity
                where xact_start is not null and pid <> pg_backend_pid()""")
            .query(String.class)
            .list());
  }
}
