package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/** What surrounds a stream: the rule in AWS, gaps, and the rest of the poll. */
class StreamCareTest {

  private static final String SETUP = "/api/integrations/acme/event-streaming";

  @TempDir static Path folder;
  static SandboxOkta okta;
  static TestQueue queue;
  static EventBridgeStub bridge;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    queue = TestQueue.start();
    bridge = new EventBridgeStub("aws.partner/okta.com/127/acme");
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home="
                + SmallHome.in(folder, Set.of("users", "events", "log_streams", "event_hooks")),
            "--okta.streaming.sqs.queue-url=" + queue.url(),
            TestQueue.SHORT_STOP,
            "--okta.streaming.sqs.region=us-east-1",
            "--okta.streaming.eventbridge.endpoint=" + bridge.url(),
            "--okta.streaming.quiet-after=3s");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
    bridge.close();
    queue.close();
  }

  @BeforeEach
  void empty() {
    List.of("event", "quarantine", "stream", "stream_gap")
        .forEach(table -> app.database().sql("delete from store." + table).update());
  }

  @Test
  void makesTheRuleLooksAtItAndRemovesIt() {
    JsonNode before = app.call("GET", SETUP, null);
    assertThat(before.path("status").asText()).isEqualTo("FAILURE");
    assertThat(before.at("/steps/0/message").asText())
        .contains("ResourceNotFoundException", "POST to this address makes it");

    JsonNode made = app.call("POST", SETUP, null);
    assertThat(made.path("status").asText()).as(made.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(made.at("/okta/awsEventSourceName").asText()).isEqualTo("acme");
    assertThat(made.at("/okta/awsAccountId").asText()).isEqualTo("000000000000");
    assertThat(made.path("steps").findValuesAsText("step"))
        .containsExactly("putRule", "putTargets", "describeRule", "listTargetsByRule");
    assertThat(bridge.targets.get("okta-data-integration-acme").at("/0/Arn").asText())
        .isEqualTo("arn:aws:sqs:us-east-1:000000000000:okta-events");
    assertThat(bridge.rules.get("okta-data-integration-acme").path("EventPattern").asText())
        .contains("aws.partner/okta.com/127/acme");
    assertThat(app.call("GET", SETUP, null).path("status").asText()).isEqualTo("SUCCESS");

    assertThat(app.call("DELETE", SETUP, null).path("status").asText()).isEqualTo("SUCCESS");
    assertThat(bridge.rules).isEmpty();
    assertThat(app.send("GET", "/api/integrations/nobody/event-streaming", null).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aBusThatIsNotThereIsToldWithWhatToDoFirst() {
    bridge.withoutBus(
        () ->
            assertThat(app.call("POST", SETUP, null).at("/steps/0/message").asText())
                .contains(
                    "Event bus", "Associate Okta's event source", "aws.partner/okta.com/127/acme"));
  }

  /** Or a burst of events would take the instance out that has to take them in. */
  @Test
  void aStreamThatUsesAllOfItsConnectionsLeavesTheInstanceReady() throws SQLException {
    HikariDataSource streams = app.context().getBean("streamDataSource", HikariDataSource.class);
    List<Connection> taken = new ArrayList<>();
    try {
      for (int each = 0; each < streams.getMaximumPoolSize(); each++) {
        taken.add(streams.getConnection());
      }
      assertThat(app.call("GET", "/actuator/health/readiness", null).path("status").asText())
          .isEqualTo("UP");
    } finally {
      for (Connection each : taken) {
        each.close();
      }
    }
  }

  @Test
  void reportsAGapWhileItLastsAndEndsItWhenTheStreamIsBack() {
    StreamHealth health = app.bean(StreamHealth.class);
    StreamWatch watch = app.bean(StreamWatch.class);
    queue.send(List.of(Events.eventbridge("acme", Events.event("before"))));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> app.count("select count(*) from okta.events") == 1);
    assertThat(app.bean(StreamHealth.class).pollEvery("nobody", Duration.ofMinutes(1)))
        .isEqualTo(Duration.ofMinutes(1));
    watch.look();
    assertThat(app.count("select count(*) from okta.stream_gaps")).isZero();

    long hourAgo = 3600;
    app.database()
        .sql(
            "update store.stream set last_at = now() - interval '1 hour', first_at = now() - interval '2 hours'")
        .update();
    for (int i = 0; i < 10; i++) {
      polled("missed" + i, Instant.now().minusSeconds(hourAgo - 60 - i));
    }
    watch.look();
    watch.look();
    assertThat(app.column("select reason from okta.stream_gaps where until_at is null"))
        .singleElement()
        .asString()
        .contains("while the poll found 10 newer events");
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !health.isHealthy("acme"));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                app.call("GET", "/actuator/health", null)
                    .at("/components/streams/details/acme/gap")
                    .asText()
                    .contains("10 newer events"));
    assertThat(app.call("GET", "/actuator/health", null).path("status").asText()).isEqualTo("UP");

    queue.send(List.of(Events.eventbridge("acme", Events.event("after"))));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> app.count("select count(*) from okta.events") == 12);
    watch.look();
    assertThat(app.count("select count(*) from okta.stream_gaps where until_at is null")).isZero();
    assertThat(app.count("select sum(events) from okta.stream_gaps")).isEqualTo(10);
    assertThat(app.count("select count(*) from okta.events where late")).isEqualTo(10);
  }

  @Test
  void saysThatOktaHasSwitchedTheStreamOff() {
    app.database()
        .sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc) values ('acme', 'log_streams', '', '0oa1',
            '{"type":"aws_eventbridge","status":"INACTIVE","settings":{"eventSourceName":"acme"}}')""")
        .update();
    app.bean(StreamWatch.class).look();
    assertThat(app.column("select reason from okta.stream_gaps"))
        .singleElement()
        .asString()
        .startsWith("Okta has switched the log stream off (INACTIVE)");
    app.database().sql("delete from store.resource where data_type = 'log_streams'").update();
    app.bean(StreamWatch.class).look();
    assertThat(app.count("select count(*) from okta.stream_gaps where until_at is null")).isZero();
  }

  @Test
  void aStreamIsNoFurtherThanNowWhateverItsEventsSay() {
    for (String uuid : List.of("ahead", "further")) {
      app.database().sql("update store.stream set last_at = now() - interval '1 minute'").update();
      Instant ahead = Instant.now().plus(Duration.ofHours(20));
      queue.send(List.of(Events.eventbridge("acme", Events.event(uuid, ahead))));
      Awaitility.await().until(() -> app.column("select uuid from okta.events").contains(uuid));
      assertThat(
              app.column(
                  "select last_published between last_at - interval '1 minute' and now() from store.stream"))
          .containsExactly("t");
    }
  }

  @Test
  void letsThePollRestWhileTheStreamIsHealthy() {
    app.database()
        .sql(
            "insert into store.stream (integration, received_via, last_published) values ('acme', 'sqs', now())")
        .update();
    StreamHealth health = new StreamHealth(app.database(), app.bean(StreamingSettings.class));
    assertThat(health.pollEvery("acme", Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(15));
    assertThat(health.pollEvery("acme", Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
    assertThat(health.pollEvery("acme", Duration.ZERO)).isZero();
  }

  private static void polled(String uuid, Instant published) {
    app.database()
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            values ('acme', ?, ?, 'user.session.start', '{}', 'poll')""")
        .params(Timestamp.from(published), uuid)
        .update();
  }
}
