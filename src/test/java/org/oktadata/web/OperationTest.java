package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.events.TestQueue;
import org.oktadata.figures.OrgMeters;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxLimits;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.web.Mappings.Call;

/** The whole application as an operator runs it: with its routes, behind TLS. */
class OperationTest {

  private static final String ADMIN = Browser.basic("admin", "test");
  private static final String VIEWER = Browser.basic("vera", "look");
  private static final String[] BEHIND_TLS = {"X-Forwarded-Proto", "https", "Accept", "text/html"};

  @TempDir static Path folder;
  static SandboxOkta okta;
  static TestQueue queue;
  static AppUnderTest app;

  @BeforeAll
  static void start() {
    okta =
        SandboxOkta.start(
                SandboxOrg.generate(OrgSize.ofUsers(10), 7),
                SandboxOptions.standard().withLimits(SandboxLimits.workforce(1)))
            .register(SandboxClient.withSecret("app", "secret"));
    queue = TestQueue.start();
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + SmallHome.in(folder, Set.of("users", "groups", "events")),
            AppUnderTest.IN_JMX,
            "--server.forward-headers-strategy=native",
            "--server.tomcat.accesslog.enabled=true",
            "--server.tomcat.accesslog.directory=" + folder.resolve("access"),
            "--server.tomcat.accesslog.pattern=%t %a %{okta.person}r \"%r\" %s",
            "--server.tomcat.accesslog.buffered=false",
            "--okta.console.viewer.name=vera",
            "--okta.console.viewer.password=look",
            "--okta.streaming.sqs.queue-url=" + queue.url(),
            "--okta.streaming.sqs.region=us-east-1",
            "--okta.deliveries.webhook.url=http://127.0.0.1:1",
            "--okta.integrations[0].intake-key=a key of letters alone");
    app.collect("{\"dataTypes\": [\"users\", \"groups\"]}");
    assertThat(new Browser(app.url()).send("POST", "/intake/eventbridge/acme", "{}").statusCode())
        .as("a wrong key, for the metric of those")
        .isEqualTo(401);
    app.database()
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            values ('acme', now(), 'e', 'user.session.start', '{}', 'poll')\
            """)
        .update();
    app.database()
        .sql(
            "insert into store.stream (integration, received_via, last_published) values ('acme',"
                + " 'hook', now())")
        .update();
    app.database()
        .sql(
            """
            insert into store.run (integration, mode, status, trigger, verified, drifted)
            values ('acme', 'verify', 'SUCCESS', 'schedule', 10, 0)\
            """)
        .update();
    app.bean(OrgMeters.class).read();
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
    queue.close();
  }

  @Test
  void whateverIsMappedNeedsASignInAndTheIntakesAKey() {
    Set<Call> calls = Mappings.of(app.context());
    assertThat(calls).contains(new Call("POST", "/intake/x/x"));
    Browser stranger = new Browser(app.url());
    for (Call call : calls) {
      if (!Set.of("/login", "/actuator/health").contains(call.path())) {
        assertThat(stranger.send(call.method(), call.path(), null).statusCode())
            .as(call.toString())
            .isIn(call.path().startsWith("/intake/") ? List.of(401, 403, 404, 405) : List.of(401));
      }
    }
    assertThat(stranger.send("POST", "/intake/eventbridge/acme", "{}").statusCode()).isEqualTo(401);
  }

  @Test
  void theDashboardAndTheGuideNameMetricsThatExist() throws IOException {
    String exposed = as(ADMIN, "GET", "/actuator/prometheus", null).body();
    Set<String> missing = new TreeSet<>();
    for (String file : List.of("docs/grafana.json", "docs/watching.md")) {
      Matcher name =
          Pattern.compile("\\b(okta|camel|hikaricp|jvm)_[a-z_]+\\b")
              .matcher(Files.readString(Path.of(file)));
      while (name.find()) {
        if (!exposed.contains("\n" + name.group() + "{")
            && !exposed.contains("\n" + name.group() + " ")) {
          missing.add(file + " " + name.group());
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(exposed)
        .contains("okta_data_age_seconds{data_type=\"users\",integration=\"acme\"}")
        .contains("okta_findings_open{integration=\"acme\",severity=\"critical\"}");
  }

  @Test
  void theGuideNamesObjectsOfJmxThatExist() throws IOException, JMException {
    Matcher name =
        Pattern.compile("`((?:org\\.apache\\.camel|com\\.zaxxer\\.hikari):[^`]+)`")
            .matcher(Files.readString(Path.of("docs/watching.md")));
    int found = 0;
    while (name.find()) {
      found++;
      String pattern = name.group(1).replaceAll("<[^>]+>", "*").replace("\"*\"", "*");
      pattern = pattern.replace("okta-data-integration", managementName());
      assertThat(
              ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(pattern), null))
          .as(pattern)
          .isNotEmpty();
    }
    assertThat(found).isPositive();
  }

  @Test
  void theAccessLogSaysWhoLookedAtWhat() throws IOException {
    as(VIEWER, "GET", "/api/findings?subject=ada", null);
    try (Stream<Path> files = Files.list(folder.resolve("access"))) {
      Path file = files.findFirst().orElseThrow();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(Files.readAllLines(file))
                      .anyMatch(
                          line ->
                              line.endsWith(
                                  " vera \"GET /api/findings?subject=ada HTTP/1.1\" 200")));
    }
  }

  @Test
  void onlyAnAdministratorStopsARoute() {
    String stop =
        """
        {"type": "exec", "mbean": "org.apache.camel:context=%s,name=\\"measure\\",type=routes", "operation": "%s"}\
        """;
    String name = managementName();
    assertThat(as(VIEWER, "POST", "/hawtio/jolokia", stop.formatted(name, "stop()")).statusCode())
        .isEqualTo(403);
    assertThat(as(ADMIN, "POST", "/hawtio/jolokia", stop.formatted(name, "stop()")).body())
        .contains("\"status\":200");
    assertThat(as(ADMIN, "POST", "/hawtio/jolokia", stop.formatted(name, "start()")).body())
        .contains("\"status\":200");
    assertThat(app.column("select action || ' ' || subject from store.audit"))
        .anyMatch(line -> line.startsWith("jmx.exec") && line.endsWith("stop()"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type=context,name=\"{context}\" | dumpRoutesAsXml()",
        "type=context,name=\"{context}\" | dumpRoutesStatsAsXml(boolean,boolean)",
        "type=routes,name=\"measure\" | dumpRouteAsXml()",
        "type=routes,name=\"measure\" | dumpRouteStatsAsXml(boolean,boolean)"
      })
  void hawtioDrawsRoutesWithTheirNumbers(String bean, String operation) throws IOException {
    String context = app.bean(CamelContext.class).getName();
    String name = "org.apache.camel:context=" + managementName() + "," + bean;
    Map<String, Object> request =
        Map.of(
            "type",
            "exec",
            "mbean",
            name.replace("{context}", context),
            "operation",
            operation,
            "arguments",
            operation.endsWith("()") ? List.of() : List.of(true, true));
    String body = new ObjectMapper().writeValueAsString(request);
    assertThat(as(ADMIN, "POST", "/hawtio/jolokia", body).body())
        .contains("\"status\":200", "measure");
  }

  /** A browser sends its session along when somebody follows a link from elsewhere. */
  @Test
  void noLinkStopsARoute() {
    String stop = "exec/org.apache.camel:context=x,type=routes,name=%22measure%22/stop()";
    for (String link : List.of("/hawtio/jolokia/" + stop, "/hawtio/jolokia/?p=" + stop)) {
      assertThat(as(ADMIN, "GET", link, null).statusCode()).as(link).isEqualTo(405);
    }
  }

  @Test
  void aViewerThatOpensWhatOnlyAdministratorsMayIsToldSoOnAPage() {
    HttpResponse<String> page =
        new Browser(app.url())
            .send("GET", "/hawtio/", null, "Authorization", VIEWER, "Accept", "text/html");
    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("Not for this account", "Ask an administrator");
  }

  @Test
  void behindTlsCookiesAreSecureAndTheBrowserIsToldToStayThere() {
    HttpResponse<String> page = new Browser(app.url()).send("GET", "/login", null, BEHIND_TLS);
    assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();
    List<String> cookies = page.headers().allValues("Set-Cookie");
    assertThat(cookies).isNotEmpty().allMatch(cookie -> cookie.contains("Secure"));
    Browser person = new Browser(app.url());
    person.send("GET", "/login", null);
    String form = "username=admin&password=test&_csrf=" + person.csrfToken();
    HttpResponse<String> signedIn =
        person.send(
            "POST",
            "/login",
            form,
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-Forwarded-Proto",
            "https");
    assertThat(signedIn.headers().allValues("Set-Cookie"))
        .anyMatch(
            cookie ->
                cookie.startsWith("OKTADATA_SESSION=")
                    && cookie.contains("Secure")
                    && cookie.contains("HttpOnly")
                    && cookie.contains("SameSite=Lax"));
  }

  /** A browser sees the proxy's address, and so may a program that tells where it comes from. */
  @Test
  void behindTlsPagesMayPostToWhatTheProxySaysIsItsAddress() {
    Browser person = new Browser(app.url());
    person.send("GET", "/login", null);
    String token = person.csrfToken();
    String[] own = {"https://console.example", "https://console.example:443", person.origin()};
    for (String origin : own) {
      assertThat(postBehindTls(person, origin, token)).as(origin).isEqualTo(302);
    }
    for (String origin :
        List.of("http://console.example", "https://console.example:1", "https://x")) {
      assertThat(postBehindTls(person, origin, token)).as(origin).isEqualTo(403);
    }
  }

  private static int postBehindTls(Browser person, String origin, String token) {
    return person
        .send(
            "POST",
            "/login",
            "username=nobody&password=wrong&_csrf=" + token,
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "console.example",
            "Origin",
            origin)
        .statusCode();
  }

  private static String managementName() {
    return app.bean(CamelContext.class).getManagementName();
  }

  private static HttpResponse<String> as(String person, String method, String path, String body) {
    return new Browser(app.url()).send(method, path, body, "Authorization", person);
  }
}
