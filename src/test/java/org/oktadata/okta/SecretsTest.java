package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.Canaries;
import org.oktadata.ManagedBeans;
import org.oktadata.TalkativeLog;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Plants a canary in every field that takes a secret, uses each of them, well and badly, and looks
 * for them wherever somebody could see them: the whole log at its most talkative, JMX with its
 * dumps, hawtio, Camel's tracer, every page and answer, metrics, and the database.
 */
class SecretsTest {

  private static final Canaries CANARIES = new Canaries();
  private static final String SECRET = CANARIES.plant("client secret", "canary-client-secret-5a1d");
  private static final String NEW_SECRET =
      CANARIES.plant("replaced secret", "canary-replaced-0c7b");
  private static final String INTAKE = CANARIES.plant("intake key", "canary-intake-key-77c2");
  private static final String DATA_KEY =
      CANARIES.plant("data key", "Y2FuYXJ5LWRhdGEta2V5LTMyLWJ5dGVzLWxvbmchISE=");
  private static final String ADMIN = CANARIES.plant("admin password", "canary-admin-pw-91fe");
  private static final String VIEWER = CANARIES.plant("viewer password", "canary-viewer-pw-3b0a");
  private static final String OIDC = CANARIES.plant("OIDC secret", "canary-oidc-secret-d44c");
  private static final String CODE = CANARIES.plant("OIDC code", "canary-oidc-code-8e20");
  private static final String SIGNING =
      CANARIES.plant("webhook secret", "canary-webhook-sign-6f1b");
  private static final String HOOK = CANARIES.plant("webhook address", "canary-webhook-path-12ab");
  private static final String SLACK =
      CANARIES.plant("Slack address", "T0/B0/canary-slack-path-c3d4");
  private static final String MAIL = CANARIES.plant("mail password", "canary-smtp-pw-ee51");
  private static final String AWS = CANARIES.plant("AWS secret key", "canary-aws-secret-key-5d9e");
  private static final String AWS_SESSION =
      CANARIES.plant("AWS session", "canary-aws-session-a6c0");

  private static final TalkativeLog LOG = new TalkativeLog();
  private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();
  private static final List<String> AWS_KEYS =
      List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.sessionToken");

  /** Loggers of this test's own client and servers. */
  private static final List<String> OF_THIS_TEST =
      List.of("com.sun.net.httpserver ", "jdk.internal.httpclient.");

  private static final Map<String, String> propertiesBefore = new LinkedHashMap<>();
  private static final Map<String, String> answers = new TreeMap<>();

  @TempDir static Path folder;
  static SandboxOkta okta;
  static Receiver receiver;
  static AppUnderTest app;

  @BeforeAll
  static void useEverySecretThereIs() throws Exception {
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
    app =
        AppUnderTest.start(
            folder,
            okta.url(),
            LOG.application(),
            "--debug",
            "--okta.data-key=" + DATA_KEY,
            "--spring.security.user.password=" + ADMIN,
            "--okta.console.viewer.name=vera",
            "--okta.console.viewer.password=" + VIEWER,
            "--okta.integrations[0].client-secret=" + SECRET,
            "--okta.integrations[0].intake-key=" + INTAKE,
            "--okta.integrations[1].name=keyed",
            "--okta.integrations[1].issuer=" + okta.url(),
            "--okta.integrations[1].client-id=key",
            "--okta.integrations[1].key-id=k1",
            "--okta.integrations[1].private-key=-----BEGIN PRIVATE KEY-----\n"
                + pem
                + "\n-----END PRIVATE KEY-----",
            "--okta.deliveries.min-severity=info",
            "--okta.deliveries.webhook.url=" + receiver.url() + "/" + HOOK,
            "--okta.deliveries.webhook.secret=" + SIGNING,
            "--okta.deliveries.slack.url=" + receiver.url() + "/services/" + SLACK,
            "--okta.deliveries.email.host=127.0.0.1",
            "--okta.deliveries.email.port=" + receiver.mailPort(),
            "--okta.deliveries.email.to=security@example.com",
            "--okta.deliveries.email.username=mailer",
            "--okta.deliveries.email.password=" + MAIL,
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
    trace();
    collectWellAndBadly();
    changeSecrets();
    sendEvents();
    signIn();
    deliver();
    readEverything();
  }

  @AfterAll
  static void stop() {
    LOG.close();
    app.close();
    okta.close();
    receiver.close();
    propertiesBefore.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  @Test
  void noSecretIsInTheLogAtItsMostTalkative() {
    assertThat(LOG.lines()).as("it is really talkative").hasSizeGreaterThan(10_000);
    assertThat(logLeaks("")).isEmpty();
  }

  @Test
  void aPlantedSecretIsFoundInTheLog() {
    String token = okta.tokens().iterator().next();
    var planted = LoggerFactory.getLogger("org.planted");
    planted.debug("token {}", token);
    planted.debug("sealed {}", Base64.getEncoder().encodeToString(("x:" + INTAKE).getBytes()));
    planted.debug("failed", new IllegalStateException("?key=" + SECRET));
    try {
      assertThat(logLeaks("org.planted ")).hasSize(3);
    } finally {
      LOG.forget("org.planted");
    }
  }

  @Test
  void noSecretIsInJmxNorInWhatItsOperationsDump() {
    Map<String, String> told = told(ObjectName.WILDCARD);
    assertThat(told).hasSizeGreaterThan(3_000);
    assertThat(told.keySet())
        .anyMatch(each -> each.contains("dumpRouteAsXml/1"))
        .anyMatch(each -> each.contains("BacklogTracer") && each.contains("dumpAllTracedMessages"));
    assertThat(leaks(told)).isEmpty();
  }

  @Test
  void aPlantedSecretIsFoundInJmx() throws JMException {
    ObjectName name = new ObjectName("planted:type=Leak");
    JMX.registerMBean(new StandardMBean(() -> new String[] {"a", SECRET}, Leak.class), name);
    try {
      // All others were looked at already, and telling them takes long.
      assertThat(leaks(told(new ObjectName("planted:*"))))
          .containsOnlyKeys("planted:type=Leak Value");
    } finally {
      JMX.unregisterMBean(name);
    }
  }

  @Test
  void noSecretIsInAnyAnswerOrPage() {
    assertThat(answers).hasSizeGreaterThan(80);
    assertThat(answers.get("GET /users")).contains("200 ");
    assertThat(leaks(answers)).isEmpty();
  }

  @Test
  void aPlantedSecretIsFoundInAnAnswer() {
    Map<String, String> planted = new TreeMap<>(answers);
    planted.put("GET /planted", "<a href=\"?secret=" + MAIL + "\">");
    assertThat(leaks(planted)).containsOnlyKeys("GET /planted");
  }

  @Test
  void noSecretIsInTheDatabaseInClear() {
    Map<String, String> leaks = new TreeMap<>();
    List<String> tables = new ArrayList<>(tables());
    assertThat(tables).contains("store.integration", "store.delivery", "store.audit");
    for (String table : tables) {
      app.column("select t::text from " + table + " t").stream()
          .map(CANARIES::planted)
          .filter(java.util.Objects::nonNull)
          .forEach(leak -> leaks.put(table, leak));
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void everySecretWasReallyUsed() {
    assertThat(receiver.seen())
        .contains(HOOK, SLACK, OIDC, CODE, AWS_SESSION, "X-signature=")
        .contains(Base64.getEncoder().encodeToString(("\0mailer\0" + MAIL).getBytes()));
  }

  private static Set<String> tables() {
    return app.column(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('store',"
            + " 'okta', 'public')");
  }

  private static Map<String, String> told(ObjectName pattern) {
    Map<String, String> told = ManagedBeans.told(pattern);
    // Whoever attaches to the process sees its properties; hawtio refuses to show them.
    told.keySet().removeIf(each -> each.matches("java.lang:type=Runtime (System|Inpu).*"));
    return told;
  }

  private static Map<String, String> leaks(Map<String, String> texts) {
    Map<String, String> leaks = new TreeMap<>();
    texts.forEach(
        (place, text) -> {
          String leak = CANARIES.leak(text);
          if (leak != null) {
            leaks.put(place, leak);
          }
        });
    return leaks;
  }

  private static List<String> logLeaks(String logger) {
    List<String> leaks = new ArrayList<>();
    for (String line : LOG.lines()) {
      boolean ours = OF_THIS_TEST.stream().anyMatch(line::startsWith);
      String leak = line.startsWith(logger) && !ours ? CANARIES.leak(line) : null;
      if (leak != null) {
        leaks.add(line.substring(0, Math.min(160, line.length())) + " … " + leak);
      }
    }
    return leaks;
  }

  private static void awsProperties() {
    AWS_KEYS.forEach(name -> propertiesBefore.put(name, System.getProperty(name)));
    System.setProperty(AWS_KEYS.get(0), "AKIACANARY");
    System.setProperty(AWS_KEYS.get(1), AWS);
    System.setProperty(AWS_KEYS.get(2), AWS_SESSION);
  }

  private static void trace() throws JMException {
    String camel = app.bean(CamelContext.class).getManagementName();
    ObjectName tracer =
        JMX.queryNames(
                new ObjectName(
                    "org.apache.camel:context=" + camel + ",type=tracer,name=BacklogTracer*"),
                null)
            .iterator()
            .next();
    JMX.setAttribute(tracer, new Attribute("Enabled", true));
    JMX.setAttribute(tracer, new Attribute("BacklogSize", 1_000));
  }

  private static void collectWellAndBadly() {
    keep("POST", "/api/integrations/acme/test", null);
    okta.faults().next(2, "/users\\?", Fault.REVOKED_TOKEN);
    okta.faults().next(2, "/groups\\?", Fault.INTERNAL_ERROR);
    okta.faults().next(2, "/apps\\?", Fault.FORBIDDEN);
    for (String name : List.of("acme", "keyed")) {
      String types = "{\"dataTypes\":[\"users\",\"groups\",\"apps\",\"factors\",\"events\"]}";
      app.untilEnded(
          app.call("POST", "/api/integrations/" + name + "/collect", types).path("runId").asLong());
      okta.tokens().forEach(token -> CANARIES.plant("access token", token));
    }
    okta.register(SandboxClient.withSecret("app", "another"));
    keep("POST", "/api/integrations/acme/test", null);
  }

  private static void changeSecrets() {
    String other =
        "{\"name\":\"other\",\"issuer\":\"%s\",\"clientId\":\"x\",\"clientSecret\":\"%s\",\"intakeKey\":\"%s\"%s";
    keep("POST", "/api/integrations", other.formatted("https://a b", NEW_SECRET, INTAKE, "}"));
    keep("POST", "/api/integrations", other.formatted(okta.url(), NEW_SECRET, INTAKE, ",}"));
    keep("POST", "/api/integrations", other.formatted(okta.url(), NEW_SECRET, INTAKE, ",\"a\":1}"));
    keep("POST", "/api/integrations", other.formatted(okta.url(), NEW_SECRET, INTAKE, "}"));
    keep("PUT", "/api/integrations/acme", other.formatted(okta.url(), NEW_SECRET, INTAKE, "}"));
    keep("POST", "/api/integrations/other/test", null);
    fill("/integrations", "name=%20&issuer=x&clientSecret=" + NEW_SECRET);
    fill("/integrations/other/settings/credentials", "clientSecret=" + NEW_SECRET);
    fill("/integrations/other/settings/credentials", "credential=key&privateKey=" + NEW_SECRET);
    keep("POST", "/integrations/other/settings/event-streaming/key", null);
  }

  private static void fill(String form, String values) {
    keep("POST", form, values, "Content-Type", "application/x-www-form-urlencoded");
  }

  private static void sendEvents() {
    for (String key : List.of(INTAKE, INTAKE + "x", "Basic " + INTAKE)) {
      for (String path : List.of("/intake/eventbridge/acme", "/intake/event-hooks/nobody")) {
        for (String body : List.of("{\"detail\":{}}", "rubbish")) {
          keep("POST", path, body, "Authorization", key);
        }
      }
    }
  }

  private static void signIn() {
    String wrong = Base64.getEncoder().encodeToString(("vera:" + VIEWER + "x").getBytes());
    String right = Base64.getEncoder().encodeToString(("vera:" + VIEWER).getBytes());
    keep("GET", "/api/checks", null, "Authorization", "Basic " + wrong);
    keep("GET", "/api/checks", null, "Authorization", "Basic " + right);
    keep("DELETE", "/api/integrations/acme", null, "Authorization", "Basic " + right);
    HttpResponse<String> away = app.send("GET", "/oauth2/authorization/idp", null);
    String to = away.headers().firstValue("Location").orElseThrow();
    String state = to.replaceAll(".*[?&]state=([^&]*).*", "$1");
    String session = String.join("; ", away.headers().allValues("Set-Cookie")).split(";")[0];
    for (String cookie : away.headers().allValues("Set-Cookie")) {
      session = cookie.startsWith("OKTADATA") ? cookie.split(";")[0] : session;
    }
    keep("GET", "/login/oauth2/code/idp?code=" + CODE + "&state=" + state, null, "Cookie", session);
    keep("GET", "/login/oauth2/code/idp?error=" + "access_denied&state=" + state, null);
  }

  /** Channels take it, refuse it, and hang up; each is told of a finding of its own. */
  private static void deliver() {
    until("select count(*) = 4 from store.follower where name like 'delivery:%'");
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

  /** Every mapping that answers GET, of the API, the console, actuator and hawtio. */
  private static void readEverything() throws Exception {
    String finding = app.column("select id::text from store.finding").iterator().next();
    String event = app.column("select uuid from store.event limit 1").iterator().next();
    String user = app.column("select id from okta.users limit 1").iterator().next();
    app.context()
        .getBeansOfType(RequestMappingInfoHandlerMapping.class)
        .values()
        .forEach(
            mapping ->
                mapping
                    .getHandlerMethods()
                    .keySet()
                    .forEach(
                        info -> {
                          for (String pattern : info.getPatternValues()) {
                            String path =
                                pattern
                                    .replaceAll("\\{(name|integration)}", "acme")
                                    .replace("/users/acme/{id}", "/users/acme/" + user)
                                    .replaceAll("findings/\\{id}", "findings/" + finding)
                                    .replace("{uuid}", event)
                                    .replaceAll("\\{decision[^}]*}", "mute")
                                    .replaceAll("\\{id}", "1")
                                    .replaceAll("\\{[^}]*}|\\*+", "x");
                            keep("GET", path, null);
                          }
                        }));
    for (String path :
        List.of(
            "/actuator/health",
            "/actuator/env",
            "/actuator/configprops",
            "/actuator/heapdump",
            "/api/integrations/keyed",
            "/api/integrations/other",
            "/integrations/keyed/settings",
            "/integrations/other/settings",
            "/api/findings?format=ocsf",
            "/api/findings?format=csv",
            "/nothing/" + "here",
            "/users?x=%ff",
            "/hawtio/jolokia/list",
            "/hawtio/jolokia/read/java.lang:type=Runtime",
            "/hawtio/jolokia/read/java.lang:type=Runtime/SystemProperties")) {
      keep("GET", path, null);
    }
    for (String domain : JMX.getDomains()) {
      keep("GET", "/hawtio/jolokia/read/" + domain + ":*", null);
    }
    ObjectMapper json = new ObjectMapper();
    for (ObjectName bean : dumped()) {
      for (String operation : List.of("dumpRouteAsXml(boolean)", "dumpRouteAsYaml(boolean)")) {
        Map<String, Object> call =
            Map.of(
                "type",
                "exec",
                "mbean",
                bean.toString(),
                "operation",
                operation,
                "arguments",
                List.of(true));
        String body = json.writeValueAsString(call);
        answers.put(bean + operation, app.send("POST", "/hawtio/jolokia", body).body());
      }
    }
  }

  /** The routes with secrets behind them; what others dump is looked at in JMX itself. */
  private static Set<ObjectName> dumped() throws JMException {
    Set<ObjectName> routes = new HashSet<>();
    for (String route : List.of("okta-call", "deliver-email", "deliver-webhook", "stream-http")) {
      routes.addAll(
          JMX.queryNames(
              new ObjectName("org.apache.camel:type=routes,name=\"" + route + "\",*"), null));
    }
    assertThat(routes).hasSizeGreaterThanOrEqualTo(4);
    return routes;
  }

  private static void keep(String method, String path, String body, String... headers) {
    HttpResponse<String> answer = app.send(method, path, body, headers);
    String place = method + " " + CANARIES.hide(path);
    answers.merge(
        place,
        answer.statusCode() + " " + answer.headers().map() + " " + answer.body(),
        (before, after) -> before + "\n" + after);
  }

  private static void until(String condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> app.database().sql(condition).query(Boolean.class).single());
  }

  /** What the planted bean is read by. */
  public interface Leak {
    String[] getValue();
  }
}
