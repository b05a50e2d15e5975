package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.web.Mappings.Call;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.ApplicationContext;

class AccessTest extends StartedApplication {

  /** Health is for load balancers; an intake asks for a key of its own. */
  private static final Set<String> OPEN = Set.of("/actuator/health", "/login");

  private static final String VIEWER = Browser.basic("vera", "rubin");

  @Autowired private ApplicationContext context;
  @Autowired private HealthAddress address;

  @Test
  void theImagesCheckIsToldWhereHealthIs() {
    assertThat(URI.create(address.address()))
        .hasHost("127.0.0.1")
        .hasPort(context.getEnvironment().getProperty("local.server.port", Integer.class))
        .hasPath("/actuator/health");
  }

  @Test
  void everyMappingNeedsAuthentication() {
    Set<Call> calls = calls();
    assertThat(calls)
        .contains(
            new Call("DELETE", "/api/integrations/x"),
            new Call("GET", "/actuator/prometheus"),
            new Call("GET", "/hawtio"),
            new Call("GET", "/findings"),
            new Call("GET", "/webjars/x"),
            new Call("POST", "/integrations/x/remove"))
        // Every link of a page would be looked for as such a file, in all jars.
        .as("files at any address")
        .doesNotContain(new Call("GET", "/x"));
    for (Call call : calls) {
      if (!OPEN.contains(call.path()) && !call.path().startsWith("/intake/")) {
        assertThat(http.send(call.method(), call.path(), null).statusCode())
            .as(call.toString())
            .isEqualTo(401);
      }
    }
  }

  @Test
  void eachProgramMayHaveAnAccountThatOnlyReads() {
    String siem = "Basic " + Base64.getEncoder().encodeToString("siem:read-only".getBytes());
    assertThat(http.send("GET", "/api/findings", null, "Authorization", siem).statusCode())
        .isEqualTo(200);
    assertThat(
            http.send("DELETE", "/api/integrations/configured", null, "Authorization", siem)
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aViewerChangesNothing() {
    Set<Call> changes = calls();
    changes.removeIf(call -> Set.of("GET", "HEAD", "OPTIONS").contains(call.method()));
    changes.removeIf(call -> OPEN.contains(call.path()) || call.path().startsWith("/intake/"));
    assertThat(changes).hasSizeGreaterThan(20);
    for (Call call : changes) {
      assertThat(http.send(call.method(), call.path(), null, "Authorization", VIEWER).statusCode())
          .as(call.toString())
          .isEqualTo(403);
    }
    assertThat(http.send("GET", "/api/integrations", null, "Authorization", VIEWER).statusCode())
        .isEqualTo(200);
    assertThat(http.send("GET", "/hawtio/", null, "Authorization", VIEWER).statusCode())
        .isEqualTo(403);
  }

  @Test
  void anAnalystDecidesAndChangesNothingElse() {
    Set<Call> mayChange =
        Set.of(
            new Call("POST", "/api/findings/x/mute"),
            new Call("POST", "/api/findings/x/accept"),
            new Call("POST", "/api/findings/x/resolve"),
            new Call("POST", "/api/findings/x/reopen"),
            new Call("POST", "/api/findings/decisions"),
            new Call("POST", "/api/exclusions"),
            new Call("POST", "/api/exclusions/x/end"),
            new Call("POST", "/findings/x/x"),
            new Call("POST", "/findings/several/x"),
            new Call("POST", "/checks/x/exclusions"),
            new Call("POST", "/checks/x/exclusions/x/end"));
    Set<Call> changes = calls();
    changes.removeIf(call -> Set.of("GET", "HEAD", "OPTIONS").contains(call.method()));
    changes.removeIf(call -> OPEN.contains(call.path()) || call.path().startsWith("/intake/"));
    assertThat(changes).containsAll(mayChange);
    String analyst = Browser.basic("soar", "decides");
    for (Call call : changes) {
      String path = call.path().equals("/findings/x/x") ? "/findings/x/mute" : call.path();
      // Without the cookies of the answer before, or the token would be asked for.
      Browser program = new Browser(http.origin());
      int status = program.send(call.method(), path, null, "Authorization", analyst).statusCode();
      assertThat(status == 403).as(call.toString()).isEqualTo(!mayChange.contains(call));
    }
    assertThat(http.send("GET", "/api/integrations", null, "Authorization", analyst).statusCode())
        .isEqualTo(200);
    assertThat(http.send("GET", "/hawtio/", null, "Authorization", analyst).statusCode())
        .isEqualTo(403);
  }

  @Test
  void theLoginPageBringsWhatItIsMadeOf() {
    String page = http.send("GET", "/login", null, "Accept", "text/html").body();
    Matcher part = Pattern.compile("(?:href|src)=\"(/[^\"]+\\.(?:css|js|svg))\"").matcher(page);
    Set<String> parts = new LinkedHashSet<>();
    while (part.find()) {
      parts.add(part.group(1));
    }
    assertThat(parts).hasSize(4);
    for (String each : parts) {
      assertThat(http.send("GET", each, null).statusCode()).as(each).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/console/console.js",
        "/webjars/chart.js/dist/chart.umd.js",
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

  /** Who floods the open page would else use up the connections that collection works with. */
  @Test
  void askingForTheHealthAgainAndAgainAsksTheDatabaseOnce() {
    for (String name : Set.of("integrationsHealthIndicator", "streamsHealthIndicator")) {
      HealthIndicator indicator = context.getBean(name, HealthIndicator.class);
      assertThat(indicator.health()).as(name).isSameAs(indicator.health());
    }
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

  private Set<Call> calls() {
    return Mappings.of(context);
  }
}
