package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
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
import org.springframework.transaction.support.TransactionTemplate;

/** What was put aside can be taken in once what kept it out is over, and nothing of it is lost. */
class QuarantineTest {

  @TempDir static Path folder;
  static SandboxOkta okta;
  static TestQueue queue;
  static AppUnderTest app;

  @BeforeAll
  static void start() {
    queue = TestQueue.start();
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + SmallHome.in(folder, Set.of("users", "events")),
            "--okta.streaming.sqs.queue-url=" + queue.url(),
            TestQueue.SHORT_STOP,
            "--okta.streaming.sqs.region=us-east-1");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
    queue.close();
  }

  @BeforeEach
  void empty() {
    app.database().sql("delete from store.event; delete from store.quarantine").update();
  }

  @Test
  void replaysWhatWasQuarantined() {
    app.database()
        .sql("insert into store.quarantine (source, reason, payload) values ('sqs', 'unknown', ?)")
        .param(Events.eventbridge("acme", Events.event("again")))
        .update();
    long id = app.count("select id from store.quarantine");
    assertThat(app.send("POST", "/api/quarantine/" + id + "/replay", null).statusCode())
        .isEqualTo(200);
    assertThat(app.column("select uuid || received_via from okta.events"))
        .containsExactly("againreplay");
    assertThat(app.send("POST", "/api/quarantine/" + id + "/replay", null).statusCode())
        .isEqualTo(409);
    assertThat(app.send("POST", "/api/quarantine/" + (id + 1) + "/replay", null).statusCode())
        .isEqualTo(404);
  }

  @Test
  void whatCannotBeReplayedYetWaitsOnWhenTheRestOfItsMessageIsReplayed() {
    long id = quarantineWhatIsDueInPart();
    HttpResponse<String> answer = app.send("POST", "/api/quarantine/" + id + "/replay", null);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"events\":1,\"waiting\":1,\"reason\":null}");
    assertThat(app.column("select uuid from okta.events")).containsExactly("due");
    assertThat(
            app.column(
                "select integration || ': ' || reason from store.quarantine where replayed_at is null and payload like '{%early%'"))
        .containsExactly("acme: An event of a day that is yet to come.");
  }

  @Test
  void whatTheDatabaseStillCannotKeepWaitsOnWithItsReason() {
    app.database()
        .sql(
            "insert into store.quarantine (integration, source, reason, payload) values ('acme', 'sqs', 'odd', ?)")
        .param(Events.event("odd").replace("00uodd", Events.random(9_000)))
        .update();
    long id = app.count("select id from store.quarantine");
    HttpResponse<String> answer = app.send("POST", "/api/quarantine/" + id + "/replay", null);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("\"events\":0", "PostgreSQL can't keep it");
    assertThat(app.count("select id from store.quarantine where replayed_at is null"))
        .isEqualTo(id);
  }

  /** Two people at one instance and one at another: each instance waits with one connection. */
  @Test
  void whatSeveralReplayAtOnceIsReplayedOnce() throws Exception {
    long id = quarantineWhatIsDueInPart();
    Quarantine elsewhere = quarantine(null);
    List<CompletableFuture<Integer>> answers;
    try (Connection connection = app.bean(DataSource.class).getConnection()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("select from store.quarantine for update");
      answers =
          List.of(
              CompletableFuture.supplyAsync(() -> replayed(id)),
              CompletableFuture.supplyAsync(() -> replayed(id)),
              CompletableFuture.supplyAsync(
                  () -> elsewhere.replay(id).orElseThrow().reason() == null ? 200 : 409));
      Awaitility.await()
          .during(Duration.ofMillis(300))
          .until(() -> app.count("select count(*) from pg_locks where not granted") == 2);
      connection.commit();
    }
    assertThat(answers.stream().map(CompletableFuture::join))
        .containsExactlyInAnyOrder(200, 409, 409);
    assertThat(app.count("select count(*) from store.quarantine where replayed_at is null"))
        .isOne();
  }

  private static long quarantineWhatIsDueInPart() {
    String early =
        Events.event("early").replaceFirst("published\":\"[^T]+", "published\":\"2999-01-01");
    app.database()
        .sql(
            "insert into store.quarantine (integration, source, reason, payload) values ('acme', 'event-hook', 'early', ?)")
        .param("[" + early + "," + Events.event("due") + "]")
        .update();
    return app.count("select id from store.quarantine");
  }

  private static int replayed(long id) {
    return app.send("POST", "/api/quarantine/" + id + "/replay", null).statusCode();
  }

  /** As the queue brings them, not as somebody wrote them into the table. */
  @Test
  void replaysEventsOnceTheirIntegrationIsConnected() {
    String wrong = Events.event("wrong").replaceFirst("published\":\"", "published\":\"x");
    queue.send(
        List.of(
            Events.eventbridge("later", Events.event("named")),
            Events.event("bare"),
            Events.eventbridge("later", wrong)));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> app.count("select count(*) from store.quarantine") == 3);
    Quarantine before = quarantine(null);
    Quarantine configured = quarantine("acme");
    assertThat(before.replay(held("named")).orElseThrow().events()).isZero();
    assertThat(before.replay(held("bare")).orElseThrow().events()).isZero();
    assertThat(configured.replay(held("named")).orElseThrow().events()).isZero();
    assertThat(configured.replay(held("bare")).orElseThrow().events()).isOne();
    app.call(
        "POST",
        "/api/integrations",
        "{\"name\":\"later\",\"issuer\":\"%s\",\"clientId\":\"app\",\"clientSecret\":\"secret\"}"
            .formatted(okta.url()));
    try {
      assertThat(before.replay(held("named")).orElseThrow().reason()).isNull();
      assertThat(before.replay(held("wrong")).orElseThrow().reason())
          .isEqualTo("An event whose published is missing or no time.");
      assertThat(app.column("select integration || ' ' || uuid from okta.events order by 1"))
          .containsExactly("acme bare", "later named");
    } finally {
      app.call("DELETE", "/api/integrations/later", null);
    }
  }

  /**
   * A sender that has got it wrong for weeks leaves many, and an intake looks at each of its own.
   */
  @Test
  void whatWaitsAlreadyIsFoundThroughItsIndex() {
    app.database()
        .sql(
            """
            insert into store.quarantine (integration, source, reason, payload)
            select 'acme', 'sqs', 'odd', n || repeat('x', 200) from generate_series(1, 20000) n;
            analyze store.quarantine""")
        .update();
    long read =
        app.bean(TransactionTemplate.class)
            .execute(
                transaction -> {
                  long before = rowsRead();
                  app.column(
                      "select changed from store.store_stream('[]', '[{\"reason\": \"odd\", \"payload\": \"new\"}]', 'acme', 'sqs')");
                  return rowsRead() - before;
                });
    assertThat(app.count("select count(*) from store.quarantine")).isEqualTo(20_001);
    assertThat(read).as("rows read").isLessThan(100);
  }

  private static long rowsRead() {
    return app.count(
        "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relid = 'store.quarantine'::regclass");
  }

  private static long held(String uuid) {
    return app.count(
        "select id from store.quarantine where payload like '%\"uuid\":\"" + uuid + "\"%'");
  }

  private static Quarantine quarantine(String integration) {
    StreamingSettings now = app.bean(StreamingSettings.class);
    StreamingSettings.Sqs sqs = now.sqs();
    StreamingSettings.Sqs other =
        new StreamingSettings.Sqs(
            sqs.queueUrl(),
            sqs.region(),
            sqs.endpoint(),
            integration,
            sqs.consumers(),
            sqs.visibilitySeconds(),
            sqs.joined());
    return new Quarantine(
        app.database(),
        app.bean(Envelopes.class),
        app.bean(IntakeKeys.class),
        new StreamingSettings(
            now.http(), other, now.eventbridge(), now.quietAfter(), now.pollWhileHealthy()),
        app.context().getBeanProvider(ProducerTemplate.class),
        app.bean(TransactionTemplate.class));
  }
}
