package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.Browser;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

/** People and programs leave something out of a check, and end that. */
class LeavingOutTest extends StartedApplication {

  private static final String PLACE = "/checks/user-inactive";

  @Autowired private ObjectMapper json;

  @BeforeEach
  void found() {
    nothing();
    jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state)
            values ('configured', 'user-inactive', 'posture', 'Unused', 'user', 'left-out-1', 'low', 'open')""")
        .update();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            values ('configured', 'users', '', 'left-out-1', '{"profile": {"login": "break@glass.example"}}')""")
        .update();
  }

  @AfterEach
  void nothing() {
    jdbc.sql("delete from store.exclusion").update();
    jdbc.sql("delete from store.finding where subject_id like 'left-out-%'").update();
    jdbc.sql("delete from store.resource where id like 'left-out-%'").update();
  }

  @Test
  void aProgramLeavesOutAsksAndEnds() throws Exception {
    String body =
        "{\"check\": \"user-inactive\", \"integration\": \"configured\", \"subject\": \"Break@glass.example\", \"reason\": \"Ticket 7\"%s}";
    HttpResponse<String> added = api("POST", "", body.formatted(""));
    assertThat(added.statusCode()).isEqualTo(201);
    JsonNode exclusion = json.readTree(added.body());
    String id = exclusion.path("id").asText();
    assertThat(exclusion.path("subjectId").asText()).isEqualTo("left-out-1");
    assertThat(exclusion.path("until").isNull()).isFalse();
    assertThat(exclusion.path("findings").asInt()).isOne();
    assertThat(http.json("GET", "/api/findings?subject=left-out-1", null).body())
        .contains("\"state\":\"accepted\"", "\"exclusionId\":\"" + id + "\"");
    assertThat(items("?check=user-inactive&active=true&limit=1")).hasSize(1);
    assertThat(items("?active=false")).isEmpty();
    assertThat(api("GET", "?checks=x", null).statusCode()).isEqualTo(400);
    assertThat(api("GET", "?integration=nowhere", null).statusCode()).isEqualTo(404);
    assertThat(api("POST", "", body.formatted(", \"expiresIn\": \"800d\"")).body())
        .contains("\"field\":\"until\"", "a year ahead");
    assertThat(api("POST", "", body.formatted(", \"forGood\": true, \"expiresIn\": \"7d\"")).body())
        .contains("\"field\":\"forGood\"");
    assertThat(api("POST", "", body.replace("user-inactive", "nothing").formatted("")).body())
        .contains("\"field\":\"check\"");
    assertThat(api("POST", "", "{}").body()).contains("\"field\":\"check\"");
    assertThat(api("POST", "/" + id + "/end", "{}").body()).contains("\"field\":\"reason\"");
    String end = "{\"reason\": \"It left\"}";
    assertThat(api("POST", "/" + id + "/end", end).body()).contains("\"active\":false");
    assertThat(api("POST", "/" + id + "/end", end).statusCode()).isEqualTo(409);
    assertThat(api("GET", "/4711", null).statusCode()).isEqualTo(404);
    assertThat(items("?active=false")).hasSize(1);
    assertThat(
            jdbc.sql(
                    "select action || ': ' || (detail ->> 'more') from store.audit where action like 'exclusion.%' and subject = ? order by id")
                .param(id)
                .query(String.class)
                .list())
        .containsExactly(
            "exclusion.added: user-inactive: user left-out-1 in configured, Ticket 7",
            "exclusion.ended: It left");
  }

  @Test
  void aPersonLeavesOutOnThePageOfTheCheckAndEndsItThere() {
    http.send("GET", "/login", null);
    post("/login", "username=ada&password=lovelace");
    assertThat(page(PLACE)).contains("Nothing is left out.", "90 days");
    post(PLACE + "/exclusions", "who=nobody&reason=Ticket+7&days=30");
    assertThat(page(PLACE))
        .contains("nobody isn&#39;t known here", "value=\"nobody\"", "value=\"30\" selected");
    post(PLACE + "/exclusions", "who=break@glass.example&integration=&reason=Ticket+7&days=0");
    assertThat(page(PLACE))
        .contains("1 finding held", "break@glass.example", "Ticket 7", "without end", ">End it<");
    String id = one("select id::text from store.exclusion");
    String finding = one("select id::text from store.finding where subject_id = 'left-out-1'");
    assertThat(page("/findings/" + finding)).contains(PLACE + "#exclusion-" + id);
    String end = PLACE + "/exclusions/" + id + "/end";
    assertThat(
            http.send("POST", end, "reason=x", "Content-Type", "application/x-www-form-urlencoded")
                .statusCode())
        .as("without the token of the page")
        .isEqualTo(403);
    post(end, "reason=It+left");
    assertThat(page(PLACE)).contains("what nothing else leaves out is open again", "ada: It left");
    assertThat(one("select state from store.finding where subject_id = 'left-out-1'"))
        .isEqualTo("open");
    post(end, "reason=It+left");
    assertThat(page(PLACE)).contains("It has ended already.").doesNotContain(">End it<");
  }

  @Test
  void aViewerSeesWhatIsLeftOutAndNoForm() {
    api(
        "POST",
        "",
        "{\"check\": \"user-inactive\", \"subject\": \"left-out-1\", \"reason\": \"Ticket 7\"}");
    String viewer = Browser.basic("vera", "rubin");
    assertThat(http.send("GET", PLACE, null, "Authorization", viewer).body())
        .contains("Ticket 7")
        .doesNotContain("Leave out<", ">End it<");
    assertThat(http.send("POST", PLACE + "/exclusions", "", "Authorization", viewer).statusCode())
        .isEqualTo(403);
  }

  @Test
  void anAnalystLeavesOutAndIsNamedForIt() {
    String analyst = Browser.basic("soar", "decides");
    HttpResponse<String> added =
        http.send(
            "POST",
            "/api/exclusions",
            "{\"check\": \"user-inactive\", \"subject\": \"left-out-1\", \"reason\": \"Ticket 8\"}",
            "Authorization",
            analyst,
            "Content-Type",
            "application/json");
    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(
            one(
                "select actor from store.audit where action = 'exclusion.added' order by id desc limit 1"))
        .isEqualTo("soar");
    assertThat(http.send("GET", PLACE, null, "Authorization", analyst).body())
        .contains("Leave out<", ">End it<", "analyst</span>")
        .doesNotContain("Start a hunt");
  }

  private HttpResponse<String> api(String method, String path, String body) {
    return http.json(method, "/api/exclusions" + path, body);
  }

  private JsonNode items(String question) throws Exception {
    return json.readTree(api("GET", question, null).body()).path("items");
  }

  private void post(String path, String form) {
    HttpResponse<String> answer =
        http.send(
            "POST",
            path,
            form + "&_csrf=" + http.csrfToken(),
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(answer.statusCode()).as(path).isEqualTo(302);
  }

  private String page(String path) {
    return http.send("GET", path, null).body();
  }

  private String one(String sql) {
    return jdbc.sql(sql).query(String.class).single();
  }
}
