package org.oktadata.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.web.Browser;
import org.oktadata.web.StartedApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Too large, too deep, too often: refused with a reason, and nothing else suffers. */
@ExtendWith(OutputCaptureExtension.class)
class HostileRequestsTest extends StartedApplication {

  @LocalServerPort private int port;

  @Test
  void aBodyThatIsTooLargeIsRefusedWhetherItSaysSoOrNot() throws Exception {
    byte[] body = " ".repeat(RequestBodyLimit.MOST + 1).getBytes();
    HttpResponse<String> told = post(BodyPublishers.ofByteArray(body));
    assertThat(told.statusCode()).isEqualTo(413);
    assertThat(told.body()).contains("A request may have 1048576 bytes.");
    HttpResponse<String> chunked =
        post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(chunked.body()).contains("A request may have 1048576 bytes.");
  }

  @Test
  void aChunkedBodyOfUsualSizeIsTaken() throws Exception {
    HttpResponse<String> answer =
        post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("{}".getBytes())));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("name is missing");
  }

  @Test
  void strangersBodiesAreNotReadAtAll() {
    String body = " ".repeat(RequestBodyLimit.MOST + 1);
    assertThat(http.send("POST", "/api/integrations", body).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"[, 100000", "'{\"a\":', 100000", "'{\"name\":[', 50000"})
  void aBodyThatNestsWithoutEndIsRefused(String level, int times) {
    HttpResponse<String> answer = http.json("POST", "/api/integrations", level.repeat(times));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({"(, 2000", "not (, 700", "a[b eq, 500", "a.b in [, 600"})
  void aFilterThatNestsWithoutEndIsToldAsAMistake(String level, int times) {
    String filter = URLEncoder.encode(level.repeat(times), StandardCharsets.UTF_8);
    HttpResponse<String> page = http.json("GET", "/events?filter=" + filter, null);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("filter: ");
  }

  /** Names are counted per address: large ones would fill the memory without an account. */
  @Test
  void aFormThatIsTooLargeSignsNobodyIn() {
    http.send("GET", "/login", null);
    String form = "_csrf=" + http.csrfToken() + "&password=x&username=" + "a".repeat(200_000);
    HttpResponse<String> answer =
        http.send("POST", "/login", form, "Content-Type", "application/x-www-form-urlencoded");
    assertThat(answer.statusCode()).isIn(403, 413);
    assertThat(
            jdbc.sql(
                    "select count(*) from store.audit where action = 'sign-in.failed'"
                        + " and actor = '(not a name)'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//hawtio/jolokia/version",
        "/h%61wtio/jolokia/list",
        "/login/../hawtio/jolokia/list",
        "/actuator/health?%01=a"
      })
  void anAddressThatIsWrittenOddlyIsRefusedAndFillsNoLog(String address, CapturedOutput log)
      throws Exception {
    assertThat(raw("GET " + address, "Accept: application/json")).startsWith("HTTP/1.1 400");
    assertThat(log.getOut()).doesNotContain("Exception");
  }

  @Test
  void aHeaderWithControlCharactersIsRefusedAndFillsNoLog(CapturedOutput log) throws Exception {
    assertThat(raw("GET /actuator/health", "X-Other: a\u0080b")).startsWith("HTTP/1.1 400");
    assertThat(log.getOut()).doesNotContain("Exception");
  }

  /** Health answers everybody, and reads what comes with the question. */
  @Test
  void aBodyInPiecesThatAreNoneFillsNoLog(CapturedOutput log) throws Exception {
    String headers = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ";
    assertThat(raw("GET /actuator/health", headers)).startsWith("HTTP/1.1 400");
    assertThat(log.getOut()).doesNotContain("Exception");
  }

  @Test
  void aFormThatNobodyKnowsFillsNoLog(CapturedOutput log) throws Exception {
    assertThat(raw("POST /api/runs", "Accept: garbage")).startsWith("HTTP/1.1 401");
    assertThat(log.getOut()).doesNotContain("invalid Accept header");
  }

  /** As it is written: HTTP clients mend what servers have to bear. */
  private String raw(String line, String header) throws Exception {
    try (Socket socket = new Socket("localhost", port)) {
      String request =
          line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpResponse<String> post(HttpRequest.BodyPublisher body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/integrations"))
                .header("Authorization", Browser.basic("ada", "lovelace"))
                .header("Content-Type", "application/json")
                .POST(body)
                .build(),
            BodyHandlers.ofString());
  }
}
