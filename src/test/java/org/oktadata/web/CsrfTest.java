package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsrfTest extends StartedApplication {

  private static final String JSON = "application/json";

  @Test
  void aProgramWithBasicNeedsNoTokenAndGetsNoSession() {
    http.send("GET", "/api/integrations", null);
    assertThat(http.json("POST", "/api/integrations", "{}").statusCode()).isEqualTo(400);
    assertThat(http.cookie("OKTADATA_SESSION")).isNull();
  }

  @Test
  void aSessionNeedsTheToken() {
    http.signIn();
    assertThat(http.cookie("OKTADATA_SESSION")).isNotNull();
    var without = http.send("POST", "/api/integrations", "{}", "Content-Type", JSON);
    assertThat(without.statusCode()).isEqualTo(403);
    assertThat(without.body()).contains("X-XSRF-TOKEN");
    assertThat(withToken("/api/integrations", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void aSessionNeedsTheTokenEvenWithBasic() {
    http.signIn();
    assertThat(http.json("POST", "/api/integrations", "{}").statusCode()).isEqualTo(403);
  }

  /** A neighbour below the same domain can set the token's cookie, and sends the session along. */
  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void anotherSiteChangesNothingWhateverItSends(String site) {
    http.signIn();
    for (String path : List.of("/api/integrations", "/integrations/x/remove", "/logout")) {
      var forged = forged(path, "Sec-Fetch-Site", site, "X-XSRF-TOKEN", http.csrfToken());
      assertThat(forged.statusCode()).as(path).isEqualTo(403);
      assertThat(forged.body()).contains("Another site sent this request");
      assertThat(forged(path, "Sec-Fetch-Site", site).statusCode()).isEqualTo(403);
    }
    assertThat(withToken("/api/integrations", "{}", "Sec-Fetch-Site", "same-origin").statusCode())
        .isEqualTo(400);
  }

  /** Browsers tell the site to no http server but localhost; the origin they tell to each. */
  @ParameterizedTest
  @ValueSource(
      strings = {"http://evil.example", "http://localhost:1", "null", "localhost", "http://"})
  void anotherOriginChangesNothingWhateverItSends(String origin) {
    http.send("GET", "/login", null);
    var forged = forged("/api/integrations", "Origin", origin, "X-XSRF-TOKEN", http.csrfToken());
    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(forged.body()).contains("Another site sent this request");
    assertThat(forged("/integrations/x/remove", "Origin", origin).statusCode()).isEqualTo(403);
  }

  @Test
  void aBrowserWithRememberedBasicCredentialsNeedsTheToken() {
    String[] own = {"Origin", http.origin()};
    assertThat(forged("/api/integrations", own).statusCode()).isEqualTo(403);
    http.send("GET", "/login", null);
    var page =
        forged("/api/integrations", "Origin", http.origin(), "X-XSRF-TOKEN", http.csrfToken());
    assertThat(page.statusCode()).isEqualTo(415);
  }

  @Test
  void signingInNeedsTheToken() {
    var form = "username=ada&password=lovelace";
    var refused =
        http.send("POST", "/login", form, "Content-Type", "application/x-www-form-urlencoded");
    assertThat(refused.statusCode()).isEqualTo(403);
  }

  @Test
  void anIntakeNeedsNoTokenEvenWithASession() {
    http.signIn();
    assertThat(http.send("POST", "/intake/eventbridge/acme", "{}").statusCode()).isEqualTo(404);
    assertThat(
            http.send("POST", "/intake/eventbridge/acme", "{}", "Sec-Fetch-Site", "cross-site")
                .statusCode())
        .isEqualTo(404);
  }

  /** As a form of another page makes a browser send it: with all that it remembers, as text. */
  private HttpResponse<String> forged(String path, String... headers) {
    return http.send(
        "POST",
        path,
        "a=b",
        with(headers, "Authorization", Browser.ADMIN, "Content-Type", "text/plain"));
  }

  private HttpResponse<String> withToken(String path, String body, String... headers) {
    return http.send(
        "POST", path, body, with(headers, "Content-Type", JSON, "X-XSRF-TOKEN", http.csrfToken()));
  }

  private static String[] with(String[] some, String... others) {
    return Stream.concat(Stream.of(some), Stream.of(others)).toArray(String[]::new);
  }
}
