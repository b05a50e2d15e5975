package org.oktadata.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaClientFactory;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.spi.RouteController;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.events.Events;
import org.oktadata.events.TestQueue;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxEvent;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/** Every way in, through a real broker. */
class KafkaIntakeTest {

  private static final String GROUP = "okta-data-integration";
  private static final String KEY = "Basic a2V5OnNlY3JldA==";

  @TempDir static Path folder;
  static TestBroker broker;
  static TestQueue queue;
  static SandboxOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() {
    broker = TestBroker.start(folder);
    queue = TestQueue.start();
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + SmallHome.in(folder, Set.of("users", "events")),
            "--okta.kafka.bootstrap-servers=" + broker.bootstrapServers(),
            "--okta.kafka.partitions=3",
            "--okta.kafka.properties[max.request.size]=1048576",
            "--okta.integrations[0].intake-key=" + KEY,
            TestQueue.SHORT_STOP,
            "--okta.streaming.sqs.region=us-east-1",
            "--okta.streaming.sqs.visibility-seconds=6",
            "--okta.streaming.sqs.queue-url=" + queue.url());
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> post(Events.event("first")) == 200);
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      app.close();
    }
    okta.close();
    queue.close();
    broker.close();
  }

  @BeforeEach
  void empty() {
    untilNothingWaits();
    app.database().sql("delete from store.event").update();
    app.database().sql("delete from store.quarantine").update();
  }

  @Test
  void takesEachEventOnceByHttpAndByQueueAndKeepsTheDoor() {
    List<String> events = Events.many("q", 200);
    List<String> messages = new ArrayList<>();
    events.forEach(event -> messages.add(Events.eventbridge("acme", event)));
    messages.addAll(messages.subList(0, 50));
    queue.send(messages);
    String hook = Events.hook(Events.many("h", 100));
    assertThat(post(hook)).isEqualTo(200);
    assertThat(post(hook)).isEqualTo(200);
    untilStored(300);
    untilNothingWaits();
    assertThat(
            app.column(
                "select received_via || ' ' || count(*) || ' ' || count(distinct uuid) from"
                    + " okta.events group by received_via"))
        .containsExactly("event-hook 100 100", "sqs 200 200");
    assertThat(app.column("select received_via from okta.streams"))
        .contains("event-hook", "sqs")
        .doesNotContain("poll");
  }

  @Test
  void topicsAreKeptByTimeAloneWhateverTheBrokersDefaultsAre() {
    Map<String, String> byTime = Map.of("cleanup.policy", "delete", "retention.bytes", "-1");
    assertThat(broker.settings("okta.events"))
        .containsAllEntriesOf(byTime)
        .containsEntry("retention.ms", "604800000");
    assertThat(broker.settings("okta.changes"))
        .containsAllEntriesOf(byTime)
        .containsEntry("retention.ms", "-1");
  }

  @Test
  void writesTheEventAsItCameAndNothingOfItsRequest() {
    String event = Events.event("plain");
    post(Events.hook(List.of(event)));
    ConsumerRecord<String, String> record =
        broker.read("okta.events").stream()
            .filter(each -> each.value().contains("\"uuid\":\"plain\""))
            .findFirst()
            .orElseThrow();
    assertThat(record.value()).isEqualTo(event);
    assertThat(record.key()).isEqualTo("acme/00uplain");
    assertThat(record.headers())
        .extracting(header -> header.key() + "=" + new String(header.value()))
        .containsExactlyInAnyOrder("integration=acme", "received_via=event-hook");
  }

  @Test
  void takesThePolledLogWithItsCursorBehindTheBroker() {
    // A log that grows faster than it is read ends the pull all the same.
    okta.faults()
        .meanwhile(
            "/api/v1/logs", () -> okta.org().changes().appendEvent(SandboxEvent.of("zone.update")));
    JsonNode run = app.collectFor(Duration.ofSeconds(20), "{\"dataTypes\":[\"events\"]}");
    okta.faults().clear();
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    long there =
        app.count(
            "select records from store.run_data_type where data_type = 'events' order by run_id"
                + " desc limit 1");
    assertThat(there).isPositive();
    untilStored(there);
    assertThat(app.column("select distinct received_via from okta.events")).containsExactly("poll");
    assertThat(app.count("select count(*) from store.cursor where data_type = 'events'")).isOne();
    assertThat(app.column("select received_via from okta.streams")).doesNotContain("poll");
  }

  @Test
  void quarantinesPoisonAndGoesOn() {
    broker.write("okta.events", "a", "{\"uuid\":", Map.of("integration", "acme"));
    broker.write("okta.events", "a", Events.event("lost"), Map.of());
    broker.write("okta.events", "a", Events.event("strange"), Map.of("integration", "nobody"));
    broker.write(
        "okta.events",
        "a",
        Events.event("m").replace("00um", Events.random(9_000)),
        Map.of("integration", "acme", "received_via", "sqs"));
    broker.write("okta.events", "a", Events.event("good"), Map.of("integration", "acme"));
    untilStored(1);
    untilAllIsTaken();
    assertThat(app.column("select uuid || ' ' || received_via from okta.events"))
        .containsExactly("good kafka");
    assertThat(
            app.column(
                "select coalesce(integration, '-') || ': ' || left(reason, 24) ||"
                    + " coalesce(substring(payload from '^.\"source\":(\"[^\"]+\")'), '') from store.quarantine"))
        .containsExactly(
            "-: No integration named 'no\"aws.partner/okta.com/-/nobody\"",
            "-: The record has no header",
            "acme: PostgreSQL can't keep it",
            "acme: The message isn't JSON: ");
  }

  @Test
  void takesWhatIsTooLargeForKafkaStraightIntoTheDatabase() {
    String large = Events.event("large").replace("core.user_auth", "x".repeat(1_100_000));
    assertThat(post(Events.hook(List.of(large, Events.event("small"))))).isEqualTo(200);
    untilStored(2);
    assertThat(app.count("select count(*) from store.quarantine")).isZero();
    assertThat(broker.read("okta.events")).noneMatch(each -> each.value().length() > 1_000_000);
  }

  @Test
  void whatATopicTakesCountsAsWellAsWhatMayBeSent() {
    broker.set("okta.events", "max.message.bytes", "100000");
    try {
      String large = Events.event("wide").replace("core.user_auth", Events.random(200_000));
      String both = Events.hook(List.of(large, Events.event("narrow")));
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> post(both) == 200);
      untilStored(2);
      assertThat(app.column("select uuid from okta.events")).containsExactly("narrow", "wide");
    } finally {
      broker.set("okta.events", "max.message.bytes", "1048576");
    }
  }

  @Test
  void aPollWaitsForBrokersThatAreAway() throws Exception {
    broker.stop();
    CompletableFuture<JsonNode> run;
    try {
      run =
          CompletableFuture.supplyAsync(
              () -> app.collectFor(Duration.ofMinutes(1), "{\"dataTypes\":[\"events\"]}"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> app.bean(KafkaTopics.class).state().startsWith("Kafka's topics can't be"));
    } finally {
      broker.startAgain();
    }
    assertThat(run.get().path("status").asText()).isEqualTo("SUCCESS");
  }

  /** Brokers that answer with a refusal aren't away; whoever is to mend it reads of it at once. */
  @Test
  void aPollDoesNotWaitForWhatTheBrokersRefuse() {
    app.database().sql("delete from store.cursor").update();
    broker.set("okta.events", "message.timestamp.before.max.ms", "0");
    try {
      JsonNode run = app.collectFor(Duration.ofSeconds(40), "{\"dataTypes\":[\"events\"]}");
      assertThat(run.path("status").asText()).isEqualTo("FAILURE");
      assertThat(run.toString()).contains("Kafka's brokers didn't take what was sent");
    } finally {
      broker.set("okta.events", "message.timestamp.before.max.ms", "9223372036854775807");
    }
  }

  @Test
  void waitsForTheDatabaseAndLosesNothing() {
    app.database().sql("alter table store.quarantine rename to away").update();
    try {
      assertThat(post(Events.hook(Events.many("w", 50)))).isEqualTo(200);
      Awaitility.await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(30))
          .until(() -> broker.lag(GROUP, "okta.events") == 50);
    } finally {
      app.database().sql("alter table store.away rename to quarantine").update();
    }
    untilStored(50);
    untilAllIsTaken();
  }

  @Test
  void whatWasStoredWhenItsConsumerDiedIsNotStoredTwice() throws Exception {
    assertThat(post(Events.hook(Events.many("died", 100)))).isEqualTo(200);
    untilStored(100);
    untilAllIsTaken();
    RouteController routes = app.bean(CamelContext.class).getRouteController();
    routes.stopRoute("stream-kafka");
    broker.rewind(GROUP);
    routes.startRoute("stream-kafka");
    untilAllIsTaken();
    assertThat(app.count("select count(*) from okta.events where uuid like 'died%'"))
        .isEqualTo(100);
    assertThat(app.count("select count(*) - count(distinct uuid) from okta.events")).isZero();
  }

  @Test
  void whatWasGatheredWhenAPollFailedIsReadAgain() throws Exception {
    CamelContext context = app.bean(CamelContext.class);
    KafkaEndpoint endpoint = (KafkaEndpoint) context.getRoute("stream-kafka").getEndpoint();
    KafkaClientFactory usual = endpoint.getKafkaClientFactory();
    context.getRouteController().stopRoute("stream-kafka");
    assertThat(post(Events.hook(Events.many("p", 300)))).isEqualTo(200);
    FailingPolls failing = new FailingPolls(usual);
    endpoint.setKafkaClientFactory(failing);
    try {
      context.getRouteController().startRoute("stream-kafka");
      untilStored(300);
      untilAllIsTaken();
    } finally {
      endpoint.setKafkaClientFactory(usual);
    }
    assertThat(failing.failures()).isPositive();
    assertThat(app.count("select count(distinct uuid) from okta.events where uuid like 'p%'"))
        .isEqualTo(300);
  }

  @Test
  void withoutTheBrokerNothingIsTakenForStored() {
    long position =
        app.count(
            "select coalesce(max(extract(epoch from changed_at)), 0)::bigint from store.cursor");
    broker.stop();
    try {
      assertThat(post(Events.event("refused"))).isEqualTo(503);
      queue.send(List.of(Events.eventbridge("acme", Events.event("waiting"))));
      Awaitility.await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(30))
          .until(() -> queue.size() == 1);
    } finally {
      broker.startAgain();
    }
    untilStored(1);
    assertThat(app.column("select uuid from okta.events")).contains("waiting");
    assertThat(
            app.count(
                "select coalesce(max(extract(epoch from changed_at)), 0)::bigint from"
                    + " store.cursor"))
        .isEqualTo(position);
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> queue.size() == 0);
  }

  private static void untilStored(long events) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> app.count("select count(*) from okta.events") >= events);
  }

  private static void untilNothingWaits() {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> queue.size() == 0);
    untilAllIsTaken();
  }

  private static void untilAllIsTaken() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> broker.lag(GROUP, "okta.events") == 0);
  }

  private static int post(String body) {
    return app.send("POST", "/intake/event-hooks/acme", body, "Authorization", KEY).statusCode();
  }
}
