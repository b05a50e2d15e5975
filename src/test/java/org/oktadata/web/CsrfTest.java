package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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

  @Test
  void anotherSiteCannotUseTheBasicCredentialsThatABrowserRemembers() {
    var forged =
        http.send(
            "POST",
            "/api/integrations",
            "{}",
            "Authorization",
            Browser.ADMIN,
            "Content-Type",
            JSON,
            "Sec-Fetch-Site",
            "cross-site");
    assertThat(forged.statusCode()).isEqualTo(403);
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
  }

  private java.net.http.HttpResponse<String> withToken(String path, String body) {
    return http.send("POST", path, body, "Content-Type", JSON, "X-XSRF-TOKEN", http.csrfToken());
  }
}
