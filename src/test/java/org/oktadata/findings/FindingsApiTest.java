package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.AppUnderTest;
import org.oktadata.collect.Retention;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/** What others read of findings and rules, over HTTP. */
class FindingsApiTest {

  @TempDir static Path folder;
  @TempDir static Path rules;
  private static SandboxOkta okta;
  private static AppUnderTest app;
  private static CaseData data;

  @BeforeAll
  static void start() {
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.detections[0]=file:detections/",
            "--okta.detections[1]=file:" + rules);
    data = new CaseData(app.database(), "acme");
    made("ada");
    made("=HYPERLINK(\"http://x\")");
    data.collected(List.of("users"));
    data.document("users", "", Map.of("id", "u1", "lastLogin", "{90d ago}"));
    until(() -> found("api-token-created") == 2 && found("user-inactive") == 1);
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @Test
  void eachLineOfNdjsonIsAFinding() {
    String lines = read("/api/findings?check=api-token-created", "application/x-ndjson");
    assertThat(lines.lines().map(line -> Json.read(line).path("subjectId").asText()))
        .containsExactlyInAnyOrder("ada", "=HYPERLINK(\"http://x\")");
    String ocsf = read("/api/findings?format=ocsf&status=open", "application/x-ndjson");
    assertThat(ocsf.lines().map(line -> Json.read(line).path("class_uid").asInt()))
        .contains(2003, 2004);
  }

  @Test
  void aDetectionIsADetectionFindingOfOcsf() {
    JsonNode finding = ocsf("api-token-created");
    assertThat(finding.path("class_uid").asInt()).isEqualTo(2004);
    assertThat(finding.path("category_uid").asInt()).isEqualTo(2);
    assertThat(finding.path("type_uid").asInt())
        .isEqualTo(200400 + finding.path("activity_id").asInt());
    assertThat(finding.path("metadata").path("version").asText()).isEqualTo("1.8.0");
    assertThat(finding.path("severity_id").asInt()).isBetween(1, 5);
    assertThat(finding.path("finding_info").path("related_events")).isNotEmpty();
    assertThat(finding.path("evidences")).isNotEmpty();
    assertThat(finding.path("time").asLong()).isPositive();
  }

  @Test
  void aCheckIsAComplianceFindingOfOcsf() {
    JsonNode finding = ocsf("user-inactive");
    assertThat(finding.path("class_uid").asInt()).isEqualTo(2003);
    assertThat(finding.path("compliance").path("status").asText()).isEqualTo("Fail");
    assertThat(finding.path("compliance").path("standards")).isNotEmpty();
    assertThat(finding.path("resources").path(0).path("uid").asText()).isEqualTo("u1");
    assertThat(finding.path("remediation").path("desc").asText()).isNotEmpty();
  }

  @Test
  void aLongHistoryIsShownFromItsEndAndSaysHowLongItIs() {
    long id = app.count("select min(id) from store.finding where check_id = 'api-token-created'");
    app.database()
        .sql(
            """
            insert into store.finding_change (finding_id, change, state, severity, reason)
            select ?, 'muted', 'muted', 'low', 'number ' || n from generate_series(1, 250) n""")
        .param(id)
        .update();
    HttpResponse<String> history = app.send("GET", "/api/findings/" + id + "/history", null);
    assertThat(history.headers().firstValue("X-Total-Count")).hasValue("251");
    JsonNode changes = Json.read(history.body());
    assertThat(changes).hasSize(200);
    assertThat(changes.path(0).path("reason").asText()).isEqualTo("number 51");
    assertThat(changes.path(199).path("reason").asText()).isEqualTo("number 250");
    assertThat(app.send("GET", "/findings/" + id, null).body())
        .contains("The newest 200 of 251 changes.")
        .contains("number 51")
        .doesNotContain("number 50<");
  }

  @Test
  void aLongProofIsShownFromItsEndAndGoesWithTheEvents() {
    data.events(
        List.of(
            Map.of("eventType", "much.proved", "displayMessage", "Proof no <n>.", "times", 120)));
    long id =
        app.count(
            """
            insert into store.finding (integration, check_id, kind, subject_type, subject_id, severity, state)
            values ('acme', 'much-proved', 'detection', 'user', 'much', 'info', 'open') returning id""");
    app.database()
        .sql(
            """
            insert into store.finding_event (finding_id, published, uuid)
            select ?, published, uuid from store.event where event_type = 'much.proved'
            union all select ?, timestamptz '2001-01-01', 'of-long-ago'""")
        .params(id, id)
        .update();
    assertThat(app.send("GET", "/findings/" + id, null).body())
        .contains("The newest 100 of 121 events.")
        .containsSubsequence("Proof no 20.", "Proof no 21.", "Proof no 119.")
        .doesNotContain("Proof no 19.");
    app.bean(Retention.class).tidy();
    assertThat(app.count("select count(*) from store.finding_event where finding_id = " + id))
        .isEqualTo(120);
  }

  @Test
  void aSpreadsheetTakesNoCellForAFormula() {
    HttpResponse<String> csv =
        app.send("GET", "/api/findings?format=csv&check=api-token-created", null);
    assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(csv.body())
        .contains(",ada,")
        .contains("\"'=HYPERLINK(\"\"http://x\"\")\"")
        .hasLineCount(3);
  }

  @Test
  void whoAcceptsCsvIsAnsweredSo() {
    assertThat(read("/api/findings?check=api-token-created", "text/csv"))
        .startsWith("id,integration,")
        .hasLineCount(3);
  }

  @Test
  void whoPullsWhatChangedSinceMissesNothingThatIsCommittedLate() throws Exception {
    String ofAda = "/api/findings?check=api-token-created&changedSince=";
    String before = app.call("GET", "/api/findings?limit=1", null).path("asOf").asText();
    JsonNode late;
    try (Connection slow = app.bean(DataSource.class).getConnection()) {
      slow.setAutoCommit(false);
      slow.createStatement()
          .execute(
              "update store.finding set changed_at = now() where check_id = 'api-token-created' and subject_id = 'ada'");
      until(LongOpen::isThere);
      JsonNode pulled = app.call("GET", ofAda + before, null);
      assertThat(app.send("GET", ofAda + before, null).headers().firstValue("X-As-Of")).isPresent();
      slow.commit();
      late = app.call("GET", ofAda + pulled.path("asOf").asText(), null);
    }
    assertThat(late.path("items"))
        .filteredOn(each -> each.path("subjectId").asText().equals("ada"))
        .singleElement()
        .satisfies(
            each ->
                assertThat(Instant.parse(each.path("changedAt").asText()))
                    .isAfterOrEqualTo(Instant.parse(before)));
  }

  /** A transaction that began more seconds ago than clocks are forgiven. */
  private static final class LongOpen {

    static boolean isThere() {
      return app.count(
              "select count(*) from pg_stat_activity where state = 'idle in transaction' and xact_start < clock_timestamp() - interval '1.5 s'")
          == 1;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "format=xml, 400, format",
    "format=CSV, 400, format",
    "changedSince=yesterday, 400, changedSince",
    "changedSince=1764000000, 400, changedSince",
    "changedSince=2026-11-27, 400, changedSince",
    "changedSince=2026-11-27T10:00:00%2B01:00, 200, ",
    "changedSince=2026-11-27T10:00:00Z, 200, ",
    "changedSince=, 200, ",
    "cursor=abc, 400, cursor",
    "limit=many, 400, limit"
  })
  void aQuestionThatCannotBeAskedNamesItsParameter(String question, int status, String field) {
    HttpResponse<String> answer = app.send("GET", "/api/findings?" + question, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    if (field != null) {
      JsonNode problem = Json.read(answer.body());
      assertThat(problem.path("field").asText()).isEqualTo(field);
      assertThat(problem.path("detail").asText()).startsWith(field + " must be");
    }
  }

  @Test
  void whoAcceptsAnotherFormIsToldThoseThatThereAre() {
    String problem = read("/api/findings", "application/xml");
    assertThat(problem).contains("\"status\":406").contains("application/x-ndjson");
  }

  @Test
  void aHuntOverThePastSaysHowFarItIs() {
    data.events(List.of(Map.of("eventType", "user.lifecycle.create", "at", "5d", "times", 2)));
    HttpResponse<String> started =
        app.send("POST", "/api/checks/user-lifecycle/retro-hunt?back=30d", "");
    assertThat(started.statusCode()).isEqualTo(202);
    String hunt = "/api/retro-hunts/" + Json.read(started.body()).path("huntId").asLong();
    until(() -> app.call("GET", hunt, null).path("state").asText().equals("finished"));
    JsonNode finished = app.call("GET", hunt, null);
    assertThat(finished.path("events").asInt()).isEqualTo(2);
    assertThat(finished.path("requestedBy").asText()).isEqualTo("admin");
    assertThat(found("user-lifecycle")).isPositive();
    assertThat(app.send("POST", "/api/checks/user-inactive/retro-hunt", "").statusCode())
        .isEqualTo(400);
    assertThat(app.send("GET", "/api/retro-hunts/999", null).statusCode()).isEqualTo(404);
    assertThat(app.send("POST", "/api/checks/nope/retro-hunt", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aRuleWithAMistakeIsNamedWithFileLineAndProblemWhileOthersRun() throws IOException {
    Files.writeString(
        rules.resolve("widget.yaml"),
        """
        id: widget
        title: A widget was made
        severity: low
        description: Somebody made a widget.
        remediation: Ask who did.
        filter: eventType eq "widget.create"
        """);
    until(() -> state("widget").path("state").asText().equals("active"));
    Files.writeString(rules.resolve("broken.yaml"), "id: broken\ntitle: T\nseverity: grave\n");
    until(() -> problems().contains("broken.yaml line 3: "));
    data.events(List.of(Map.of("eventType", "widget.create")));
    until(() -> found("widget") == 1);
    assertThat(state("widget").path("state").asText()).isEqualTo("active");
    Files.delete(rules.resolve("broken.yaml"));
    until(() -> problems().isEmpty());
  }

  @Test
  void aCheckWithoutItsDataIsNotEvaluatedAndSaysWhy() {
    assertThat(state("user-without-mfa").path("state").asText()).isEqualTo("not-evaluated");
    assertThat(state("user-without-mfa").path("reason").asText())
        .isEqualTo("acme: factors was never collected");
    assertThat(state("user-inactive").path("state").asText()).isEqualTo("active");
  }

  private static void made(String who) {
    data.events(
        List.of(Map.of("eventType", "system.api_token.create", "actor", Map.of("id", who))));
  }

  private static long found(String check) {
    return app.call("GET", "/api/findings?check=" + check, null).path("items").size();
  }

  private static JsonNode ocsf(String check) {
    return app.call("GET", "/api/findings?format=ocsf&limit=1&check=" + check, null)
        .path("items")
        .path(0);
  }

  private static JsonNode state(String rule) {
    for (JsonNode each : app.call("GET", "/api/checks", null)) {
      if (each.path("id").asText().equals(rule)) {
        return each;
      }
    }
    return Json.read("{}");
  }

  /** The reasons of all rules that are invalid. */
  private static String problems() {
    StringBuilder problems = new StringBuilder();
    for (JsonNode each : app.call("GET", "/api/checks", null)) {
      if (each.path("state").asText().equals("invalid")) {
        problems.append(each.path("reason").asText()).append('\n');
      }
    }
    return problems.toString();
  }

  private static String read(String path, String accept) {
    return app.send("GET", path, null, "Accept", accept).body();
  }

  private static void until(BooleanSupplier condition) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(condition::getAsBoolean);
  }
}
