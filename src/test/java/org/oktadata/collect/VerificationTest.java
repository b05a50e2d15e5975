package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.CopiedRoutes;
import org.oktadata.catalogue.DataType;
import org.oktadata.figures.OrgMeters;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxChanges;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A sample is read again and compared: what nothing had told of is found and reported. */
@ExtendWith(OutputCaptureExtension.class)
class VerificationTest {

  /** So small that a sample is all of it. */
  private static final OrgSize SMALL = new OrgSize(8, 2, 6, 20, 0, 0, 6, 1, 4, 2, 6, 40, false);

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta =
        SandboxOkta.start(
                SandboxOrg.generate(SMALL, 3),
                SandboxOptions.standard().withLatency(Duration.ofMillis(25)))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + CopiedRoutes.in(folder),
            "--okta.integrations[0].log-history=91d");
    assertThat(app.collect().path("status").asText()).isEqualTo("SUCCESS");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @BeforeEach
  void untilNothingIsUnderWay() {
    okta.faults().clear();
    app.untilQuiet();
  }

  @Test
  void anUndisturbedOrgHasNoDrift(CapturedOutput log) {
    app.database()
        .sql(
            "update store.resource set doc = jsonb_set(doc, '{lastLogin}', '\"2020-01-01T00:00:00.000Z\"'), hash = null where data_type = 'users'")
        .update();
    JsonNode run = verify();
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(drift(run)).isEmpty();
    assertThat(run.path("drifted").asLong(-1)).isZero();
    assertThat(run.path("verified").asLong()).isGreaterThan(60);
    assertThat(log.getOut())
        .contains("acme: run " + run.path("id") + " verified ", ", none drifted");
    assertThat(app.call("GET", "/api/integrations/acme/runs", null).findValuesAsText("mode"))
        .contains("verify");
    assertThat(app.call("GET", "/api/integrations/acme", null).at("/verification/runId").asLong())
        .isEqualTo(run.path("id").asLong());
  }

  @Test
  void whatNothingToldOfIsFoundAndNothingElse(CapturedOutput log) {
    Iterator<String> people = okta.org().truth().users("ACTIVE").iterator();
    String changed = people.next();
    String factor = people.next();
    String told = people.next();
    String dated = people.next();
    List<String> groups = ordinaryGroups();
    String group = groups.get(0);
    String member = outsider(group);
    String deleted = groups.get(1);
    String zone = okta.org().truth().documents("/api/v1/zones").iterator().next();
    Set<String> expected = new TreeSet<>();

    SandboxChanges untold = okta.org().changes().untold();
    okta.org().clockOffset(Duration.ofHours(-2));
    untold.changeUser(changed, Map.of("department", "Drifted"));
    expected.add("users  " + changed + " changed");
    expected.add("factors " + factor + " " + untold.addFactor(factor, "sms") + " new");
    untold.addMember(group, member);
    expected.add("group_members " + group + " " + member + " new");
    expected.add("groups  " + group + " changed");
    untold.deleteGroup(deleted);
    expected.add("groups  " + deleted + " gone");
    untold.removeDocument("/api/v1/zones", zone);
    expected.add("zones  " + zone + " gone");
    okta.org().changes().changeUser(told, Map.of("department", "Told by an event"));
    okta.org().clockOffset(Duration.ZERO);
    okta.org().changes().addFactor(told, "email");
    untold.changeUser(dated, Map.of("department", "Dated after the last delta"));

    JsonNode run = verify();
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(drift(run)).isEqualTo(expected);
    assertThat(run.path("drifted").asInt()).isEqualTo(expected.size());
    assertThat(log.getOut())
        .contains(
            "6 drifted (see okta.drift): factors 1, group_members 1, groups 2, users 1, zones 1");
    assertThat(
            app.column(
                "select before #>> '{profile,department}' || ' > ' || (doc #>> '{profile,department}') from okta.drift where id = '"
                    + changed
                    + "'"))
        .singleElement()
        .asString()
        .endsWith(" > Drifted");
    app.bean(OrgMeters.class).read();
    assertThat(app.send("GET", "/actuator/prometheus", null).body())
        .contains("okta_drift{integration=\"acme\",kind=\"gone\"} 2.0");
    app.untilQuiet();
    new WholeOrg(app, "acme", okta.org()).isCollected();
    assertThat(drift(verify())).as("it is told once").isEmpty();
  }

  @Test
  void aListThatFailsDeletesNothing() {
    String zone = okta.org().truth().documents("/api/v1/zones").iterator().next();
    okta.org().changes().untold().removeDocument("/api/v1/zones", zone);
    okta.faults().next(1_000, "/api/v1/zones", Fault.FORBIDDEN);
    JsonNode run = verify();
    assertThat(run.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
    assertThat(run.path("reason").asText()).contains("Read-only Administrator");
    assertThat(drift(run)).isEmpty();
    assertThat(app.column("select id from okta.zones")).contains(zone);
    okta.faults().clear();
    assertThat(drift(verify())).containsExactly("zones  " + zone + " gone");
  }

  @Test
  void withoutTheLogNobodyIsAccused(CapturedOutput log) {
    String user = okta.org().truth().users("ACTIVE").iterator().next();
    okta.org().clockOffset(Duration.ofHours(-2));
    okta.org().changes().untold().changeUser(user, Map.of("title", "Unknown"));
    okta.org().clockOffset(Duration.ZERO);
    okta.faults().next(1_000, "/api/v1/logs", Fault.FORBIDDEN);
    JsonNode run = verify();
    assertThat(drift(run)).isEmpty();
    assertThat(run.path("drifted").isNull()).isTrue();
    assertThat(log.getOut()).contains("nobody knows what drifted");
  }

  @Test
  void whatWasInterruptedGoesOnWithTheSameSample() {
    Dispatcher dispatcher = app.bean(Dispatcher.class);
    okta.statistics().reset();
    long run = begin();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> okta.statistics().calls() >= 10);
    dispatcher.pause();
    try {
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> dispatcher.inFlight().isEmpty());
      assertThat(app.call("GET", "/api/runs/" + run, null).path("status").asText())
          .isEqualTo("RUNNING");
    } finally {
      dispatcher.resume();
    }
    JsonNode ended = app.untilEnded(run);
    assertThat(ended.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(okta.statistics().calls("/api/v1/users/{}"))
        .isEqualTo(okta.org().truth().users().size());
    assertThat(drift(ended)).isEmpty();
  }

  @Test
  void oneStartsByItselfAfterADelta() {
    long before = app.count("select count(*) from store.run where mode = 'verify'");
    app.database()
        .sql(
            """
            update store.run set started_at = started_at - interval '13 hours' where mode = 'full';
            update store.run set started_at = started_at - interval '25 hours' where mode = 'verify'""")
        .update();
    app.collect("{\"mode\":\"delta\"}");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                app.count(
                        "select count(*) from store.run where mode = 'verify' and trigger = 'schedule'")
                    == 1);
    app.untilQuiet();
    assertThat(app.count("select count(*) from store.run where mode = 'verify'"))
        .as("and the next one in a day")
        .isEqualTo(before + 1);
    JsonNode full = app.call("POST", "/api/integrations/acme/collect", "{}");
    var refused = app.send("POST", "/api/integrations/acme/collect", "{\"mode\":\"verify\"}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains(full.path("runId").asText());
    app.untilEnded(full.path("runId").asLong());
  }

  @Test
  void aLargeOrgCostsOnePerCentAndOthersAreDrawnNextTime() {
    SandboxOrg org =
        SandboxOrg.generate(OrgSize.ofUsers(1_050).withStories(false).withEvents(100), 5);
    try (SandboxOkta large =
        SandboxOkta.start(org).register(SandboxClient.withSecret("app", "secret"))) {
      app.send(
          "POST",
          "/api/integrations",
          "{\"name\":\"large\",\"issuer\":\"%s\",\"clientId\":\"app\",\"clientSecret\":\"secret\",\"rateLimitShare\":1}"
              .formatted(large.url()));
      String path = "/api/integrations/large/collect";
      assertThat(app.send("POST", path, "{\"mode\":\"verify\"}").statusCode())
          .as("nothing is collected yet")
          .isEqualTo(400);
      app.untilEnded(app.call("POST", path, "{}").path("runId").asLong());
      long full = large.statistics().calls();
      long users = org.truth().users().size();
      // Each document differs from Okta's now, so that the drawn ones show.
      app.database()
          .sql(
              "update store.resource set doc = doc || '{\"drawn\":\"no\"}', hash = null where integration = 'large' and data_type = 'users'")
          .update();
      large.statistics().reset();
      JsonNode run =
          app.untilEnded(app.call("POST", path, "{\"mode\":\"verify\"}").path("runId").asLong());
      assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
      long sample = (users + 99) / 100;
      assertThat(large.statistics().calls("/api/v1/users/{}")).isEqualTo(sample);
      assertThat(large.statistics().calls("/api/v1/users/{}/factors")).isBetween(10L, sample);
      assertThat(large.statistics().calls()).isLessThanOrEqualTo(full / 100 + atLeast());
      assertThat(run.path("drifted").asLong()).isEqualTo(sample);
      app.untilEnded(app.call("POST", path, "{\"mode\":\"verify\"}").path("runId").asLong());
      assertThat(
              app.count(
                  "select count(*) from okta.users where integration = 'large' and doc -> 'drawn' is null"))
          .as("others than the first time")
          .isGreaterThan(sample * 3 / 2);
    } finally {
      app.send("DELETE", "/api/integrations/large", null);
    }
  }

  /** The calls that an org costs however small it is. */
  private static long atLeast() {
    long calls = 0;
    for (DataType type : OrgReading.dataTypes()) {
      calls +=
          type.perParent() || type.showsAllAlone()
              ? Sample.AT_LEAST
              : 2 + type.each().size() + type.also().size();
    }
    return calls;
  }

  private static JsonNode verify() {
    return app.untilEnded(begin());
  }

  private static long begin() {
    return app.call("POST", "/api/integrations/acme/collect", "{\"mode\":\"verify\"}")
        .path("runId")
        .asLong();
  }

  private static Set<String> drift(JsonNode run) {
    return app.column(
        "select data_type || ' ' || parent_id || ' ' || id || ' ' || kind from okta.drift where run_id = "
            + run.path("id").asLong());
  }

  /** Groups with members and without an admin role, which nothing but their lists refers to. */
  private static List<String> ordinaryGroups() {
    return app
        .column(
            """
            select id from okta.groups g where integration = 'acme' and name <> 'Everyone' and has_admin_privilege is not true
              and exists (select from okta.group_members m where m.group_id = g.id)""")
        .stream()
        .toList();
  }

  private static String outsider(String group) {
    Set<String> members =
        app.column("select user_id from okta.group_members where group_id = '" + group + "'");
    return okta.org().truth().users("ACTIVE").stream()
        .filter(user -> !members.contains(user))
        .findFirst()
        .orElseThrow();
  }
}
