package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Programs ask about a subject, and decide about many findings in one call. */
class ManyDecisionsApiTest extends StartedApplication {

  private static final String PLACE = "/api/findings/decisions";

  @Autowired private ObjectMapper json;

  @BeforeEach
  void found() {
    nothing();
    jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state, changed_at)
            select 'configured', 'program-' || n, 'detection', 'Found ' || n, 'user', 'program-user-' || n, 'low', 'open',
                   timestamptz '2026-01-01' + n * interval '1 day'
            from generate_series(1, 3) n""")
        .update();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc, changed_at)
            values ('configured', 'users', '', 'program-user-2', '{"profile": {"login": "Ada@example.com"}}', now())""")
        .update();
  }

  @AfterEach
  void nothing() {
    jdbc.sql("delete from store.finding where check_id like 'program-%'").update();
    jdbc.sql("delete from store.resource where id like 'program-user-%'").update();
  }

  @Test
  void aFindingIsAskedForByItsSubjectAndByWhenItChanged() throws Exception {
    JsonNode one = items("subject=ada@example.com").get(0);
    assertThat(one.path("subjectName").asText()).isEqualTo("Ada@example.com");
    assertThat(one.path("link").asText())
        .isEqualTo(http.origin() + "/findings/" + one.path("id").asText());
    assertThat(one.path("evidence").isObject()).isTrue();
    assertThat(items("subject=program-user-3&kind=detection")).hasSize(1);
    assertThat(items("subject=program-user-3&kind=posture")).isEmpty();
    assertThat(items("check=program-1,program-2,program-3&changedSince=2026-01-03T00:00:00Z"))
        .hasSize(2);
    assertThat(http.json("GET", "/api/findings?changedSince=yesterday", null).statusCode())
        .isEqualTo(400);
    assertThat(http.json("GET", "/api/findings?subject=ada@example.com&format=csv", null).body())
        .contains(",Ada@example.com,,,http");
  }

  @Test
  void manyAreDecidedAboutInOneCallWhichMayBeSentAgain() throws Exception {
    List<String> ids =
        jdbc.sql("select id::text from store.finding where check_id like 'program-%' order by id")
            .query(String.class)
            .list();
    jdbc.sql("update store.finding set state = 'muted', state_actor = 'grace' where id = ?")
        .param(Long.parseLong(ids.get(0)))
        .update();
    String body =
        "{\"decision\": \"resolve\", \"ids\": %s, \"state\": \"open\", \"outcome\": \"handled\", \"reason\": \"Ticket 7\"}"
            .formatted(json.writeValueAsString(ids));
    JsonNode answer = json.readTree(post(body).body());
    assertThat(answer.path("decided")).hasSize(2);
    assertThat(answer.path("left").toString()).contains("is muted by now, by grace", ids.get(0));
    JsonNode again = json.readTree(post(body).body());
    assertThat(again.path("decided")).isEmpty();
    assertThat(again.path("already")).hasSize(2);
    String reopened =
        "{\"decision\": \"reopen\", \"filter\": {\"check\": \"program-2,program-3\"}, \"reason\": \"It went on\"}";
    assertThat(json.readTree(post(reopened).body()).path("decided")).hasSize(2);
    assertThat(
            jdbc.sql(
                    "select concat_ws(' ', action, subject, detail ->> 'more') from store.audit where jsonb_exists(detail, 'findings') order by id desc limit 2")
                .query(String.class)
                .list())
        .containsExactly(
            "finding.reopen 2 findings It went on",
            "finding.resolve 2 findings Ticket 7 (handled)");
  }

  @Test
  void aDecisionIsNotedWithReasonAndEndOrIsNotMade() throws Exception {
    String id = items("check=program-1").get(0).path("id").asText();
    String mute = "{\"reason\": \"Ticket 8\", \"until\": \"2999-01-01T00:00:00Z\"}";
    assertThat(http.json("POST", "/api/findings/" + id + "/mute", mute).statusCode())
        .isEqualTo(200);
    assertThat(
            jdbc.sql(
                    "select detail ->> 'more' from store.audit where action = 'finding.mute' and subject = ?")
                .param(id)
                .query(String.class)
                .list())
        .containsExactly("Ticket 8 (until 2999-01-01T00:00:00Z)");
    jdbc.sql(
            "alter table store.audit add constraint closed check (action <> 'finding.reopen') not valid")
        .update();
    try {
      assertThat(http.json("POST", "/api/findings/" + id + "/reopen", "{}").statusCode())
          .isEqualTo(500);
    } finally {
      jdbc.sql("alter table store.audit drop constraint closed").update();
    }
    assertThat(items("check=program-1").get(0).path("state").asText()).isEqualTo("muted");
  }

  @Test
  void aDecisionAboutManySaysAboutWhichAndWhy() {
    assertThat(
            post("{\"decision\": \"mute\", \"filter\": {}, \"reason\": \"x\", \"expiresIn\": \"7d\"}")
                .body())
        .contains("must have a condition");
    assertThat(post("{\"decision\": \"mute\", \"reason\": \"x\", \"expiresIn\": \"7d\"}").body())
        .contains("exactly one of both");
    for (String unknown : List.of("sevrity", "empty")) {
      String filter = "{\"check\": \"program-1\", \"%s\": true}".formatted(unknown);
      assertThat(post("{\"decision\": \"reopen\", \"filter\": " + filter + "}").body())
          .contains("filter." + unknown + " is unknown or has a wrong value");
    }
    assertThat(post("{\"decision\": \"reopen\", \"ids\": [{}]}").body())
        .contains("ids is unknown or has a wrong value");
    assertThat(post("{\"decision\": \"reopen\", \"ids\": [\"1\"]}").body())
        .contains("\"field\":\"reason\"");
    assertThat(post("{\"decision\": \"mute\", \"ids\": [\"1\"], \"reason\": \"x\"}").body())
        .contains("A mute needs an end");
    assertThat(
            post("{\"decision\": \"mute\", \"ids\": [\"x\"], \"reason\": \"x\", \"expiresIn\": \"7d\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(post("{\"decision\": \"close\", \"ids\": [\"1\"], \"reason\": \"x\"}").statusCode())
        .isEqualTo(400);
  }

  private HttpResponse<String> post(String body) {
    return http.json("POST", PLACE, body);
  }

  private JsonNode items(String question) throws Exception {
    return json.readTree(http.json("GET", "/api/findings?" + question, null).body()).path("items");
  }
}
