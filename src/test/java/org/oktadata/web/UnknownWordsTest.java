package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A misspelt condition is refused: an empty list would be taken for good news. */
class UnknownWordsTest extends StartedApplication {

  @Autowired private ObjectMapper json;

  @AfterEach
  void nothing() {
    jdbc.sql("delete from store.finding where check_id = 'gone-with-its-file'").update();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/findings?check=user-inactiv|check|user-inactive?",
        "/api/findings?check=user-inactive,nothing-like-it|check|GET /api/checks",
        "/api/findings?format=csv&check=user-inactiv|check|user-inactive?",
        "/api/exclusions?check=user-inactiv|check|user-inactive?",
        "/api/findings?severity=urgent|severity|critical",
        "/api/findings?status=closed|status|open, muted, accepted, resolved",
        "/api/findings?kind=alert|kind|posture, threat, detection",
        "/api/deliveries?channel=pigeon|channel|no channel is set",
        "/api/deliveries?state=lost|state|failed"
      })
  void isRefusedWithWhatThereIs(String address, String field, String told) throws Exception {
    HttpResponse<String> answer = http.json("GET", address, null);
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode problem = json.readTree(answer.body());
    assertThat(problem.path("field").asText()).isEqualTo(field);
    assertThat(problem.path("detail").asText()).contains(told);
  }

  @Test
  void aDecisionAboutTheFindingsOfNoRuleIsRefused() {
    HttpResponse<String> answer =
        http.json(
            "POST",
            "/api/findings/decisions",
            "{\"decision\": \"mute\", \"filter\": {\"check\": \"user-inactiv\"}, \"reason\": \"x\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(http.json("POST", "/api/deliveries/retry", "{\"channel\": \"pigeon\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void findingsOfARuleWhoseFileIsGoneCanStillBeAskedFor() {
    jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state)
            values ('configured', 'gone-with-its-file', 'posture', 'Gone', 'user', '1', 'low', 'open')""")
        .update();
    assertThat(http.json("GET", "/api/findings?check=gone-with-its-file", null).body())
        .contains("\"Gone\"");
    assertThat(page("/findings?check=gone-with-its-file").body()).contains("Gone");
  }

  @Test
  void anOldLinkIsToldThatThereIsNoSuchRule() {
    HttpResponse<String> page = page("/findings?check=user-inactiv");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body())
        .contains("There is no check or detection user-inactiv", "Checks &amp; detections");
  }

  private HttpResponse<String> page(String address) {
    return http.send("GET", address, null, "Authorization", Browser.ADMIN, "Accept", "text/html");
  }
}
