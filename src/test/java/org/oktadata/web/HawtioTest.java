package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HawtioTest extends StartedApplication {

  private static final String ROUTES =
      """
      {"type":"read","mbean":"org.apache.camel:context=*,type=context,name=*","attribute":"State"}""";

  @Test
  void thePageIsThereWithAPolicyThatAllowsNoInlineScript() {
    HttpResponse<String> page = http.json("GET", "/hawtio/", null);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<base href=\"/hawtio/\">");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .get()
        .asString()
        .contains("script-src 'self';", "frame-ancestors 'none'");
  }

  @Test
  void jolokiaReadsWithBasic() {
    assertThat(http.json("GET", "/hawtio/jolokia/read/java.lang:type=Memory", null).body())
        .contains("HeapMemoryUsage");
    assertThat(http.json("POST", "/hawtio/jolokia", ROUTES).body())
        .contains("\"State\":\"Started\"");
  }

  @Test
  void jolokiaAnswersASessionThatSendsItsToken() {
    http.signIn();
    http.send("GET", "/hawtio/", null);
    assertThat(http.send("POST", "/hawtio/jolokia", ROUTES).statusCode()).isEqualTo(403);
    HttpResponse<String> answer =
        http.send("POST", "/hawtio/jolokia", ROUTES, "X-XSRF-TOKEN", http.csrfToken());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"State\":\"Started\"");
  }

  @ParameterizedTest
  @CsvSource({
    "read, java.lang:type=Runtime, SystemProperties",
    "read, java.lang:type=Runtime, InputArguments",
    "exec, com.sun.management:type=DiagnosticCommand, vmSystemProperties",
    "exec, com.sun.management:type=HotSpotDiagnostic, dumpHeap",
    "exec, jdk.management.jfr:type=FlightRecorder, newRecording",
    "write, java.lang:type=Memory, Verbose"
  })
  void whatCouldShowOrDumpSecretsIsRefused(String type, String bean, String member) {
    String request =
        """
        {"type":"%s","mbean":"%s","attribute":"%s","operation":"%s","value":true}"""
            .formatted(type, bean, member, member);
    assertThat(http.json("POST", "/hawtio/jolokia", request).body()).contains("\"status\":403");
  }

  @Test
  void theProxyToOtherServersIsClosed() {
    assertThat(http.json("GET", "/hawtio/proxy/http/127.0.0.1/1/", null).statusCode())
        .isEqualTo(403);
  }
}
