package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.oktadata.okta.PlantedSecrets.AWS_SESSION;
import static org.oktadata.okta.PlantedSecrets.CANARIES;
import static org.oktadata.okta.PlantedSecrets.CODE;
import static org.oktadata.okta.PlantedSecrets.HOOK;
import static org.oktadata.okta.PlantedSecrets.INTAKE;
import static org.oktadata.okta.PlantedSecrets.MAIL;
import static org.oktadata.okta.PlantedSecrets.OIDC;
import static org.oktadata.okta.PlantedSecrets.SECRET;
import static org.oktadata.okta.PlantedSecrets.SLACK;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.ManagedBeans;
import org.oktadata.sandbox.SandboxOkta;
import org.slf4j.LoggerFactory;

/**
 * Plants a canary in every field that takes a secret, uses each of them, well and badly, and looks
 * for them wherever somebody could see them: the whole log at its most talkative, JMX with its
 * dumps, hawtio, Camel's tracer, every page and answer, metrics, and the database.
 */
class SecretsTest {

  private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

  /** Loggers of this test's own client and servers. */
  private static final List<String> OF_THIS_TEST =
      List.of("com.sun.net.httpserver ", "jdk.internal.httpclient.");

  @TempDir static Path folder;
  static SecretsInUse secrets;
  static SandboxOkta okta;
  static AppUnderTest app;
  static Map<String, String> answers;

  @BeforeAll
  static void useEverySecretThereIs() throws Exception {
    secrets = new SecretsInUse(folder);
    okta = secrets.okta;
    app = secrets.app;
    answers = secrets.answers.all();
  }

  @AfterAll
  static void stop() {
    if (secrets != null) {
      secrets.close();
    }
  }

  @Test
  void noSecretIsInTheLogAtItsMostTalkative() {
    assertThat(secrets.log.lines()).as("it is really talkative").hasSizeGreaterThan(10_000);
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
      secrets.log.forget("org.planted");
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
    assertThat(secrets.receiver.seen())
        .contains(HOOK, SLACK, OIDC, CODE, AWS_SESSION, "X-signature=")
        .contains(Base64.getEncoder().encodeToString(("\0mailer\0" + MAIL).getBytes()));
  }

  private static Set<String> tables() {
    return app.column(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('store',"
            + " 'okta', 'public')");
  }

  /** Without the routes of other applications, which other tests have left running. */
  private static Map<String, String> told(ObjectName pattern) {
    String ours = app.bean(CamelContext.class).getManagementName();
    Map<String, String> told =
        ManagedBeans.told(
            pattern,
            bean ->
                !bean.getDomain().equals("org.apache.camel")
                    || bean.getKeyProperty("context").equals(ours));
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
    for (String line : secrets.log.lines()) {
      boolean ours = OF_THIS_TEST.stream().anyMatch(line::startsWith);
      String leak = line.startsWith(logger) && !ours ? CANARIES.leak(line) : null;
      if (leak != null) {
        leaks.add(line.substring(0, Math.min(160, line.length())) + " … " + leak);
      }
    }
    return leaks;
  }

  /** What the planted bean is read by. */
  public interface Leak {
    String[] getValue();
  }
}
