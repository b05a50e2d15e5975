package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

class AccessTest extends StartedApplication {

  /** Health is for load balancers; an intake asks for a key of its own. */
  private static final Set<String> OPEN = Set.of("/actuator/health");

  @Autowired private ApplicationContext context;

  private record Call(String method, String path) {}

  @Test
  void everyMappingNeedsAuthentication() {
    Set<Call> calls = new LinkedHashSet<>();
    context
        .getBeansOfType(RequestMappingInfoHandlerMapping.class)
        .values()
        .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> add(calls, info)));
    assertThat(calls)
        .contains(
            new Call("DELETE", "/api/integrations/x"),
            new Call("GET", "/actuator/prometheus"),
            new Call("GET", "/hawtio"));
    for (Call call : calls) {
      if (!OPEN.contains(call.path()) && !call.path().startsWith("/intake/")) {
        assertThat(http.send(call.method(), call.path(), null).statusCode())
            .as(call.toString())
            .isEqualTo(401);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api",
        "/api/integrations/",
        "/API/integrations",
        "/actuator",
        "/actuator/env",
        "/actuator/health/db",
        "/hawtio",
        "/hawtio/jolokia",
        "/hawtio/auth/login",
        "/hawtio/proxy/x",
        "/hawtio/static/js/x.js",
        "/error",
        "/nothing"
      })
  void whatIsNoMappingNeedsAuthenticationToo(String path) {
    assertThat(http.send("GET", path, null).statusCode()).isEqualTo(401);
  }

  @Test
  void aPersonsBrowserIsSentToTheLoginPage() {
    var page = http.send("GET", "/", null, "Accept", "text/html,*/*");
    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(page.headers().firstValue("Location")).get().asString().endsWith("/login");
    var api = http.send("GET", "/api/integrations", null, "Accept", "text/html,*/*");
    assertThat(api.statusCode()).isEqualTo(401);
  }

  @Test
  void aWrongPasswordIsAProblemDetail() {
    var refused =
        http.send("GET", "/api/integrations", null, "Authorization", Browser.basic("ada", "x"));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(refused.headers().firstValue("WWW-Authenticate")).get().asString().contains("Basic");
  }

  @Test
  void healthIsOpenAndTellsStrangersTheStatusOnly() {
    for (String path : Set.of("", "/liveness", "/readiness")) {
      var health = http.send("GET", "/actuator/health" + path, null);
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).contains("\"UP\"").doesNotContain("components");
    }
    assertThat(http.json("GET", "/actuator/health", null).body())
        .contains("\"integrations\":{\"status\":\"UP\"", "configured");
    assertThat(http.json("GET", "/actuator/prometheus", null).body()).contains("jvm_memory");
  }

  @Test
  void anIntakeIsNotHeldUpByTheLogin() {
    assertThat(http.send("POST", "/intake/eventbridge/acme", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void pagesForbidInlineScriptAndFrames() {
    var headers = http.json("GET", "/api/integrations", null).headers();
    assertThat(headers.firstValue("Content-Security-Policy"))
        .get()
        .asString()
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  private static void add(Set<Call> calls, RequestMappingInfo info) {
    Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
    for (String pattern : info.getPatternValues()) {
      String path = pattern.replaceAll("\\{[^}]*}|\\*+", "x");
      methods.forEach(method -> calls.add(new Call(method.name(), path)));
      if (methods.isEmpty()) {
        calls.add(new Call("GET", path));
        calls.add(new Call("POST", path));
      }
    }
  }
}
