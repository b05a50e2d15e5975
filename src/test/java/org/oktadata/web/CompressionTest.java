package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs pull is compressed; what holds a token beside what was asked for never is. */
class CompressionTest extends StartedApplication {

  @ParameterizedTest
  @CsvSource({
    "/api/checks, application/json",
    "/actuator/prometheus, text/plain",
    "/webjars/bootstrap/dist/css/bootstrap.min.css, text/css",
    "/webjars/chart.js/dist/chart.umd.js, text/javascript"
  })
  void dataAndFilesAre(String address, String accept) {
    HttpResponse<String> answer = get(address, accept);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(answer.headers().allValues("Vary"))
        .anyMatch(vary -> vary.contains("accept-encoding"));
  }

  @ParameterizedTest
  @CsvSource({"/checks, text/html", "/findings?text=x, text/html", "/login, text/html"})
  void pagesAreNot(String address, String accept) {
    HttpResponse<String> page = get(address, accept);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(page.body()).contains("</html>");
  }

  private HttpResponse<String> get(String address, String accept) {
    return http.send(
        "GET",
        address,
        null,
        "Authorization",
        Browser.ADMIN,
        "Accept",
        accept,
        "Accept-Encoding",
        "gzip");
  }
}
