package org.oktadata.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.CopiedRoutes;
import org.oktadata.RsaKeys;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What goes wrong when connecting an org: one clear sentence each, in the answer and in the log.
 */
@ExtendWith(OutputCaptureExtension.class)
class ErrorSentenceTest {

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1))
            .register(SandboxClient.withSecret("app", "secret"))
            .register(SandboxClient.withSecret("noscope", "secret").withoutScopes("okta.apps.read"))
            .register(SandboxClient.withSecret("norole", "secret").withRoles());
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + CopiedRoutes.in(folder),
            "--okta.integrations[0].client-secret=secret",
            "--okta.integrations[0].data-types=users",
            "--okta.http.attempts=2",
            "--okta.integrations[1].name=badpem",
            "--okta.integrations[1].issuer=" + okta.url(),
            "--okta.integrations[1].client-id=key",
            "--okta.integrations[1].private-key=-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
            "--okta.integrations[1].key-id=k1");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  /** Whatever was wrong, the application and the other integration go on. */
  @AfterEach
  void theOthersAreUnaffected() {
    assertThat(app.send("GET", "/actuator/health", null).statusCode()).isEqualTo(200);
    app.call("DELETE", "/api/integrations/other", null);
    JsonNode report = app.call("POST", "/api/integrations/acme/test", null);
    assertThat(report.path("status").asText()).as(report.toPrettyString()).isEqualTo("SUCCESS");
  }

  @Test
  void anIssuerThatIsNoOktaOrg(CapturedOutput log) throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.start();
    try {
      String url = "http://127.0.0.1:" + web.getAddress().getPort();
      assertFails(
          log,
          secret(url, "app", "secret"),
          "organization",
          url + " doesn't answer like an Okta org: check the issuer");
    } finally {
      web.stop(0);
    }
  }

  @Test
  void anUnknownHost(CapturedOutput log) {
    assertFails(
        log,
        secret("https://nowhere.invalid", "app", "secret"),
        "organization",
        "The host nowhere.invalid is unknown: check the issuer");
  }

  @Test
  void aPortThatRefuses(CapturedOutput log) throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertFails(
        log,
        secret("http://127.0.0.1:" + free, "app", "secret"),
        "organization",
        "The host 127.0.0.1:" + free + " cannot be reached: the connection was refused");
  }

  @Test
  void aWrongSecret(CapturedOutput log) {
    assertFails(
        log,
        secret(okta.url(), "app", "canary-wrong"),
        "token",
        "Okta refuses the client id or the secret of the app app: check both");
    int before = log.getAll().length();
    long run = app.call("POST", "/api/integrations/other/collect", "{}").path("runId").asLong();
    assertThat(app.untilEnded(run).path("dataTypes")).hasSizeGreaterThan(50);
    assertThat(log.getAll().substring(before).lines().filter(line -> line.contains(": failed. ")))
        .as("one line for all data types")
        .singleElement()
        .asString()
        .contains("ERROR", "Okta refuses the client id");
    assertThat(log.getAll()).doesNotContain("canary-wrong");
  }

  @Test
  void anUnknownClient(CapturedOutput log) {
    assertFails(
        log,
        secret(okta.url(), "nobody", "secret"),
        "token",
        "Okta knows no app with the client id nobody in this org");
  }

  @Test
  void anUnreadablePem() {
    JsonNode shown = app.call("GET", "/api/integrations/badpem", null);
    assertThat(shown.path("state").asText()).isEqualToIgnoringCase("failed");
    assertThat(shown.path("stateReason").asText()).contains("private key");
    JsonNode report = app.call("POST", "/api/integrations/badpem/test", null);
    assertThat(report.path("status").asText()).as(report.toPrettyString()).isEqualTo("FAILURE");
    assertThat(report.path("steps").findValuesAsText("message"))
        .anySatisfy(m -> assertThat(m).contains("private key"));
    assertThat(report.toString()).doesNotContain("MIIE");
  }

  @Test
  void aKeyIdThatOktaDoesNotKnow(CapturedOutput log) throws Exception {
    JWK key = RsaKeys.named("right");
    okta.register(SandboxClient.withKeys("key", new JWKSet(key)));
    assertFails(log, key(pkcs8(key), "wrong"), "token", "see that the key id is right");
  }

  @Test
  void aMissingScopeTurnsOffJustItsDataTypes(CapturedOutput log) {
    add(secret(okta.url(), "noscope", "secret"));
    JsonNode report = app.call("POST", "/api/integrations/other/test", null);
    assertThat(report.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
    for (JsonNode type : report.path("dataTypes")) {
      boolean needsIt =
          type.path("scope").asText().equals("okta.apps.read")
              || type.path("message").asText().contains("Needs apps: Grant the scope");
      assertThat(type.path("status").asText())
          .as(type.toString())
          .isIn(needsIt ? "FAILURE" : "SUCCESS", "SKIPPED");
    }
    assertThat(log.getAll()).contains("other: scopes: Not granted: okta.apps.read");
  }

  @Test
  void anAppWithoutAdminRole(CapturedOutput log) {
    assertFails(
        log,
        secret(okta.url(), "norole", "secret"),
        "users",
        "the app has the scope but no admin role");
  }

  @Test
  void whatIsNotAnsweredInTimeIsNotReadableButNoReasonToForgetWhatWasKnown() {
    app.call("POST", "/api/integrations/acme/test", null);
    Set<String> granted = Set.of("okta.users.read");
    List<ProbeOutcome> found =
        app.bean(DataTypeProbes.class).run("acme", "idx", granted, Instant.now());
    assertThat(found)
        .singleElement()
        .satisfies(
            users -> {
              assertThat(users.probe().status()).isEqualTo(TestStatus.FAILURE);
              assertThat(users.probe().message()).startsWith("Not answered within 20 seconds: ");
            });
    assertThat(ConnectivityTest.status(found)).isEqualTo(TestStatus.PARTIAL_SUCCESS);
    app.bean(Availability.class).remember("acme", "idx", granted, found);
    assertThat(app.bean(Availability.class).found("acme").values())
        .extracting(ConnectivityReport.Probe::message)
        .containsExactly("Readable.");
  }

  @Test
  void anOrgThatIsOutOfOrderIsNoWrongIssuer() {
    add(secret(okta.url(), "app", "secret"));
    okta.faults().next(1, "/.well-known/okta-organization", Fault.UNAVAILABLE);
    assertThat(organization()).isEqualTo("The org runs Okta Identity Engine.");
    Map.of(Fault.UNAVAILABLE, 503, Fault.EMPTY_ERROR, 502, Fault.TOO_MANY_REQUESTS, 429)
        .forEach(
            (fault, status) -> {
              okta.faults().next(2, "/.well-known/okta-organization", fault);
              assertThat(organization())
                  .contains("/.well-known/okta-organization", "(" + status)
                  .doesNotContain("check the issuer");
            });
    okta.faults().next(2, "/.well-known/okta-organization", Fault.HTML_BODY);
    assertThat(organization()).contains("doesn't answer like an Okta org: check the issuer");
  }

  @Test
  void aTestThatHasNoReportInTimeTellsHowFarItCame() {
    // With its end already, so that no instance makes it anew.
    long id =
        app.database()
            .sql(
                """
                insert into store.connectivity_test (integration, epoch, steps, finished_at)
                values ('acme', 1, '[{"step":"url","status":"SUCCESS","message":"Fine."}]', now()) returning id""")
            .query(Long.class)
            .single();
    ConnectivityReport report = app.bean(ConnectivityRequests.class).unanswered(id);
    assertThat(report.status()).isEqualTo(TestStatus.FAILURE);
    assertThat(report.steps())
        .extracting(ConnectivityReport.Step::message)
        .containsExactly("Fine.", okta.url() + " has not answered within 28 seconds.");
    app.database().sql("update store.connectivity_test set epoch = null where id = " + id).update();
    assertThat(app.bean(ConnectivityRequests.class).unanswered(id).steps())
        .singleElement()
        .satisfies(step -> assertThat(step.message()).startsWith("No instance has answered"));
  }

  @Test
  void anAnswerAboutTheOrgThatIsBrokenOnceIsAskedForAgain(CapturedOutput log) {
    add(secret(okta.url(), "app", "secret"));
    okta.faults().next(1, "/.well-known/okta-organization", Fault.HTML_BODY);
    JsonNode run = collect("devices");
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    app.call("DELETE", "/api/integrations/other", null);
    add(secret(okta.url(), "app", "secret"));
    okta.faults().next(2, "/.well-known/okta-organization", Fault.MALFORMED_JSON);
    assertThat(collect("devices").path("dataTypes").get(0).path("reason").asText())
        .isEqualTo("Okta's answer is cut off: it is not JSON to its end.");
    assertThat(log.getAll()).doesNotContain("Exception");
  }

  @Test
  void aClassicOrgIsToldAsSuchAndCollected() {
    try (SandboxOkta classic =
        SandboxOkta.start(
                SandboxOrg.generate(OrgSize.tiny(), 2), SandboxOptions.standard().classic())
            .register(SandboxClient.withSecret("app", "secret"))) {
      add(secret(classic.url(), "app", "secret"));
      JsonNode report = app.call("POST", "/api/integrations/other/test", null);
      assertThat(report.path("pipeline").asText()).isEqualTo("v1");
      assertThat(report.path("status").asText()).as(report.toPrettyString()).isEqualTo("SUCCESS");
      assertThat(report.path("steps").findValuesAsText("message"))
          .anySatisfy(m -> assertThat(m).contains("Classic Engine"));
      assertThat(report.path("steps").findValuesAsText("status")).containsOnly("SUCCESS");
      classic.faults().next(1_000, "/api/v1/(behaviors|logStreams)", Fault.FEATURE_MISSING);
      JsonNode run =
          app.untilEnded(
              app.call("POST", "/api/integrations/other/collect", "{}").path("runId").asLong());
      assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
      assertThat(run.path("dataTypes"))
          .filteredOn(part -> part.path("status").asText().equals("SKIPPED"))
          .extracting(part -> part.path("dataType").asText())
          .contains("authenticators", "devices", "behaviors", "log_streams");
    }
  }

  @Test
  void allFormsOfKeysAreTakenAlsoWithDpop(CapturedOutput log) throws Exception {
    JWK rsa = RsaKeys.named("k");
    JWK ec = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    byte[] rsa8 = rsa.toRSAKey().toPrivateKey().getEncoded();
    for (Map.Entry<String, JWK> form :
        Map.of(
                pkcs8(rsa), rsa,
                pem("RSA PRIVATE KEY", Arrays.copyOfRange(rsa8, 26, rsa8.length)), rsa,
                pem("PRIVATE KEY", ec.toECKey().toPrivateKey().getEncoded()), ec)
            .entrySet()) {
      for (boolean dpop : new boolean[] {false, true}) {
        SandboxClient client = SandboxClient.withKeys("key", new JWKSet(form.getValue()));
        okta.register(dpop ? client.requiringDpop() : client);
        add(key(form.getKey(), "k"));
        JsonNode report = app.call("POST", "/api/integrations/other/test", null);
        assertThat(report.path("status").asText()).as(report.toPrettyString()).isEqualTo("SUCCESS");
        app.call("DELETE", "/api/integrations/other", null);
      }
    }
    assertThat(log.getAll())
        .doesNotContain(Base64.getEncoder().encodeToString(rsa8).substring(60, 90));
  }

  /** One sentence, in the step's or data type's message, and the same in one line of the log. */
  private static void assertFails(
      CapturedOutput log, String integration, String step, String sentence) {
    add(integration);
    JsonNode report = app.call("POST", "/api/integrations/other/test", null);
    assertThat(report.path("status").asText()).as(report.toPrettyString()).isEqualTo("FAILURE");
    assertThat(report.findParents("message"))
        .filteredOn(s -> step.equals(s.path("step").asText(s.path("dataType").asText())))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.path("status").asText()).isEqualTo("FAILURE");
              assertThat(s.path("message").asText()).contains(sentence).endsWith(".");
            });
    assertThat(log.getAll().lines().filter(line -> line.contains(sentence))).hasSize(1);
    assertThat(log.getAll()).doesNotContain("\tat ");
    assertRunTellsIt(log);
  }

  private static void assertRunTellsIt(CapturedOutput log) {
    int told = log.getAll().length();
    JsonNode run = collect("users");
    assertThat(run.path("status").asText()).isEqualTo("FAILURE");
    assertThat(run.path("dataTypes").get(0).path("reason").asText()).endsWith(".");
    assertThat(log.getAll().substring(told))
        .contains(run.path("dataTypes").get(0).path("reason").asText())
        .doesNotContain("\tat ");
  }

  /** What a test says of its second step. */
  private static String organization() {
    JsonNode report = app.call("POST", "/api/integrations/other/test", null);
    assertThat(report.at("/steps/1/step").asText()).isEqualTo("organization");
    return report.at("/steps/1/message").asText();
  }

  private static JsonNode collect(String dataType) {
    String body = "{\"dataTypes\":[\"%s\"]}".formatted(dataType);
    return app.untilEnded(
        app.call("POST", "/api/integrations/other/collect", body).path("runId").asLong());
  }

  private static void add(String integration) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> app.send("GET", "/api/integrations/other", null).statusCode() == 404);
    assertThat(app.send("POST", "/api/integrations", integration).statusCode()).isEqualTo(201);
  }

  private static String secret(String issuer, String client, String secret) {
    return "{\"name\":\"other\",\"issuer\":\"%s\",\"clientId\":\"%s\",\"clientSecret\":\"%s\"}"
        .formatted(issuer, client, secret);
  }

  private static String key(String pem, String kid) {
    return "{\"name\":\"other\",\"issuer\":\"%s\",\"clientId\":\"key\",\"dataTypes\":[\"users\"],\"privateKey\":\"%s\",\"keyId\":\"%s\"}"
        .formatted(okta.url(), pem.replace("\n", "\\n"), kid);
  }

  private static String pkcs8(JWK key) throws Exception {
    return pem("PRIVATE KEY", key.toRSAKey().toPrivateKey().getEncoded());
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), kind);
  }
}
