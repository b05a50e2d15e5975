package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.oktadata.okta.PlantedSecrets.ADMIN;
import static org.oktadata.okta.PlantedSecrets.ANALYST;
import static org.oktadata.okta.PlantedSecrets.AWS;
import static org.oktadata.okta.PlantedSecrets.AWS_SESSION;
import static org.oktadata.okta.PlantedSecrets.CANARIES;
import static org.oktadata.okta.PlantedSecrets.CLIENT_KEY;
import static org.oktadata.okta.PlantedSecrets.CODE;
import static org.oktadata.okta.PlantedSecrets.DATABASE;
import static org.oktadata.okta.PlantedSecrets.DATA_KEY;
import static org.oktadata.okta.PlantedSecrets.HOOK;
import static org.oktadata.okta.PlantedSecrets.INTAKE;
import static org.oktadata.okta.PlantedSecrets.MAIL;
import static org.oktadata.okta.PlantedSecrets.NEW_SECRET;
import static org.oktadata.okta.PlantedSecrets.OIDC;
import static org.oktadata.okta.PlantedSecrets.PROXY;
import static org.oktadata.okta.PlantedSecrets.REPLICA;
import static org.oktadata.okta.PlantedSecrets.SECRET;
import static org.oktadata.okta.PlantedSecrets.SIGNING;
import static org.oktadata.okta.PlantedSecrets.SLACK;
import static org.oktadata.okta.PlantedSecrets.VIEWER;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.oktadata.AppUnderTest;
import org.oktadata.ReadableAnswers;
import org.oktadata.SecretReaders;
import org.oktadata.SmallHome;
import org.oktadata.TalkativeLog;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.store.StoreServer;
import org.springframework.dao.DataAccessException;

/** Uses each secret there is, well and badly, in an application that logs and traces all it can. */
final class SecretsInUse implements AutoCloseable {

  private static final List<String> AWS_KEYS =
      List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.sessionToken");

  /** Lists of each kind, with and without parents: each is looked at in dozens of ways. */
  private static final Set<String> DATA_TYPES =
      Set.of(
          "users",
          "groups",
          "group_members",
          "factors",
          "apps",
          "app_users",
          "role_assignees",
          "admin_roles",
          "group_roles",
          "roles",
          "org",
          "events");

  private static final String FORM = "application/x-www-form-urlencoded";
  static final String WRITER = "canary_writer";
  static final String READER = "canary_reader";

  final TalkativeLog log = new TalkativeLog();
  final SandboxOkta okta;
  final Receiver receiver;
  final ProxyWithLogin proxy;
  final AppUnderTest app;
  final ReadableAnswers answers;
  final SecretReaders readers;
  final Map<String, String> traces = new LinkedHashMap<>();
  private final Map<String, String> propertiesBefore = new LinkedHashMap<>();

  SecretsInUse(Path folder) throws Exception {
    // Camel's route tests switch JMX off for every context that starts after them in this JVM.
    DefaultCamelContext.setDisableJmx(false);
    awsProperties();
    RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
    String pem =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(key.toPrivateKey().getEncoded());
    List<String> lines = pem.lines().toList();
    lines.subList(2, lines.size() - 1).forEach(line -> CANARIES.plant("private key", line));
    CANARIES.plant("private key's exponent", key.getPrivateExponent().toString());
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny().withEvents(30), 1))
            .register(SandboxClient.withSecret("app", SECRET))
            .register(SandboxClient.withKeys("key", new JWKSet(key)).requiringDpop());
    receiver = new Receiver();
    proxy = new ProxyWithLogin("collector", PROXY);
    String database = StoreServer.newDatabase();
    StoreServer.login(WRITER, DATABASE, "superuser");
    StoreServer.login(READER, REPLICA, "in role pg_read_all_data");
    app =
        AppUnderTest.start(
            folder,
            okta.url(),
            log.application(),
            "--debug",
            AppUnderTest.IN_JMX,
            "--okta.home=" + SmallHome.in(folder, DATA_TYPES),
            "--okta.checks=" + Path.of("checks").toAbsolutePath(),
            "--okta.detections=" + Path.of("detections").toAbsolutePath(),
            "--okta.data-key=" + DATA_KEY,
            "--spring.datasource.url=" + database + "?sslpassword=" + CLIENT_KEY,
            "--spring.datasource.username=" + WRITER,
            "--spring.datasource.password=" + DATABASE,
            "--spring.datasource.hikari.connection-timeout=500",
            "--okta.reader.datasource.url=" + database + "?sslpassword=" + CLIENT_KEY,
            "--okta.reader.datasource.username=" + READER,
            "--okta.reader.datasource.password=" + REPLICA,
            "--spring.security.user.password=" + ADMIN,
            "--okta.console.viewer.name=vera",
            "--okta.console.viewer.password=" + VIEWER,
            "--okta.console.analysts[0].name=anna",
            "--okta.console.analysts[0].password=" + ANALYST,
            "--okta.integrations[0].client-secret=" + SECRET,
            "--okta.integrations[0].intake-key=" + INTAKE,
            "--okta.integrations[1].name=keyed",
            "--okta.integrations[1].issuer=" + okta.url(),
            "--okta.integrations[1].client-id=key",
            "--okta.integrations[1].key-id=k1",
            "--okta.integrations[1].private-key=-----BEGIN PRIVATE KEY-----\n"
                + pem
                + "\n-----END PRIVATE KEY-----",
            "--okta.http.proxy-host=127.0.0.1",
            "--okta.http.proxy-port=" + proxy.port(),
            "--okta.http.proxy-username=collector",
            "--okta.http.proxy-password=" + PROXY,
            "--okta.deliveries.min-severity=info",
            "--okta.deliveries.webhook.url=" + receiver.url() + "/" + HOOK,
            "--okta.deliveries.webhook.secret=" + SIGNING,
            "--okta.deliveries.slack.url=" + receiver.url() + "/services/" + SLACK,
            "--okta.deliveries.email.host=127.0.0.1",
            "--okta.deliveries.email.port=" + receiver.mailPort(),
            "--okta.deliveries.email.to=security@example.com",
            "--okta.deliveries.email.username=mailer",
            "--okta.deliveries.email.require-tls=false",
            "--okta.deliveries.email.password=" + MAIL,
            "--okta.streaming.sqs.region=us-east-1",
            "--okta.streaming.sqs.endpoint=" + receiver.url(),
            "--okta.streaming.sqs.queue-url=" + receiver.url() + "/123456789012/events",
            "--okta.deliveries.event-bridge.enabled=true",
            "--okta.deliveries.event-bridge.endpoint=" + receiver.url() + "/bus",
            "--spring.security.oauth2.client.registration.idp.client-id=console",
            "--spring.security.oauth2.client.registration.idp.client-secret=" + OIDC,
            "--spring.security.oauth2.client.registration.idp.client-authentication-method="
                + "client_secret_post",
            "--spring.security.oauth2.client.registration.idp.authorization-grant-type="
                + "authorization_code",
            "--spring.security.oauth2.client.registration.idp.scope=openid",
            "--spring.security.oauth2.client.registration.idp.redirect-uri={baseUrl}/login/oauth2/code/idp",
            "--spring.security.oauth2.client.provider.idp.authorization-uri=https://idp.test/authorize",
            "--spring.security.oauth2.client.provider.idp.token-uri=" + receiver.url() + "/token",
            "--spring.security.oauth2.client.provider.idp.jwk-set-uri=https://idp.test/keys");
    answers = new ReadableAnswers(app, CANARIES);
    readers = new SecretReaders(CANARIES, app);
    readers.traceAll();
    collectWellAndBadly();
    changeSecrets();
    sendEvents();
    signIn();
    keepTrace("changes, events, sign-in");
    deliver();
    keepTrace("deliveries");
    answers.readEverything();
    loseTheDatabase();
    keepTrace("no database");
  }

  private void keepTrace(String of) throws JMException {
    traces.put(of, readers.trace());
  }

  private void awsProperties() {
    AWS_KEYS.forEach(name -> propertiesBefore.put(name, System.getProperty(name)));
    System.setProperty(AWS_KEYS.get(0), "AKIACANARY");
    System.setProperty(AWS_KEYS.get(1), AWS);
    System.setProperty(AWS_KEYS.get(2), AWS_SESSION);
  }

  private void collectWellAndBadly() throws JMException {
    answers.keep("POST", "/api/integrations/acme/test", null);
    okta.faults().next(2, "/users\\?", Fault.REVOKED_TOKEN);
    okta.faults().next(2, "/groups\\?", Fault.INTERNAL_ERROR);
    okta.faults().next(2, "/apps\\?", Fault.FORBIDDEN);
    for (String name : List.of("acme", "keyed")) {
      String types = "{\"dataTypes\":[\"users\",\"groups\",\"apps\",\"factors\",\"events\"]}";
      app.untilEnded(
          app.call("POST", "/api/integrations/" + name + "/collect", types).path("runId").asLong());
      okta.tokens().forEach(token -> CANARIES.plant("access token", token));
      keepTrace("collection of " + name);
    }
    okta.register(SandboxClient.withSecret("app", "another"));
    answers.keep("POST", "/api/integrations/acme/test", null);
  }

  private void changeSecrets() {
    String other =
        "{\"name\":\"other\",\"issuer\":\"%s\",\"clientId\":\"x\",\"clientSecret\":\"%s\",\"intakeKey\":\"%s\"%s";
    answers.keep(
        "POST", "/api/integrations", other.formatted("https://a b", NEW_SECRET, INTAKE, "}"));
    answers.keep(
        "POST", "/api/integrations", other.formatted(okta.url(), NEW_SECRET, INTAKE, ",}"));
    answers.keep(
        "POST", "/api/integrations", other.formatted(okta.url(), NEW_SECRET, INTAKE, ",\"a\":1}"));
    answers.keep("POST", "/api/integrations", other.formatted(okta.url(), NEW_SECRET, INTAKE, "}"));
    answers.keep(
        "PUT", "/api/integrations/acme", other.formatted(okta.url(), NEW_SECRET, INTAKE, "}"));
    answers.keep("POST", "/api/integrations/other/test", null);
    goThroughTheProxy();
    fill("/integrations", "name=%20&issuer=x&clientSecret=" + NEW_SECRET);
    fill("/integrations/other/settings/credentials", "clientSecret=" + NEW_SECRET);
    fill("/integrations/other/settings/credentials", "credential=key&privateKey=" + NEW_SECRET);
    answers.keep("POST", "/integrations/other/settings/event-streaming/key", null);
  }

  /** It lets the login in, and then knows no such host. */
  private void goThroughTheProxy() {
    String far =
        "{\"name\":\"far\",\"issuer\":\"https://acme.okta.test\",\"clientId\":\"x\",\"clientSecret\":\"%s\"}";
    answers.keep("POST", "/api/integrations", far.formatted(NEW_SECRET));
    answers.keep("POST", "/api/integrations/far/test", null);
    String login = Base64.getEncoder().encodeToString(("collector:" + PROXY).getBytes());
    CANARIES.plant("login at the proxy", login);
    assertThat(proxy.seen()).contains("Proxy-Authorization: Basic " + login);
    answers.keep("DELETE", "/api/integrations/far", null);
  }

  private void fill(String form, String values) {
    answers.keep("POST", form, values, "Content-Type", FORM);
  }

  private void sendEvents() {
    for (String key : List.of(INTAKE, INTAKE + "x", "Basic " + INTAKE)) {
      for (String path : List.of("/intake/eventbridge/acme", "/intake/event-hooks/nobody")) {
        for (String body : List.of("{\"detail\":{}}", "rubbish")) {
          answers.keep("POST", path, body, "Authorization", key);
        }
      }
    }
  }

  private void signIn() {
    String wrong = Base64.getEncoder().encodeToString(("vera:" + VIEWER + "x").getBytes());
    String right = Base64.getEncoder().encodeToString(("vera:" + VIEWER).getBytes());
    answers.keep("GET", "/api/checks", null, "Authorization", "Basic " + wrong);
    answers.keep("GET", "/api/checks", null, "Authorization", "Basic " + right);
    answers.keep("DELETE", "/api/integrations/acme", null, "Authorization", "Basic " + right);
    String anna = Base64.getEncoder().encodeToString(("anna:" + ANALYST).getBytes());
    answers.keep("POST", "/api/findings/1/mute", "{}", "Authorization", "Basic " + anna);
    signInByForm();
    HttpResponse<String> away = app.send("GET", "/oauth2/authorization/idp", null);
    String to = away.headers().firstValue("Location").orElseThrow();
    String state = to.replaceAll(".*[?&]state=([^&]*).*", "$1");
    String session = String.join("; ", away.headers().allValues("Set-Cookie")).split(";")[0];
    for (String cookie : away.headers().allValues("Set-Cookie")) {
      session = cookie.startsWith("OKTADATA") ? cookie.split(";")[0] : session;
    }
    answers.keep(
        "GET", "/login/oauth2/code/idp?code=" + CODE + "&state=" + state, null, "Cookie", session);
    answers.keep("GET", "/login/oauth2/code/idp?error=" + "access_denied&state=" + state, null);
  }

  /** While it lasts, the session that a browser is given is as good as a password. */
  private void signInByForm() {
    String form = "username=admin&_csrf=t&password=" + ADMIN;
    String[] headers = {"Authorization", "", "Content-Type", FORM, "Cookie", "XSRF-TOKEN=t"};
    answers.keep("POST", "/login", form + "x", headers);
    String session =
        app.send("POST", "/login", form, headers).headers().allValues("Set-Cookie").stream()
            .filter(cookie -> cookie.startsWith("OKTADATA_SESSION="))
            .map(cookie -> cookie.split("[=;]")[1])
            .findFirst()
            .orElseThrow();
    CANARIES.plant("session", session);
    CANARIES.plant("signed session id", new String(Base64.getDecoder().decode(session)));
    for (String path : List.of("/integrations", "/api/integrations", "/nothing")) {
      headers[5] = "OKTADATA_SESSION=" + session;
      answers.keep("GET", path, null, headers);
      answers.keep("POST", path, "_csrf=wrong", headers);
    }
  }

  /** Channels take it, refuse it, and hang up; each is told of a finding of its own. */
  private void deliver() {
    until("select count(*) = 4 from store.delivery_position");
    for (int status : List.of(200, 500, 302)) {
      receiver.answer(status);
      app.database()
          .sql(
              """
              with f as (insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state, evidence)
                values ('acme', 'planted', 'posture', 'Planted', 'user', ?, 'high', 'open', '{}') returning id)
              insert into store.finding_change (finding_id, change, state, severity) select id, 'opened', 'open', 'high' from f\
              """)
          .param("u" + status)
          .update();
      until(
          "select count(*) = 4 from store.delivery d join store.finding_change c on c.id ="
              + " d.change_id join store.finding f on f.id = c.finding_id where f.subject_id = 'u"
              + status
              + "' and (d.state = 'delivered' or d.last_error is not null)");
    }
  }

  /** Both logins are refused for a while, first that of questions. */
  private void loseTheDatabase() {
    for (String login : List.of(READER, WRITER)) {
      refuse(login, "2000-01-01");
      for (String path : List.of("/api/findings", "/findings", "/actuator/health")) {
        answers.keep("GET", path, null);
      }
    }
    answers.keep("POST", "/api/integrations/acme/test", null);
    answers.keep("POST", "/intake/eventbridge/acme", "{}", "Authorization", INTAKE);
    refuse(READER, "infinity");
    refuse(WRITER, "infinity");
    until("select true");
    assertThat(answers.all().get("GET /api/findings")).contains("503 ");
    assertThat(answers.all().get("GET /actuator/health")).contains("password authentication");
  }

  private static void refuse(String login, String validUntil) {
    StoreServer.administer("alter role %s valid until '%s'".formatted(login, validUntil));
    StoreServer.administer(
        "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity where usename = '%s'; end $$"
            .formatted(login));
  }

  private void until(String condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptionsInstanceOf(DataAccessException.class)
        .until(() -> app.database().sql(condition).query(Boolean.class).single());
  }

  @Override
  public void close() {
    log.close();
    app.close();
    okta.close();
    receiver.close();
    proxy.close();
    propertiesBefore.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
