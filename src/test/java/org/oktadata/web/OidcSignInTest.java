package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who comes through an OIDC provider, with which role, and what is told where that fails. */
@ExtendWith(OutputCaptureExtension.class)
class OidcSignInTest {

  @TempDir static Path folder;
  static OidcProvider provider;

  /** Where a provider is found once it is started. */
  static int laterPort;

  static SandboxOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() {
    provider = OidcProvider.start();
    try (OidcProvider gone = OidcProvider.start()) {
      laterPort = gone.port();
    }
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + SmallHome.in(folder, Set.of("users")),
            "--okta.console.oidc.admin-groups=Okta Data Admins",
            "--okta.console.oidc.viewer-groups=Security",
            "--okta.console.oidc.analyst-groups=SOC",
            "--spring.security.oauth2.client.registration.okta.client-id=console",
            "--spring.security.oauth2.client.registration.okta.client-secret=secret",
            "--spring.security.oauth2.client.registration.okta.scope=openid,profile,groups",
            "--spring.security.oauth2.client.registration.okta.client-name=Okta",
            "--spring.security.oauth2.client.provider.okta.issuer-uri=" + provider.issuer(),
            "--spring.security.oauth2.client.registration.later.client-id=console",
            "--spring.security.oauth2.client.registration.later.client-secret=secret",
            "--spring.security.oauth2.client.registration.later.scope=openid,profile,groups",
            "--spring.security.oauth2.client.registration.later.client-name=Later",
            "--spring.security.oauth2.client.provider.later.issuer-uri=http://127.0.0.1:"
                + laterPort);
    await("the provider is asked beside the start").until(() -> leadsTo("okta", provider));
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
    provider.close();
  }

  @Test
  void anAdministratorComesThroughOidcAndGoesByTheirLogin() throws Exception {
    provider.person("ada@acme.example", "Everyone", "Okta Data Admins");
    Browser ada = signIn("okta");
    assertThat(ada.send("GET", "/integrations", null).body())
        .contains("ada@acme.example", "Add integration");
    String form = "_csrf=" + ada.csrfToken();
    assertThat(post(ada, "/integrations/acme/test", form).statusCode()).isEqualTo(302);
    assertThat(app.column("select actor || ' ' || action from store.audit"))
        .contains("ada@acme.example sign-in", "ada@acme.example integration.test");
  }

  @Test
  void aViewerComesThroughOidcAndChangesNothing() throws Exception {
    provider.person("vic@acme.example", "Security");
    Browser vic = signIn("okta");
    assertThat(vic.send("GET", "/integrations", null).body()).doesNotContain("Add integration");
    assertThat(post(vic, "/integrations/acme/test", "_csrf=" + vic.csrfToken()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void anAnalystComesThroughOidcAndDecides() throws Exception {
    provider.person("ann@acme.example", "SOC");
    Browser ann = signIn("okta");
    assertThat(ann.send("GET", "/integrations", null).body())
        .contains("analyst</span>")
        .doesNotContain("Add integration");
    String token = "reason=Known&_csrf=" + ann.csrfToken();
    assertThat(post(ann, "/findings/0/mute", token).statusCode()).isEqualTo(404);
    assertThat(post(ann, "/integrations/acme/test", token).statusCode()).isEqualTo(403);
  }

  @Test
  void whoIsInNoneOfTheGroupsSeesNothing() throws Exception {
    provider.person("eve@acme.example", "Everyone");
    Browser eve = signIn("okta");
    assertThat(eve.send("GET", "/integrations", null, "Accept", "text/html").statusCode())
        .isEqualTo(403);
    assertThat(eve.send("GET", "/api/findings", null).statusCode()).isEqualTo(403);
    assertThat(eve.send("GET", "/integrations", null, "Accept", "text/html").body())
        .contains("none of your groups has a role here", "no role</span>")
        .doesNotContain("a viewer reads");
  }

  @Test
  void aTokenForSomebodyElseLetsNobodyInAndTheLogSaysWhatToLookAt(CapturedOutput log)
      throws Exception {
    provider.person("mal@acme.example", "Okta Data Admins");
    provider.audience("another");
    try {
      Browser mal = new Browser(app.url());
      String login = comeBack(mal, "okta").headers().firstValue("Location").orElseThrow();
      assertThat(login).endsWith("/login?vain");
      assertThat(mal.send("GET", "/login?vain", null).body())
          .contains("The sign-in elsewhere came to nothing; the log says why.");
      assertThat(mal.send("GET", "/api/findings", null).statusCode()).isEqualTo(401);
    } finally {
      provider.audience("console");
    }
    assertThat(log)
        .contains("came back from the OIDC provider okta in vain (invalid_id_token")
        .contains("look at its client-id, at the issuer-uri, and at the clocks");
    assertThat(app.column("select actor || ' ' || action from store.audit"))
        .contains("(through okta) sign-in.failed");
  }

  /** The application was started all the same; that is what most of these tests show. */
  @Test
  void aProviderThatIsAwayAtTheStartIsToldAndAskedAgain() throws Exception {
    Browser person = new Browser(app.url());
    await().until(() -> person.send("GET", "/login", null).body().contains("Later gave no answer"));
    assertThat(page(person, "/oauth2/authorization/later").headers().firstValue("Location"))
        .get()
        .asString()
        .endsWith("/login");
    String form = "username=admin&password=test&_csrf=" + person.csrfToken();
    assertThat(post(person, "/login", form).headers().firstValue("Location"))
        .get()
        .asString()
        .endsWith("/");
    try (OidcProvider later = OidcProvider.start(laterPort)) {
      later.person("lea@acme.example", "Security");
      await().atMost(Duration.ofMinutes(1)).until(() -> leadsTo("later", later));
      assertThat(signIn("later").send("GET", "/integrations", null).body())
          .contains("lea@acme.example");
      assertThat(new Browser(app.url()).send("GET", "/login", null).body())
          .doesNotContain("gave no answer");
    }
  }

  private static boolean leadsTo(String name, OidcProvider provider) {
    return page(new Browser(app.url()), "/oauth2/authorization/" + name)
        .headers()
        .firstValue("Location")
        .orElse("")
        .startsWith(provider.issuer());
  }

  private static HttpResponse<String> page(Browser person, String path) {
    return person.send("GET", path, null, "Accept", "text/html");
  }

  private static HttpResponse<String> post(Browser person, String path, String form) {
    return person.send("POST", path, form, "Content-Type", "application/x-www-form-urlencoded");
  }

  /** To the provider and back, as a browser is led. */
  private static Browser signIn(String provider) throws IOException, InterruptedException {
    Browser person = new Browser(app.url());
    assertThat(comeBack(person, provider).headers().firstValue("Location"))
        .get()
        .asString()
        .endsWith("/")
        .doesNotContain("error");
    return person;
  }

  private static HttpResponse<String> comeBack(Browser person, String provider)
      throws IOException, InterruptedException {
    HttpResponse<String> toProvider = person.send("GET", "/oauth2/authorization/" + provider, null);
    URI authorize = URI.create(toProvider.headers().firstValue("Location").orElseThrow());
    HttpResponse<Void> back =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(authorize).build(), BodyHandlers.discarding());
    String code = back.headers().firstValue("Location").orElseThrow();
    assertThat(code).startsWith(app.url());
    return person.send("GET", code.substring(app.url().length()), null);
  }
}
