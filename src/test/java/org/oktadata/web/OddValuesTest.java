package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters that mean nothing: told as the mistake of whoever sent them, not as one of ours. */
class OddValuesTest extends StartedApplication {

  private static final String HUNT = "/api/checks/account-locked/retro-hunt?back=";

  @BeforeEach
  void anEventToLookFor() {
    nothing();
    jdbc.sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            values ('configured', now(), 'odd', 'user.session.start', '{}', 'poll')""")
        .update();
  }

  @AfterEach
  void nothing() {
    jdbc.sql("delete from store.event where uuid = 'odd'").update();
    jdbc.sql("delete from store.resource where id = 'odd'").update();
    jdbc.sql("delete from store.finding where check_id = 'odd'").update();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/findings?page=abc",
        "/findings?text=%00",
        "/findings/export.csv?check=%00",
        "/findings/99999999999999999999",
        "/users?admin=maybe",
        "/users?text=%00",
        "/search?text=%00",
        "/users?status=%00",
        "/users?after=%00",
        "/groups?text=%00",
        "/apps?afterId=%00",
        "/events?filter=eventType+eq+%22%5Cu0000%22",
        "/events?before=9999-01-01T00:00:00Z&beforeId=%00",
        "/events/tail?filter=actor.id+eq+%22%5Cu0000%22",
        "/audit?text=%00",
        "/audit?before=x",
        "/runs?before=x",
        "/runs?integration=%00"
      })
  void aPageSaysThatAValueIsWrong(String path) {
    HttpResponse<String> page = http.json("GET", path, null);
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains("try again").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/findings?check=%00",
        "/api/findings?cursor=x",
        "/api/findings?limit=99999999999"
      })
  void aProgramIsToldSoAsAProblemDetail(String path) {
    HttpResponse<String> answer = http.json("GET", path, null);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/findings?severity=Critical",
        "/api/findings?severity=critical,hihg",
        "/api/findings?status=OPEN",
        "/api/findings?status=closed&format=csv",
        "/findings?severity=Critical",
        "/findings?kind=posture,threats",
        "/findings/export.csv?status=closed"
      })
  void aWordThatNoFindingHasIsRefusedInsteadOfFindingNothing(String path) {
    for (String accept : List.of("*/*", "application/x-ndjson")) {
      HttpResponse<String> answer =
          http.send("GET", path, null, "Authorization", Browser.ADMIN, "Accept", accept);
      assertThat(answer.statusCode()).as(accept).isEqualTo(400);
      assertThat(answer.body()).containsAnyOf("critical, high", "open, muted", "posture, threat");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/findings?severty=critical, (severity?)",
    "/api/findings?format=csv&chek=account-locked, (check?)",
    "/api/runs?state=RUNNING, 'takes limit, status.'",
    "/api/integrations/configured/runs?foo=1, takes limit.",
    "/api/integrations?name=configured, takes no parameters"
  })
  void aParameterThatIsntKnownIsRefusedInsteadOfAnsweringEverything(String path, String told) {
    for (String accept : List.of("*/*", "application/x-ndjson")) {
      HttpResponse<String> answer =
          http.send("GET", path, null, "Authorization", Browser.ADMIN, "Accept", accept);
      assertThat(answer.statusCode()).as(accept).isEqualTo(400);
      assertThat(answer.body()).contains(told);
    }
  }

  @Test
  void allParametersOfAnAddressMayStandTogether() {
    String conditions = "?integration=configured&check=user-inactive&status=open&severity=high";
    for (String more : List.of("&limit=5&cursor=0&format=ocsf", "&format=csv&limit=5&cursor=0")) {
      assertThat(http.json("GET", "/api/findings" + conditions + more, null).statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/findings?integration=gone",
        "/api/findings?integration=gone&format=csv",
        "/findings?integration=gone",
        "/overview?integration=gone",
        "/overview/export.csv?integration=gone&plot=score",
        "/users?integration=gone&strength=none&admin=true",
        "/groups?integration=gone",
        "/events?integration=gone",
        "/checks?integration=gone"
      })
  void anIntegrationThatIsntThereIsNoneOfTheOthers(String path) {
    HttpResponse<String> answer = http.json("GET", path, null);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("There is no integration named gone.");
    assertThat(http.json("GET", path.replace("gone", "configured"), null).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "from, -999999999-01-01, isn&#39;t a time",
    "until, +999999999-12-31, isn&#39;t a time",
    "until, +20000-01-01, isn&#39;t a time",
    "before, -1000000000-01-01T00:00:00Z, before is a time",
    "before, +1000000000-12-31T23:59:59Z, before is a time"
  })
  void aTimeWithoutEndIsNoneThatEventsCanHave(String name, String time, String told) {
    HttpResponse<String> page = http.json("GET", "/events?" + name + "=" + encoded(time), null);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"users", "groups", "apps"})
  void aDayLongBeforeAllCollectionIsTheFirstThatIsCounted(String type) {
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            values ('configured', ?, '', 'odd', '{}')""")
        .param(type)
        .update();
    HttpResponse<String> page =
        http.json("GET", "/" + type + "/configured/odd?asOf=-999999999-01-01", null);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("As of the end of 1970-01-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mute", "accept"})
  void aDecisionNeverEndsBeforeItBegins(String decision) {
    String place = "/findings/" + finding();
    String type = "application/x-www-form-urlencoded";
    http.send(
        "POST",
        place + "/" + decision,
        "reason=why&days=-1",
        "Authorization",
        Browser.ADMIN,
        "Content-Type",
        type);
    assertThat(http.json("GET", place, null).body())
        .contains("data-state>open<", "Say for how many days");
  }

  @Test
  void aboutWhatIsResolvedThereIsNothingToDecide() {
    long id = finding();
    jdbc.sql("update store.finding set state = 'resolved' where id = ?").param(id).update();
    HttpResponse<String> answer =
        http.json("POST", "/api/findings/" + id + "/accept", "{\"reason\":\"why\"}");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("Finding " + id + " is resolved");
    assertThat(http.json("POST", "/api/findings/0/accept", "{\"reason\":\"why\"}").statusCode())
        .isEqualTo(404);
    http.send(
        "POST",
        "/findings/" + id + "/mute",
        "reason=why",
        "Authorization",
        Browser.ADMIN,
        "Content-Type",
        "application/x-www-form-urlencoded");
    assertThat(http.json("GET", "/findings/" + id, null).body())
        .contains("data-state>resolved<", "nothing to decide")
        .doesNotContain("/mute\"", ">Decide<");
  }

  @Test
  void onlyADetectionIsResolvedByHandAndOnlyWithAnOutcome() {
    String place = "/api/findings/" + finding() + "/resolve";
    HttpResponse<String> wrong =
        http.json("POST", place, "{\"reason\":\"why\",\"outcome\":\"odd\"}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("\"outcome\"", "handled, false-alarm, expected");
    String right = "{\"reason\":\"why\",\"outcome\":\"handled\"}";
    HttpResponse<String> posture = http.json("POST", place, right);
    assertThat(posture.statusCode()).isEqualTo(409);
    assertThat(posture.body()).contains("resolved when the check passes");
    jdbc.sql("update store.finding set kind = 'detection' where check_id = 'odd'").update();
    assertThat(
            http.send(
                    "POST",
                    place,
                    right,
                    "Authorization",
                    Browser.basic("vera", "rubin"),
                    "Content-Type",
                    "application/json")
                .statusCode())
        .isEqualTo(403);
    assertThat(http.json("POST", place, right).body())
        .contains("\"state\":\"resolved\"", "\"stateOutcome\":\"handled\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0s", "500ms"})
  void aDecisionThatIsOverAlreadyIsRefused(String duration) {
    String place = "/api/findings/" + finding();
    String ended = "{\"reason\":\"why\",\"until\":\"2020-01-01T00:00:00Z\"}";
    for (String body :
        List.of("{\"reason\":\"why\",\"expiresIn\":\"%s\"}".formatted(duration), ended)) {
      for (String decision : List.of("/mute", "/accept")) {
        HttpResponse<String> answer = http.json("POST", place + decision, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("has to lie ahead");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"106751991167300d", "99999999999999999999d", "soon", "7", "-7d"})
  void aDurationThatNoClockCountsIsRefused(String duration) {
    String mute = "/api/findings/" + finding() + "/mute";
    String body = "{\"reason\":\"why\",\"expiresIn\":\"%s\"}".formatted(duration);
    HttpResponse<String> answer = http.json("POST", mute, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("a duration such as 7d");
    assertThat(http.json("POST", HUNT + duration, null).statusCode()).isEqualTo(400);
  }

  @Test
  void aReasonThatIsNoTextIsRefused() {
    String accept = "/api/findings/" + finding() + "/accept";
    HttpResponse<String> answer = http.json("POST", accept, "{\"reason\":\"\\u0000\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(UnusableValue.CURE);
  }

  private long finding() {
    return jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state)
            values ('configured', 'odd', 'posture', 'Odd', 'user', 'odd', 'low', 'open')
            returning id""")
        .query(Long.class)
        .single();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
