package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class HawtioTest extends StartedApplication {

  private static final String JOLOKIA = "/hawtio/jolokia";
  private static final String ROUTES =
      """
      {"type":"read","mbean":"org.apache.camel:context=*,type=context,name=*","attribute":"State"}""";

  @Autowired private CamelContext camel;

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
  @CsvSource(
      delimiter = '|',
      value = {
        "read  | java.lang:type=Runtime | SystemProperties",
        "read  | java.lang:type=Runtime | InputArguments",
        "exec  | com.sun.management:type=DiagnosticCommand | vmSystemProperties",
        "exec  | com.sun.management:type=HotSpotDiagnostic | dumpHeap",
        "exec  | com.sun.management:* | dumpHeap",
        "exec  | jdk.management.jfr:type=FlightRecorder | newRecording",
        "exec  | java.lang:type=Memory | gc",
        "exec  | java.util.logging:type=Logging | setLoggerLevel",
        "exec  | hawtio:type=QuartzFacade | updateCronTrigger",
        "exec  | quartz:type=QuartzScheduler,name=x,instance=x | triggerJob",
        "exec  | quartz:type=QuartzScheduler,name=x,instance=x | scheduleBasicJob",
        "exec  | type=context | requestBody",
        "exec  | type=context | requestBodyAndHeaders",
        "exec  | type=context | requestStringBody(java.lang.String,java.lang.String)",
        "exec  | type=context,* | requestStringBody",
        "exec  | type=context | sendBody",
        "exec  | type=context | sendBodyAndHeaders",
        "exec  | type=context | sendStringBody",
        "exec  | type=context | createEndpoint",
        "exec  | type=context | removeEndpoints",
        "exec  | type=context | setGlobalOption",
        "exec  | type=context | dumpRoutesAsXml(boolean)",
        "exec  | type=routes | updateRouteFromXml",
        "exec  | type=routes | remove()",
        "exec  | type=routes | dumpRouteAsYaml(boolean)",
        "exec  | type=processors | disable()",
        "exec  | type=endpoints | browseAllMessagesAsXml",
        "exec  | type=components | verify",
        "exec  | type=producers | stop()",
        "exec  | type=tracer,name=BacklogTracer | setTraceFilter",
        "exec  | type=tracer,name=BacklogDebugger | evaluateExpressionAtBreakpoint",
        "exec  | type=tracer,name=BacklogDebugger | addConditionalBreakpoint",
        "exec  | type=tracer,name=BacklogDebugger | setMessageBodyOnBreakpoint",
        "write | type=tracer,name=BacklogTracer | TraceFilter",
        "write | type=routes | Tracing",
        "write | java.lang:type=Memory | Verbose"
      })
  void whatCouldShowSecretsOrRunAnythingIsRefused(String type, String bean, String member) {
    assertThat(jmx(type, bean, member)).contains("\"status\":403");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type=context | dumpRoutesAsXml()",
        "type=context | dumpRoutesStatsAsXml",
        "type=context | componentNames()",
        "type=services,name=DefaultInflightRepository | browse()",
        "type=tracer,name=BacklogTracer | setEnabled",
        "type=tracer,name=BacklogTracer | dumpAllTracedMessagesAsXml()",
        "java.lang:type=Threading | dumpAllThreads(boolean,boolean)",
        "hawtio:type=security,area=jmx,name=HawtioDummyJMXSecurity | canInvoke(java.lang.String)",
        "hawtio:type=security,name=RBACRegistry | list()"
      })
  void whatHawtiosPagesShowIsAnswered(String bean, String operation) {
    String answer = jmx("exec", bean, operation);
    // An application that ended in the same JVM has taken hawtio's own beans with it.
    boolean gone = bean.startsWith("hawtio:") && answer.contains("InstanceNotFoundException");
    assertThat(answer).contains(gone ? "\"status\":404" : "\"status\":200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/exec/a:b=c/d",
        "/!exec/a:b=c/d",
        "/e!xec/a:b=c/d",
        "/EX!EC/a:b=c/d",
        "/!w!rite/a:b=c/d/e",
        "/reader/a:b=c/d",
        "/notification/open",
        "?p=!exec/a:b=c/d",
        "/?p=exec/a:b=c/d",
        "/read?p=exec/a:b=c/d"
      })
  void noLinkRunsAnything(String link) {
    for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT")) {
      assertThat(http.json(method, JOLOKIA + link, null).statusCode()).as(method).isEqualTo(405);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void noOtherSiteAsks(String site) {
    for (String method : List.of("GET", "POST")) {
      HttpResponse<String> answer =
          http.send(
              method,
              JOLOKIA + "/version?callback=take",
              "{\"type\": \"version\"}",
              "Authorization",
              Browser.ADMIN,
              "Sec-Fetch-Site",
              site);
      assertThat(answer.statusCode()).as(method).isEqualTo(403);
    }
  }

  /** Which a page of any site may include where the browser doesn't say who asks. */
  @Test
  void noAnswerIsAScript() {
    for (String method : List.of("GET", "POST")) {
      assertThat(http.json(method, JOLOKIA + "/version?callback=take", "{\"type\": \"version\"}"))
          .returns(400, HttpResponse::statusCode)
          .extracting(HttpResponse::body, STRING)
          .doesNotContain("take(");
    }
  }

  /** It does so before it shows any, and again from time to time. */
  @Test
  void hawtioAsksAboutEachBeanAtOnceAndNobodyReadsOfThatInTheAudit() {
    String question =
        "{\"type\":\"exec\",\"mbean\":\"hawtio:type=security,area=jmx,name=HawtioDummyJMXSecurity\","
            + "\"operation\":\"canInvoke(java.lang.String)\",\"arguments\":[\"org.apache.camel:type=context\"]}";
    long before = jdbc.sql("select count(*) from store.audit").query(Long.class).single();
    HttpResponse<String> answer =
        http.json(
            "POST", JOLOKIA, "[" + String.join(",", Collections.nCopies(9_000, question)) + "]");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(jdbc.sql("select count(*) from store.audit").query(Long.class).single())
        .isEqualTo(before);
  }

  @Test
  void noOtherSiteMayReadAnswers() {
    for (String method : List.of("GET", "POST", "OPTIONS")) {
      HttpResponse<String> answer =
          http.send(
              method,
              JOLOKIA,
              "{\"type\": \"version\"}",
              "Authorization",
              Browser.ADMIN,
              "Origin",
              "http://elsewhere.example");
      assertThat(answer.statusCode()).as(method).isEqualTo(403);
      assertThat(answer.headers().map().keySet())
          .as(method)
          .doesNotContain("access-control-allow-origin", "access-control-allow-credentials");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "\"exec\"",
        "{\"type\": \"exec\", \"mbean\": \"a:b=c\", \"operation\": \"stop()\"",
        "[{\"type\": \"exec\", \"mbean\": \"a:b=c\", \"operation\": \"stop()\"}"
      })
  void whatIsNoJsonIsRefusedAlthoughJolokiaReadsIt(String body) {
    assertThat(http.json("POST", JOLOKIA, body).statusCode()).isEqualTo(400);
  }

  @Test
  void jolokiaRunsWhatTheAuditLogNames() {
    String twice =
        """
        {"type": "version", "type": "exec", "mbean": "a:b=\u00fc", "operation": "one", "operation": "two"}""";
    String answer =
        http.send(
                "POST",
                JOLOKIA,
                twice,
                "Authorization",
                Browser.ADMIN,
                "Content-Type",
                "application/json; charset=ISO-8859-1")
            .body();
    assertThat(answer).contains("a:b=\u00fc", "two").doesNotContain("\"one\"");
    assertThat(
            jdbc.sql("select subject from store.audit where action = 'jmx.exec'")
                .query(String.class)
                .list())
        .contains("a:b=\u00fc two");
  }

  @Test
  void otherServersAreNotReachedThroughJolokia() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      other.setSoTimeout(500);
      String request =
          """
          {"type": "read", "mbean": "java.lang:type=Memory", "target":
           {"url": "service:jmx:rmi:///jndi/rmi://127.0.0.1:%d/x"}}"""
              .formatted(other.getLocalPort());
      CompletableFuture<HttpResponse<String>> answer =
          CompletableFuture.supplyAsync(() -> http.json("POST", JOLOKIA, request));
      assertThatThrownBy(other::accept).isInstanceOf(SocketTimeoutException.class);
      assertThat(answer.join().statusCode()).isEqualTo(400);
    }
    assertThatThrownBy(() -> Class.forName("org.jolokia.service.jsr160.Jsr160RequestHandler"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void theProxyToOtherServersIsClosed() {
    assertThat(http.json("GET", "/hawtio/proxy/http/127.0.0.1/1/", null).statusCode())
        .isEqualTo(403);
  }

  /** What Jolokia answers; beans without a domain are of this application's Camel. */
  private String jmx(String type, String bean, String member) {
    String name = bean;
    if (!bean.contains(":")) {
      name = "org.apache.camel:context=" + camel.getManagementName() + "," + bean;
      if (!bean.contains("name=") && !bean.contains("*")) {
        name += ",name=\"" + camel.getName() + "\"";
      }
    }
    Map<String, Object> request =
        Map.of(
            "type",
            type,
            "mbean",
            name,
            type.equals("exec") ? "operation" : "attribute",
            member,
            "arguments",
            List.of(false, false),
            "value",
            true);
    try {
      return http.json("POST", JOLOKIA, new ObjectMapper().writeValueAsString(request)).body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
