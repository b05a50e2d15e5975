package org.oktadata.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.RouteController;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.events.Events;
import org.oktadata.instances.Fleet;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** What others are told: an org that is collected first without Kafka, and changes with it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OutputCaptureExtension.class)
class PublishedChangesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  static TestBroker broker;
  static SandboxOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void collectBeforeThereIsKafka() {
    broker = TestBroker.start(folder);
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(30), 11))
            .register(SandboxClient.withSecret("app", "secret"));
    app = AppUnderTest.start(folder, okta);
    app.collect();
    assertThat(app.count("select count(*) from store.outbox")).isZero();
    assertThat(app.count("select count(*) from pg_trigger where tgname like 'tell_%'")).isZero();
    app.close();
    broker.stop();
    app = withKafka("json");
  }

  private static AppUnderTest withKafka(String format) {
    return AppUnderTest.start(
        folder,
        okta,
        "--okta.kafka.bootstrap-servers=" + broker.bootstrapServers(),
        "--okta.kafka.partitions=3",
        "--okta.kafka.findings-format=" + format);
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      app.close();
    }
    okta.close();
    broker.close();
  }

  @Test
  @Order(0)
  void whatChangesBeforeTheBrokersHaveEverAnsweredWaitsForThem() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> app.count("select count(*) from pg_trigger where tgname like 'tell_%'") > 0);
    acceptAndReopenAFinding("early");
    broker.startAgain();
    untilToldAll();
    assertThat(broker.read("okta.findings"))
        .anyMatch(each -> each.value().contains("\"accepted\"") && each.value().contains("early"));
  }

  @Test
  @Order(1)
  void theDocumentsAsTheyAreAreToldFirst() {
    untilToldAll();
    assertThat(replayed()).isEqualTo(stored()).hasSizeGreaterThan(100);
  }

  @Test
  @Order(2)
  void aReplayFromTheStartEqualsTheStoreAfterChangesAndDeletions() {
    var org = okta.org().changes();
    List<String> users = List.copyOf(okta.org().truth().users("ACTIVE"));
    org.changeUser(users.get(0), Map.of("title", "Auditor"));
    app.collect();
    org.changeUser(users.get(0), Map.of("title", "Owner"));
    String group = org.createGroup("Auditors/all");
    org.addMember(group, users.get(1));
    org.deleteUser(users.get(2));
    app.collect();
    org.removeMember(group, users.get(1));
    org.deleteGroup(group);
    app.collect();
    untilToldAll();
    assertThat(replayed()).isEqualTo(stored());
    List<JsonNode> told =
        changes().stream()
            .filter(change -> change.path("id").asText().equals(users.get(0)))
            .filter(change -> change.path("data_type").asText().equals("users"))
            .toList();
    assertThat(told.get(0).path("change").asText()).isEqualTo("snapshot");
    assertThat(told)
        .anyMatch(
            change ->
                change.at("/before/profile/title").asText().equals("Auditor")
                    && change.at("/after/profile/title").asText().equals("Owner"));
    assertThat(changes())
        .anyMatch(
            change ->
                change.path("id").asText().equals(group)
                    && change.path("change").asText().equals("removed")
                    && change.path("after").isNull());
  }

  @Test
  @Order(3)
  void eachChangeOfAFindingIsTold() {
    String id = acceptAndReopenAFinding("known");
    untilToldAll();
    assertThat(broker.read("okta.findings"))
        .map(record -> read(record.value()))
        .filteredOn(told -> told.path("finding").path("id").asText().equals(id))
        .extracting(told -> told.path("change").asText() + " " + told.at("/finding/state").asText())
        .endsWith("accepted accepted", "reopened open");
  }

  /** Decides on one twice, and answers its id. */
  private static String acceptAndReopenAFinding(String reason) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> app.count("select count(*) from store.finding where state = 'open'") > 0);
    String id =
        app.column("select min(id) from okta.findings where state = 'open'").iterator().next();
    for (String decision : List.of("accept", "reopen")) {
      String path = "/api/findings/" + id + "/" + decision;
      String body = "{\"reason\":\"" + reason + "\"}";
      assertThat(app.send("POST", path, body).statusCode()).isEqualTo(200);
    }
    return id;
  }

  @Test
  @Order(4)
  void eachDocumentStaysInOrderWhenManyWriteAndTwoTell() {
    TransactionTemplate transaction =
        new TransactionTemplate(app.bean(PlatformTransactionManager.class));
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      Random dice = new Random(writer);
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 60; i++) {
                  transaction.executeWithoutResult(status -> write(dice, status));
                }
              }));
    }
    all.add(
        CompletableFuture.runAsync(
            () -> {
              Publisher second = app.bean(Publisher.class);
              while (!all.subList(0, 4).stream().allMatch(CompletableFuture::isDone)) {
                second.publish();
              }
            }));
    all.forEach(CompletableFuture::join);
    untilToldAll();
    assertThat(replayed()).isEqualTo(stored());
  }

  /**
   * Changes one document and ends or revives another, in this order, so that none waits in a
   * circle.
   */
  private static void write(Random dice, TransactionStatus status) {
    app.database()
        .sql(
            """
            update store.resource set doc = doc || jsonb_build_object('dice', ?)
            where data_type = 'users' and id = (select id from store.resource where data_type = 'users' order by id offset ? limit 1)\
            """)
        .params(dice.nextInt(), dice.nextInt(5))
        .update();
    app.database()
        .sql(
            """
            update store.resource set deleted_at = case when deleted_at is null then now() end
            where data_type = 'users' and id = (select id from store.resource where data_type = 'users' order by id offset ? limit 1)\
            """)
        .param(5 + dice.nextInt(5))
        .update();
    if (dice.nextInt(5) == 0) {
      status.setRollbackOnly();
    }
  }

  @Test
  @Order(5)
  void whatAnInstanceThatStoodStillToldTooLateIsToldOnceMore() throws Exception {
    RouteController routes = app.bean(CamelContext.class).getRouteController();
    routes.stopRoute("publish");
    dice("older");
    Publisher late =
        new Publisher(
            app.bean(KafkaSettings.class),
            app.bean(KafkaTopics.class),
            app.bean(ChangesTopic.class),
            app.bean(Fleet.class),
            app.bean(Outbox.class),
            app.bean(PublishedRecords.class),
            new StandsStill(
                app.bean(ProducerTemplate.class),
                new AtomicReference<>(() -> anotherTells("newer"))),
            app.bean(PlatformTransactionManager.class));
    try {
      assertThatThrownBy(late::publish)
          .isInstanceOfAny(DataAccessException.class, TransactionException.class);
      assertThat(replayed()).as("the older one came last").isNotEqualTo(stored());
      late.publish();
    } finally {
      routes.startRoute("publish");
    }
    untilToldAll();
    assertThat(replayed()).isEqualTo(stored());
  }

  /** PostgreSQL ends the transaction of this thread, and another instance has its turn. */
  private static void anotherTells(String dice) {
    int session = (int) app.count("select pg_backend_pid()");
    CompletableFuture.runAsync(
            () -> {
              app.count("select count(pg_terminate_backend(" + session + ", 10000))");
              dice(dice);
              app.bean(Publisher.class).publish();
            })
        .join();
  }

  private static void dice(String value) {
    app.database()
        .sql(
            """
            update store.resource set doc = doc || jsonb_build_object('dice', ?)
            where data_type = 'users' and id = (select min(id) from store.resource where data_type = 'users' and deleted_at is null)""")
        .param(value)
        .update();
  }

  /** Where the instance that tells stands still once, just before it sends. */
  private record StandsStill(ProducerTemplate template, AtomicReference<Runnable> meanwhile)
      implements ObjectProvider<ProducerTemplate> {

    @Override
    public ProducerTemplate getObject() {
      meanwhile.getAndSet(() -> {}).run();
      return template;
    }
  }

  @Test
  @Order(6)
  void aChangeThatATopicDoesNotTakeWholeKeepsNoOtherFromBeingTold() {
    dice(Events.random(200_000));
    untilToldAll();
    broker.set("okta.changes", "max.message.bytes", "100000");
    dice("small");
    untilToldAll();
    assertThat(replayed()).isEqualTo(stored());
    assertThat(changes())
        .anyMatch(
            change ->
                change.at("/after/dice").asText().equals("small")
                    && change.path("change").asText().equals("changed")
                    && change.path("before").isNull());
  }

  @Test
  @Order(7)
  void whatIsPurgedEndsAsRemoved() {
    app.database()
        .sql(
            "delete from store.resource where integration = 'acme' and data_type in ('users',"
                + " 'groups')")
        .update();
    untilToldAll();
    assertThat(replayed()).isEqualTo(stored());
    assertThat(replayed().keySet()).noneMatch(key -> key.startsWith("acme/users/"));
  }

  @Test
  @Order(8)
  void aTopicThatIsMadeAnewIsToldAllDocuments() {
    broker.delete("okta.changes");
    app.database()
        .sql(
            "update store.resource set deleted_at = now() where data_type = 'apps' and id ="
                + " (select max(id) from store.resource where data_type = 'apps' and deleted_at is"
                + " null)")
        .update();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(replayed()).isEqualTo(stored()).isNotEmpty());
  }

  @Test
  @Order(9)
  void afterATimeWithoutKafkaDeletionsAreToldToo() {
    String key =
        app.column(
                "select min(id) from store.resource where data_type = 'apps' and deleted_at is"
                    + " null")
            .iterator()
            .next();
    app.close();
    AppUnderTest without = AppUnderTest.start(folder, okta);
    assertThat(without.count("select count(*) from pg_trigger where tgname like 'tell_%'"))
        .isZero();
    assertThat(without.count("select pg_relation_size('store.outbox')"))
        .as("emptied without reading it")
        .isZero();
    without
        .database()
        .sql("update store.resource set deleted_at = now() where data_type = 'apps' and id = ?")
        .param(key)
        .update();
    without.close();
    app = withKafka("ocsf");
    untilToldAll();
    assertThat(replayed()).isEqualTo(stored());
    app.database()
        .sql(
            """
            with f as (update store.finding set state = 'resolved', resolved_at = now()
                       where id = (select max(id) from store.finding) returning id)
            insert into store.finding_change (finding_id, change, state, severity)
            select id, 'resolved', 'resolved', 'low' from f\
            """)
        .update();
    untilToldAll();
    assertThat(broker.read("okta.findings"))
        .anyMatch(record -> read(record.value()).path("status").asText().equals("Resolved"));
  }

  /** Changes that wait belong to it: without them the topics would miss what they never hear of. */
  @Test
  @Order(10)
  void whatAnotherInstanceWithKafkaKeepsIsLeftToIt(CapturedOutput log) {
    app.database()
        .sql(
            "insert into store.instance (id, alive_until, triggers) values ('another', now() +"
                + " interval '1 hour', '{okta.publish}')")
        .update();
    Publisher without = withoutKafka();
    try {
      without.keepNothingForNobody();
      assertThat(app.count("select count(*) from pg_trigger where tgname like 'tell_%'"))
          .isPositive();
      assertThat(log).contains("give all instances the same okta.kafka settings");
    } finally {
      app.database().sql("delete from store.instance where id = 'another'").update();
    }
  }

  private static Publisher withoutKafka() {
    return new Publisher(
        new KafkaSettings(
            null,
            null,
            2,
            500,
            12,
            0,
            Duration.ZERO,
            Duration.ZERO,
            false,
            KafkaSettings.FindingsFormat.JSON),
        app.bean(KafkaTopics.class),
        app.bean(ChangesTopic.class),
        app.bean(Fleet.class),
        app.bean(Outbox.class),
        app.bean(PublishedRecords.class),
        new StandsStill(app.bean(ProducerTemplate.class), new AtomicReference<>(() -> {})),
        app.bean(PlatformTransactionManager.class));
  }

  @Test
  @Order(11)
  void aDumpKeepsNoApplicationWithoutKafkaFromItsStart() throws Exception {
    app.bean(CamelContext.class).getRouteController().stopRoute("publish");
    Publisher without = withoutKafka();
    try (Connection dump = app.bean(DataSource.class).getConnection();
        Statement reads = dump.createStatement()) {
      dump.setAutoCommit(false);
      reads.execute("lock table store.resource in access share mode");
      without.begin();
      assertThat(app.count("select count(*) from pg_trigger where tgname like 'tell_%'"))
          .isPositive();
      dump.rollback();
    }
    without.keepNothingForNobody();
    assertThat(app.count("select count(*) from pg_trigger where tgname like 'tell_%'")).isZero();
  }

  private static void untilToldAll() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                app.count(
                        "select count(*) from store.publisher where capturing and snapshot is null"
                            + " and not exists (select from store.outbox)")
                    == 1);
  }

  /** Every change in the order of its key's partition; the last one is the document. */
  private static List<JsonNode> changes() {
    return broker.read("okta.changes").stream().map(record -> read(record.value())).toList();
  }

  private static Map<String, JsonNode> replayed() {
    Map<String, JsonNode> documents = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (ConsumerRecord<String, String> record : broker.read("okta.changes")) {
      JsonNode after = read(record.value()).path("after");
      seen.add(record.key());
      if (after.isNull()) {
        documents.remove(record.key());
      } else {
        documents.put(record.key(), after);
      }
    }
    assertThat(seen).isNotEmpty();
    return documents;
  }

  private static Map<String, JsonNode> stored() {
    Map<String, JsonNode> documents = new TreeMap<>();
    app.database()
        .sql(
            "select store.document_key(integration, data_type, parent_id, id), doc::text from"
                + " store.resource where deleted_at is null")
        .query(
            row -> {
              documents.put(row.getString(1), read(row.getString(2)));
            });
    return documents;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
