package org.oktadata.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.management.ObjectName;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.Canaries;
import org.oktadata.PlantedLeaks;
import org.oktadata.ReadableAnswers;
import org.oktadata.SecretReaders;
import org.oktadata.SmallHome;
import org.oktadata.TalkativeLog;
import org.oktadata.events.Events;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/**
 * A canary in every property that Kafka's clients take for a password, in an application whose
 * brokers let it in, go away, and come back with another password.
 */
class KafkaApplicationSecretsTest {

  private static final Canaries CANARIES = new Canaries();
  private static final String PASSWORD = CANARIES.plant("Kafka password", "canary-kafka-pw-c03d");
  private static final String KEY = "an intake's key of letters";

  @TempDir static Path folder;
  static final TalkativeLog log = new TalkativeLog();
  static TestBroker broker;
  static SandboxOkta okta;
  static AppUnderTest app;
  static SecretReaders readers;
  static ReadableAnswers answers;
  static List<String> logged;
  static String traces;
  static Map<String, String> clients;

  @BeforeAll
  static void useThemWellAndBadly() throws Exception {
    DefaultCamelContext.setDisableJmx(false);
    broker = TestBroker.startWithLogin(folder, "okta", PASSWORD);
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny().withEvents(10), 1))
            .register(SandboxClient.withSecret("app", "secret"));
    List<String> arguments = passwords();
    Path home = SmallHome.in(folder, Set.of("users", "events"));
    Path none = Files.createDirectories(folder.resolve("none"));
    arguments.addAll(
        List.of(
            "--debug",
            AppUnderTest.IN_JMX,
            "--okta.home=" + home,
            "--okta.checks=" + none,
            "--okta.detections=" + none,
            "--camel.main.shutdown-timeout=1",
            "--okta.integrations[0].intake-key=" + KEY,
            "--okta.kafka.bootstrap-servers=" + broker.bootstrapServers(),
            "--okta.kafka.partitions=1",
            "--okta.kafka.properties.security.protocol=SASL_PLAINTEXT",
            "--okta.kafka.properties.sasl.mechanism=PLAIN",
            "--okta.kafka.properties.sasl.jaas.config="
                + "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"okta\" password=\""
                + PASSWORD
                + "\";"));
    app =
        AppUnderTest.start(folder, okta.url(), log.application(), arguments.toArray(String[]::new));
    readers = new SecretReaders(CANARIES, app);
    answers = new ReadableAnswers(app, CANARIES);
    readers.traceAll();
    letIn();
    traces = readers.trace();
    clients = readers.toldByJmx(new ObjectName("kafka.*:*"));
    answers.keep("GET", "/hawtio/jolokia/read/kafka.*:*", null);
    broker.stop();
    untilRefused("gone");
    broker.startAgainWithLogin("okta", "another");
    untilRefused("refused");
    untilLogged("Authentication failed");
    traces += readers.trace();
    answers.readEverything();
    logged = log.lines();
  }

  /** What holds a password by Kafka's own word, such as that of the truststore. */
  private static List<String> passwords() {
    List<String> arguments = new ArrayList<>();
    ProducerConfig.configDef()
        .configKeys()
        .forEach(
            (name, key) -> {
              if (key.type == Type.PASSWORD && !name.equals("sasl.jaas.config")) {
                String canary = CANARIES.plant(name, "canary-of-" + name + "-4c");
                arguments.add("--okta.kafka.properties." + name + "=" + canary);
              }
            });
    assertThat(arguments.toString())
        .contains("ssl.keystore.password", "ssl.truststore.password", "ssl.key.password");
    return arguments;
  }

  private static void letIn() {
    until(() -> intake("first").contains("\n200 ") || intake("second").contains("\n200 "));
    app.collect("{\"dataTypes\":[\"users\",\"events\"]}");
    until(() -> app.count("select count(*) from store.event where received_via <> 'poll'") > 0);
    until(() -> app.count("select count(*) from store.event where received_via = 'poll'") > 0);
    untilLogged("Kafka: all documents are told");
    app.database()
        .sql(
            "insert into store.finding (integration, check_id, kind, title, subject_type,"
                + " subject_id, severity, state) values ('acme', 'planted', 'posture', 'Planted',"
                + " 'user', 'u', 'high', 'open')")
        .update();
  }

  private static void untilRefused(String event) {
    until(() -> intake(event).contains("\n503 "));
    app.send("GET", "/actuator/health", null);
  }

  /** All answers to events so far. */
  private static String intake(String event) {
    String path = "/intake/event-hooks/acme";
    answers.keep("POST", path, Events.hook(List.of(Events.event(event))), "Authorization", KEY);
    return "\n" + answers.all().get("POST " + path);
  }

  private static void untilLogged(String text) {
    until(() -> log.lines().stream().anyMatch(line -> line.contains(text)));
  }

  private static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofMinutes(3)).until(condition);
  }

  @AfterAll
  static void stop() {
    log.close();
    if (app != null) {
      app.close();
    }
    okta.close();
    broker.close();
  }

  @Test
  void noneIsInTheLog() {
    assertThat(logged).anyMatch(line -> line.contains("ProducerConfig values"));
    assertThat(logged).anyMatch(line -> line.contains("ConsumerConfig values"));
    assertThat(logged).anyMatch(line -> line.contains("AdminClientConfig values"));
    assertThat(readers.in(logged)).isEmpty();
  }

  @Test
  void noneIsInJmx() throws Exception {
    assertThat(clients.keySet())
        .anyMatch(each -> each.startsWith("kafka.producer:"))
        .anyMatch(each -> each.startsWith("kafka.consumer:"));
    assertThat(readers.in(clients)).isEmpty();
    Map<String, String> told = readers.toldByJmx(ObjectName.WILDCARD);
    assertThat(told.keySet())
        .anyMatch(each -> each.contains("to-kafka") && each.contains("dumpRouteAsXml"));
    assertThat(readers.in(told)).isEmpty();
  }

  @Test
  void noneIsInWhatCamelsTracerKeeps() {
    assertThat(traces).contains("<routeId>to-kafka<", "<routeId>publish-records<");
    assertThat(readers.in(Map.of("traces", traces))).isEmpty();
  }

  @Test
  void noneIsInAnyAnswerOrPage() {
    assertThat(answers.all()).hasSizeGreaterThan(80);
    assertThat(readers.in(answers.all())).isEmpty();
  }

  @Test
  void eventsAreTakenAgainOnceTheBrokersLetItIn() {
    until(() -> health().contains("can't be taken: "));
    broker.stop();
    broker.startAgainWithLogin("okta", PASSWORD);
    String path = "/intake/event-hooks/acme";
    String event = Events.hook(List.of(Events.event("let-in-again")));
    until(() -> app.send("POST", path, event, "Authorization", KEY).statusCode() == 200);
    until(() -> app.count("select count(*) from store.event where uuid = 'let-in-again'") == 1);
  }

  private static String health() {
    return app.send("GET", "/actuator/health", null).body();
  }

  @Test
  void eachIsFoundWhereverItIsToldOnPurpose() throws Exception {
    assertThat(new PlantedLeaks(app, log, readers).missed(CANARIES.secrets())).isEmpty();
  }
}
