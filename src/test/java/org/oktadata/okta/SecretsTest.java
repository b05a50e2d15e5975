package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.slf4j.LoggerFactory;

/**
 * Looks for secrets wherever somebody could see them: the whole log at its most talkative, JMX, the
 * API, hawtio, metrics, and the messages that Camel's tracer keeps, after collecting with a secret
 * and with a key and DPoP, and after refusals.
 */
class SecretsTest {

  private static final String SECRET = "canary-client-secret-5a1d";
  private static final String INTAKE = "canary-intake-key-77c2";

  /** Access tokens, client assertions and proofs are all JWTs. */
  private static final Pattern JWT =
      Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]{8,}|(Bearer|DPoP) [\\w-]{12,}");

  private static final Listener LOG = new Listener();
  private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;
  static final List<String> canaries = new ArrayList<>(List.of(SECRET, INTAKE));

  @BeforeAll
  static void collectWithEverySecretThereIs() throws Exception {
    // Camel's route tests switch JMX off for every context that starts after them in this JVM.
    DefaultCamelContext.setDisableJmx(false);
    RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
    String pem =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(key.toPrivateKey().getEncoded());
    canaries.add(pem.lines().skip(3).findFirst().orElseThrow());
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny().withEvents(30), 1))
            .register(SandboxClient.withSecret("app", SECRET))
            .register(SandboxClient.withKeys("key", new JWKSet(key)).requiringDpop());
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.integrations[0].client-secret=" + SECRET,
            "--okta.integrations[0].intake-key=" + INTAKE,
            "--okta.integrations[1].name=keyed",
            "--okta.integrations[1].issuer=" + okta.url(),
            "--okta.integrations[1].client-id=key",
            "--okta.integrations[1].key-id=k1",
            "--okta.integrations[1].private-key=-----BEGIN PRIVATE KEY-----\n"
                + pem
                + "\n-----END PRIVATE KEY-----");
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.iteratorForAppenders()
        .forEachRemaining(appender -> appender.addFilter(new WarningsOnly()));
    root.setLevel(Level.DEBUG);
    ((Logger) LoggerFactory.getLogger("org.oktadata")).setLevel(Level.TRACE);
    LOG.setContext(root.getLoggerContext());
    LOG.start();
    root.addAppender(LOG);
    trace();
    app.call("POST", "/api/integrations/acme/test", null);
    okta.faults().next(2, "/users\\?", Fault.REVOKED_TOKEN);
    okta.faults().next(2, "/groups\\?", Fault.INTERNAL_ERROR);
    okta.faults().next(2, "/apps\\?", Fault.FORBIDDEN);
    for (String name : List.of("acme", "keyed")) {
      app.untilEnded(
          app.call(
                  "POST",
                  "/api/integrations/" + name + "/collect",
                  "{\"dataTypes\":[\"users\",\"groups\",\"apps\",\"factors\",\"events\"]}")
              .path("runId")
              .asLong());
    }
    canaries.add(app.bean(AccessTokens.class).current("acme").value());
    canaries.add(app.bean(AccessTokens.class).current("keyed").value());
    okta.register(SandboxClient.withSecret("app", "another"));
    app.call("POST", "/api/integrations/acme/test", null);
  }

  @AfterAll
  static void stop() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
    app.close();
    okta.close();
  }

  @Test
  void noSecretIsInTheLogAtItsMostTalkative() {
    assertThat(LOG.lines).as("it is really talkative").hasSizeGreaterThan(2_000);
    assertThat(LOG.leaks()).isEmpty();
  }

  @Test
  void aPlantedSecretIsFoundInTheLog() {
    LoggerFactory.getLogger("org.planted").debug("token {}", canaries.get(3));
    LoggerFactory.getLogger("org.planted").debug("failed", new IllegalStateException(SECRET));
    assertThat(LOG.leaks()).hasSize(2);
    LOG.lines.removeIf(line -> line.contains("org.planted"));
  }

  @Test
  void noSecretIsInAnyJmxAttribute() {
    assertThat(JMX.getMBeanCount()).isGreaterThan(300);
    assertThat(leaksInJmx()).isEmpty();
  }

  @Test
  void aPlantedSecretIsFoundInJmx() throws JMException {
    ObjectName name = new ObjectName("planted:type=Leak");
    JMX.registerMBean(new StandardMBean(() -> new String[] {"a", SECRET}, Leak.class), name);
    try {
      assertThat(leaksInJmx()).hasSize(1);
    } finally {
      JMX.unregisterMBean(name);
    }
  }

  @Test
  void noSecretIsInWhatCamelsTracerKept() throws Exception {
    String traced = (String) JMX.invoke(tracer(), "dumpAllTracedMessagesAsXml", null, null);
    assertThat(traced).contains("okta-get").hasSizeGreaterThan(5_000);
    assertThat(leak(traced)).isNull();
  }

  @Test
  void noSecretIsInAnyAnswer() {
    for (String path :
        List.of(
            "/api/integrations",
            "/api/integrations/acme",
            "/api/integrations/keyed",
            "/api/integrations/acme/runs",
            "/api/data-types",
            "/api/checks",
            "/api/findings",
            "/actuator/health",
            "/actuator/prometheus",
            "/hawtio/jolokia/list",
            "/hawtio/jolokia/read/org.apache.camel:*",
            "/hawtio/jolokia/read/java.lang:type=Runtime")) {
      String answer = app.send("GET", path, null).body();
      assertThat(leak(answer)).as(path).isNull();
    }
    assertThat(leak(app.send("POST", "/api/integrations/acme/test", null).body())).isNull();
  }

  @Test
  void noSecretIsInTheDatabaseInClear() {
    for (String table :
        List.of("integration", "run", "run_data_type", "audit", "quarantine", "cursor")) {
      app.column("select t::text from store." + table + " t")
          .forEach(row -> assertThat(canaries.stream().filter(row::contains)).as(table).isEmpty());
    }
  }

  private static void trace() throws JMException {
    JMX.setAttribute(tracer(), new Attribute("Enabled", true));
    JMX.setAttribute(tracer(), new Attribute("BacklogSize", 1_000));
  }

  private static ObjectName tracer() throws JMException {
    String camel = app.bean(CamelContext.class).getManagementName();
    Set<ObjectName> names =
        JMX.queryNames(
            new ObjectName(
                "org.apache.camel:context=" + camel + ",type=tracer,name=BacklogTracer*"),
            null);
    return names.iterator().next();
  }

  private static Set<String> leaksInJmx() {
    Set<String> leaks = new TreeSet<>();
    for (ObjectName name : JMX.queryNames(null, null)) {
      try {
        for (MBeanAttributeInfo attribute : JMX.getMBeanInfo(name).getAttributes()) {
          String found = leak(value(name, attribute));
          if (found != null) {
            leaks.add(name + " " + attribute.getName() + ": " + found);
          }
        }
      } catch (JMException gone) {
        continue;
      }
    }
    return leaks;
  }

  private static String value(ObjectName name, MBeanAttributeInfo attribute) {
    try {
      Object value = attribute.isReadable() ? JMX.getAttribute(name, attribute.getName()) : null;
      return value instanceof Object[] many ? Arrays.deepToString(many) : String.valueOf(value);
    } catch (JMException | RuntimeException notReadable) {
      return "";
    }
  }

  /** What of a text is secret; null if nothing. */
  private static String leak(String text) {
    for (String canary : canaries) {
      if (text.contains(canary)) {
        return canary;
      }
    }
    var jwt = JWT.matcher(text);
    return jwt.find() ? jwt.group() : null;
  }

  /** What the planted bean is read by. */
  public interface Leak {
    String[] getValue();
  }

  /** Keeps each line of the log. */
  private static final class Listener extends AppenderBase<ILoggingEvent> {
    final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      IThrowableProxy thrown = event.getThrowableProxy();
      lines.add(
          event.getLoggerName()
              + " "
              + event.getFormattedMessage()
              + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
    }

    List<String> leaks() {
      return lines.stream().filter(line -> leak(line) != null).map(SecretsTest::shortened).toList();
    }
  }

  private static String shortened(String line) {
    return line.length() > 600 ? line.substring(0, 600) : line;
  }

  /** The console stays readable. */
  private static final class WarningsOnly extends ch.qos.logback.core.filter.Filter<ILoggingEvent> {
    @Override
    public ch.qos.logback.core.spi.FilterReply decide(ILoggingEvent event) {
      return event.getLevel().isGreaterOrEqual(Level.WARN)
          ? ch.qos.logback.core.spi.FilterReply.NEUTRAL
          : ch.qos.logback.core.spi.FilterReply.DENY;
    }
  }
}
