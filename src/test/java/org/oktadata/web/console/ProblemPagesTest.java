package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.web.Browser;
import org.oktadata.web.StartedApplication;

class ProblemPagesTest extends StartedApplication {

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing-here, 404",
    "GET, /findings/999999999, 404",
    "GET, /objects/configured/zones/none, 404",
    "GET, /findings/not-a-number, 400",
    "POST, /integrations/configured/remove?confirmed=configured, 409",
    "GET, /findings/1/mute, 405"
  })
  void whoIsSignedInKeepsTheMenu(String method, String path, int status) {
    HttpResponse<String> answer =
        http.send(method, path, null, "Authorization", Browser.ADMIN, "Accept", "text/html");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .contains("aria-label=\"Main\"", "href=\"/findings\"", "Status " + status)
        .contains("Sign out");
  }

  @Test
  void aStrangerSeesNoMenu() {
    HttpResponse<String> answer = http.send("GET", "/error", null, "Accept", "text/html");
    assertThat(answer.body()).doesNotContain("aria-label=\"Main\"");
    HttpResponse<String> odd = http.send("GET", "/find%2Fings", null, "Accept", "text/html");
    assertThat(odd.statusCode()).isEqualTo(400);
    assertThat(odd.body()).contains("Status 400").doesNotContain("aria-label=\"Main\"");
  }
}
