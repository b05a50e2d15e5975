package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves as OCSF has what its class requires, and nothing that the class doesn't have. */
class OcsfFindingTest {

  private static final Instant FIRST = Instant.parse("2026-11-01T10:00:00Z");

  private static final Engine engine = new Engine();
  private final OcsfFinding ocsf = new OcsfFinding(engine.library);

  @Test
  void everyRuleInEveryStateIsValid() {
    List<String> problems = new ArrayList<>();
    int judged = 0;
    for (Rule rule : engine.library.current().byId().values()) {
      for (String state : List.of("open", "resolved", "muted", "accepted")) {
        FindingView finding = finding(rule, state);
        for (JsonNode event : List.of(json(ocsf.of(finding)), json(ocsf.of(finding, "updated")))) {
          judged++;
          OcsfSchema.problems(event).forEach(each -> problems.add(rule.id() + ": " + each));
        }
      }
    }
    assertThat(problems).isEmpty();
    assertThat(judged).isGreaterThan(1_500);
  }

  @Test
  void whatAFindingTurnedOutToBeIsADetailOfItsStatus() {
    FindingView by =
        new FindingView(
            "42",
            "acme",
            "api-token-created",
            "T",
            "detection",
            "low",
            "resolved",
            "User",
            "ada",
            "{}",
            FIRST,
            FIRST,
            FIRST,
            "A drill",
            "admin",
            null,
            false,
            "expected",
            null,
            null,
            null);
    JsonNode event = json(ocsf.of(by));
    assertThat(event.path("status_id").asInt()).isEqualTo(4);
    assertThat(event.path("status_detail").asText()).isEqualTo("expected: A drill");
    assertThat(OcsfSchema.problems(event)).isEmpty();
  }

  @Test
  void theFindingOfARuleThatIsGoneIsValid() {
    FindingView gone = finding("gone", "Gone", "detection", "high", "open");
    assertThat(OcsfSchema.problems(json(ocsf.of(gone)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "opened, open, 1, 1",
    "updated, open, 2, 1",
    "reopened, open, 2, 1",
    "muted, muted, 2, 3",
    "accepted, accepted, 2, 3",
    "resolved, resolved, 3, 4"
  })
  void aChangeIsAnActivity(String change, String state, int activity, int status) {
    JsonNode event =
        json(ocsf.of(finding("api-token-created", "T", "detection", "low", state), change));
    assertThat(event.path("activity_id").asInt()).isEqualTo(activity);
    assertThat(event.path("status_id").asInt()).isEqualTo(status);
  }

  @Test
  void mistakesAreSeen() {
    String valid = Json.of(ocsf.of(finding("api-token-created", "T", "detection", "low", "open")));
    assertThat(problems(valid.replace("\"type_id\":1", "\"type_id\":12")))
        .contains("2004.finding_info.analytic.type_id: 12 isn't a value of it");
    assertThat(problems(valid.replace("\"message\":", "\"messages\":")))
        .contains("2004.messages: isn't an attribute of 2004");
    assertThat(problems(valid.replace("\"product\":", "\"products\":")))
        .contains("2004.metadata.product: is missing");
    assertThat(problems(valid.replaceAll("\"time\":\\d+", "\"time\":\"2026\"")))
        .contains("2004.time: \"2026\" isn't a timestamp");
    assertThat(problems(valid.replace("\"severity\":\"Low\"", "\"severity\":\"low\"")))
        .contains("severity: \"low\" isn't Low");
  }

  private static List<String> problems(String event) {
    return OcsfSchema.problems(Json.read(event));
  }

  private static JsonNode json(Object event) {
    return Json.read(Json.of(event));
  }

  private static FindingView finding(Rule rule, String state) {
    String kind = rule instanceof Check check ? check.kind() : "detection";
    return finding(rule.id(), rule.title(), kind, rule.severity(), state);
  }

  private static FindingView finding(
      String check, String title, String kind, String severity, String state) {
    boolean decided = List.of("muted", "accepted").contains(state);
    return new FindingView(
        "42",
        "acme",
        check,
        title,
        kind,
        severity,
        state,
        "User",
        "ada",
        "{\"country\": \"Norway\", \"events\": 2, \"uuids\": [\"e1\", \"e2\"]}",
        FIRST,
        FIRST.plusSeconds(60),
        state.equals("resolved") ? FIRST.plusSeconds(90) : null,
        decided ? "Known" : null,
        decided ? "admin" : null,
        null,
        false,
        null,
        "ada@acme.example",
        null,
        FIRST.plusSeconds(70));
  }
}
