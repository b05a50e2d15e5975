package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest extends StartedApplication {

  private static final String FORM = "application/x-www-form-urlencoded";

  @BeforeEach
  void nothingNoted() {
    jdbc.sql("delete from store.audit").update();
    jdbc.sql("delete from store.spring_session").update();
  }

  @Test
  void signingInAndOutIsNoted() {
    http.signIn();
    assertThat(http.send("GET", "/integrations", null).body()).contains("Integrations", "ada");
    var out = http.send("POST", "/logout", "_csrf=" + http.csrfToken(), "Content-Type", FORM);
    assertThat(out.headers().firstValue("Location")).get().asString().endsWith("?signedout");
    assertThat(out.headers().firstValue("Clear-Site-Data")).contains("\"cache\"");
    assertThat(http.send("GET", "/integrations", null).statusCode()).isEqualTo(401);
    assertThat(noted()).containsExactly("ada sign-in", "ada sign-out");
  }

  @Test
  void afterFiveWrongPasswordsTheFormAndBasicAskForPatience() {
    for (int i = 0; i < 5; i++) {
      assertThat(tryToSignIn("mallory")).endsWith("/login?error");
    }
    assertThat(tryToSignIn("mallory")).contains("/login?wait=");
    String pair = Browser.basic("mallory", "x").substring("Basic ".length());
    for (String scheme : List.of("Basic ", "basic ", "Basic_", "Basic\t", "BasicX")) {
      var basic = http.send("GET", "/api/integrations", null, "Authorization", scheme + pair);
      assertThat(basic.statusCode()).as(scheme).isEqualTo(429);
      assertThat(basic.headers().firstValue("Retry-After")).isPresent();
    }
    assertThat(http.json("GET", "/api/integrations", null).statusCode()).isEqualTo(200);
    assertThat(noted()).hasSize(5).containsOnly("mallory sign-in.failed");
    assertThat(sessions()).as("failures leave no session").isZero();
  }

  @Test
  void strangersLeaveNoSessionsAndStillComeToThePageThatTheyAskedFor() {
    for (int i = 0; i < 20; i++) {
      page("/runs?asked=" + i);
    }
    assertThat(sessions()).isZero();
    page("/findings?severity=high&text=a%20b");
    assertThat(signedInLeadsTo()).endsWith("/findings?severity=high&text=a%20b");
    http.send("GET", "/findings?severity=high&text=a%20b", null);
    assertThat(signedInLeadsTo()).as("once").endsWith("/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "evil.example",
        "/\t/evil.example",
        "/a\r\nX-Evil: yes"
      })
  void noCookieOfSomebodyElseLeadsAwayFromHere(String to) {
    String cookie = Base64.getUrlEncoder().withoutPadding().encodeToString(to.getBytes());
    String location = signedInLeadsTo("Cookie", "OKTADATA_PAGE=" + cookie);
    assertThat(location).matches("http://localhost:\\d+/");
  }

  @Test
  void whoseSessionHasEndedIsToldSo() {
    http.signIn();
    jdbc.sql("delete from store.spring_session").update();
    var sent = page("/findings?severity=high");
    assertThat(sent.headers().firstValue("Location")).get().asString().endsWith("/login?expired");
    assertThat(http.send("GET", "/login?expired", null).body()).contains("session has ended");
  }

  @Test
  void aFormOfASessionThatHasEndedLeadsToTheLoginAndBackToItsPage() {
    http.signIn();
    jdbc.sql("delete from store.spring_session").update();
    String page = http.origin() + "/findings/7?status=open";
    for (String token : List.of(http.csrfToken(), "of-another-session")) {
      var sent = posted(token, "Accept", "text/html,*/*", "Referer", page);
      assertThat(sent.statusCode()).as(token).isEqualTo(302);
      assertThat(sent.headers().firstValue("Location")).get().asString().endsWith("/login?expired");
      assertThat(sent.headers().firstValue("WWW-Authenticate")).isEmpty();
      assertThat(signedInLeadsTo()).as(token).endsWith("/findings/7?status=open");
      http.send("GET", "/findings/7?status=open", null);
      jdbc.sql("delete from store.spring_session").update();
    }
  }

  @Test
  void theMenuKeepsTheIntegrationThatWasChosen() {
    http.signIn();
    assertThat(page("/findings").body()).doesNotContain("href=\"/events?integration=");
    page("/events?integration=configured");
    for (String elsewhere : List.of("/audit", "/findings", "/runs")) {
      assertThat(page(elsewhere).body()).as(elsewhere).doesNotContain("href=\"/events\"");
    }
    assertThat(page("/checks").body())
        .contains("href=\"/users?integration=configured\"", "href=\"/audit\"");
    assertThat(page("/findings?integration=").body()).contains("href=\"/events\"");
  }

  /** It would ask for a password, and send it until it is closed, whatever session has ended. */
  @Test
  void noPageMakesABrowserAskForAPasswordItself() {
    http.send("GET", "/login", null);
    String[][] browsers = {
      {"HX-Request", "true"},
      {"Sec-Fetch-Mode", "no-cors", "Accept", "*/*"},
      {"Origin", http.origin()},
      {"Referer", http.origin() + "/overview"}
    };
    for (String[] headers : browsers) {
      var refused = posted(http.csrfToken(), headers);
      assertThat(refused.statusCode()).as(headers[0]).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).as(headers[0]).isEmpty();
    }
    for (String path : List.of("/findings/export.csv", "/api/findings", "/actuator/prometheus")) {
      var program = new Browser(http.origin()).send("GET", path, null, "Accept", "*/*");
      assertThat(program.headers().firstValue("WWW-Authenticate")).as(path).isPresent();
    }
  }

  @Test
  void aSessionInWhichNothingHappensForHalfAnHourEnds() {
    http.signIn();
    idle(Duration.ofMinutes(29));
    assertThat(http.send("GET", "/integrations", null).statusCode()).isEqualTo(200);
    idle(Duration.ofMinutes(31));
    var page = http.send("GET", "/integrations", null, "Accept", "text/html");
    assertThat(page.headers().firstValue("Location")).get().asString().endsWith("/login?expired");
    assertThat(http.send("GET", "/api/integrations", null).statusCode()).isEqualTo(401);
  }

  @Test
  void aSessionEndsTwelveHoursAfterItsStartHoweverBusyItIs() {
    http.signIn();
    started(Duration.ofHours(11));
    assertThat(http.send("GET", "/integrations", null).statusCode()).isEqualTo(200);
    started(Duration.ofHours(1));
    var page = page("/integrations");
    assertThat(page.headers().firstValue("Location")).get().asString().endsWith("/login?expired");
    assertThat(http.send("GET", "/api/integrations", null).statusCode()).isEqualTo(401);
    assertThat(sessions()).isZero();
  }

  /** It is in the database, and in every backup of it. */
  @Test
  void theIdOfASessionOpensNothing() {
    http.signIn();
    String id =
        jdbc.sql("select session_id from store.spring_session").query(String.class).single();
    String cookie = new String(Base64.getDecoder().decode(http.cookie("OKTADATA_SESSION")));
    assertThat(cookie).startsWith(id + ".");
    String signature = cookie.substring(id.length() + 1);
    String other = (signature.charAt(0) == 'A' ? "B" : "A") + signature.substring(1);
    for (String wrong : List.of(id, id + ".", id + ".A", id + "." + other, id + ".é", ".")) {
      assertThat(asWhoHas(wrong)).as(wrong).isEqualTo(401);
    }
    assertThat(asWhoHas(cookie)).isEqualTo(200);
  }

  private int asWhoHas(String session) {
    String cookie = Base64.getEncoder().encodeToString(session.getBytes());
    return new Browser(http.origin())
        .send("GET", "/integrations", null, "Cookie", "OKTADATA_SESSION=" + cookie)
        .statusCode();
  }

  /** As if all sessions had been opened longer ago. */
  private void started(Duration earlier) {
    jdbc.sql("update store.spring_session set creation_time = creation_time - ?")
        .param(earlier.toMillis())
        .update();
  }

  /** As if the last request of all sessions were longer ago. */
  private void idle(Duration time) {
    jdbc.sql("update store.spring_session set last_access_time = last_access_time - ?")
        .param(time.toMillis())
        .update();
  }

  private HttpResponse<String> posted(String token, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", FORM));
    all.addAll(List.of(headers));
    return http.send(
        "POST", "/findings/7/mute", "reason=x&_csrf=" + token, all.toArray(String[]::new));
  }

  private HttpResponse<String> page(String path) {
    return http.send("GET", path, null, "Accept", "text/html");
  }

  private String signedInLeadsTo(String... headers) {
    http.send("GET", "/login", null);
    String form = "username=ada&password=lovelace&_csrf=" + http.csrfToken();
    List<String> all = new ArrayList<>(List.of("Content-Type", FORM));
    all.addAll(List.of(headers));
    var answer = http.send("POST", "/login", form, all.toArray(String[]::new));
    return answer.headers().firstValue("Location").orElse("");
  }

  private long sessions() {
    return jdbc.sql("select count(*) from store.spring_session").query(Long.class).single();
  }

  private String tryToSignIn(String name) {
    http.send("GET", "/login", null);
    String form = "username=" + name + "&password=wrong&_csrf=" + http.csrfToken();
    var answer = http.send("POST", "/login", form, "Content-Type", FORM);
    return answer.headers().firstValue("Location").orElse("");
  }

  private List<String> noted() {
    return jdbc.sql("select actor || ' ' || action from store.audit order by id")
        .query(String.class)
        .list();
  }
}
