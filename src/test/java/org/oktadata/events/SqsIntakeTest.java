package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
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
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** A queue may deliver a message of an earlier test once more: each counts events of its own. */
class SqsIntakeTest {

  /** So few that a slow machine, too, has received four times as many within {@link #HIDDEN}. */
  private static final int JOINED = 25;

  /** The seconds for which a message stays hidden; then it counts as waiting again. */
  private static final int HIDDEN = 6;

  /** The most that are taken and not yet stored: four statements' worth. */
  private static final int PLACES = 4 * JOINED;

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
            "--okta.streaming.sqs.region=us-east-1",
            "--okta.streaming.sqs.visibility-seconds=" + HIDDEN,
            "--okta.streaming.sqs.joined=" + JOINED,
            "--okta.integrations[1].name=other",
            "--okta.integrations[1].issuer=" + okta.url(),
            "--okta.integrations[1].client-id=app",
            "--okta.integrations[1].client-secret=secret");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
    queue.close();
  }

  @BeforeEach
  void empty() {
    app.database().sql("delete from store.event").update();
    app.database().sql("delete from store.quarantine").update();
  }

  @Test
  void storesEachEventOnceAndForItsIntegrationWhateverTheOrder() {
    List<String> messages = new ArrayList<>();
    List<String> events = Events.many("e", 2000);
    for (String event : events) {
      messages.add(Events.eventbridge("acme", event));
    }
    for (String event : events.subList(0, 400)) {
      messages.add(Events.eventbridge("acme", event));
      messages.add(Events.sns(Events.eventbridge("other", event)));
    }
    Collections.shuffle(messages, new Random(7));
    queue.send(messages);
    untilTheQueueIsEmpty();
    assertThat(
            app.column(
                "select integration || ' ' || count(*) || ' ' || count(distinct uuid) ||"
                    + " min(received_via) from okta.events where uuid like 'e%' group by integration"))
        .containsExactly("acme 2000 2000sqs", "other 400 400sqs");
    assertThat(app.count("select count(*) from okta.quarantine")).isZero();
  }

  @Test
  void takesAMessageApartThatBringsEventsOfSeveralIntegrations() {
    queue.send(
        List.of(
            "[%s,%s,%s]"
                .formatted(
                    Events.eventbridge("acme", Events.event("a")),
                    Events.eventbridge("other", Events.event("b")),
                    Events.eventbridge("nobody", Events.event("c")))));
    untilTheQueueIsEmpty();
    assertThat(app.column("select integration || ' ' || uuid from okta.events order by 1"))
        .containsExactly("acme a", "other b");
    assertThat(app.column("select reason from okta.quarantine"))
        .containsExactly("No integration named 'nobody' is connected.");
  }

  @Test
  void quarantinesPoisonAndEventsOfStrangers() {
    queue.send(
        List.of(
            "{\"detail\":",
            Events.event("bare"),
            Events.eventbridge("nobody", Events.event("n")),
            Events.eventbridge("acme", Events.event("m").replace("64500", "1e999999")),
            Events.eventbridge("acme", Events.event("a"))));
    untilTheQueueIsEmpty();
    assertThat(app.column("select uuid from okta.events")).containsExactly("a");
    assertThat(
            app.column(
                "select coalesce(integration, '-') || ': ' || left(reason, 24) from"
                    + " store.quarantine"))
        .containsExactly(
            "-: No event source says who",
            "-: No integration named 'no",
            "-: The message isn't JSON: ",
            "acme: An event with numbers to");
  }

  /** Its batch is taken apart, and comes again and again until the connection holds. */
  @Test
  void quarantinesWhatIsRefusedOnceHoweverOftenTheConnectionBreaksMeanwhile() {
    app.database()
        .sql(
            """
            create sequence store.breaks;
            create function store.refuse_or_break() returns trigger language plpgsql as $$
            begin
              if new.uuid = 'refused1' then
                raise sqlstate '22003';
              elsif new.uuid = 'refused9' and nextval('store.breaks') <= 3 then
                raise sqlstate '08006';
              end if;
              return new;
            end $$;
            create trigger refuse_or_break before insert on store.event for each row execute function store.refuse_or_break()""")
        .update();
    try {
      queue.send(
          List.of(
              Events.many("refused", 20).stream()
                  .map(event -> Events.eventbridge("acme", event))
                  .collect(Collectors.joining(",", "[", "]"))));
      untilTheQueueIsEmpty();
      assertThat(app.count("select last_value from store.breaks")).isEqualTo(4);
      assertThat(app.count("select count(*) from okta.events")).isEqualTo(19);
      assertThat(
              app.count(
                  "select count(*) from store.quarantine where integration = 'acme' and reason like 'PostgreSQL can%'"))
          .isOne();
    } finally {
      app.database()
          .sql("drop function store.refuse_or_break cascade; drop sequence store.breaks")
          .update();
    }
  }

  /** CVE-2026-46456: Camel 4.18.0 would make headers of attributes, Camel's own ones included. */
  @Test
  void attributesOfASenderBecomeNoHeaders() throws Exception {
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    for (String name :
        List.of(
            "CamelAwsSqsReceiptHandle",
            "CamelJdbcParameters",
            "camelredeliverydelay",
            "CamelHttpUri",
            "integration",
            "page")) {
      attributes.put(
          name, MessageAttributeValue.builder().dataType("String").stringValue("other").build());
    }
    queue
        .client()
        .sendMessage(
            message ->
                message
                    .queueUrl(queue.url())
                    .messageBody(Events.eventbridge("acme", Events.event("a")))
                    .messageAttributes(attributes));
    untilTheQueueIsEmpty();
    assertThat(app.column("select integration || uuid from okta.events")).containsExactly("acmea");
    assertThat(Files.readString(Path.of("routes/stream-sqs.camel.yaml")))
        .as("they aren't even asked for, and what came all the same is removed first")
        .doesNotContainIgnoringCase("messageAttributeNames")
        .containsPattern(
            "steps:\\s+- setVariable:(\\s+\\S+: ?[^\\n]*){5}\\s+- removeHeaders:\\s+id: \\S+\\s+pattern: \"\\*\"\\s+- bean");
  }

  @Test
  void waitsForTheDatabaseAndLosesNothing() {
    app.database().sql("alter table store.quarantine rename to away").update();
    try {
      queue.send(
          Events.many("w", 50).stream().map(event -> Events.eventbridge("acme", event)).toList());
      Awaitility.await("they stay hidden for longer than they were hidden when they came")
          .during(Duration.ofMillis(6_500))
          .atMost(Duration.ofSeconds(60))
          .until(() -> queue.hidden() == 50);
    } finally {
      app.database().sql("alter table store.away rename to quarantine").update();
    }
    untilTheQueueIsEmpty();
    assertThat(app.count("select count(*) from okta.events")).isEqualTo(50);
  }

  @Test
  void takesNoMoreFromTheQueueThanItCanStore() throws Exception {
    try (Connection other = app.bean(DataSource.class).getConnection()) {
      other.setAutoCommit(false);
      // It holds the table for as long as the queue needs, however slow the machine is.
      other.createStatement().execute("set local idle_in_transaction_session_timeout = 0");
      other.createStatement().execute("lock table store.event in access exclusive mode");
      queue.send(
          Events.many("many", 5 * PLACES).stream()
              .map(event -> Events.eventbridge("acme", event))
              .toList());
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> queue.hidden() >= PLACES);
      Awaitility.await("they stay hidden, for longer than they were when they came, and no others")
          .during(Duration.ofMillis(6_500))
          .atMost(Duration.ofSeconds(30))
          .until(() -> queue.hidden() >= PLACES && queue.hidden() <= PLACES + 20);
      other.rollback();
    }
    untilTheQueueIsEmpty();
    assertThat(
            app.column(
                "select count(*) || ' ' || count(distinct uuid) from okta.events where uuid like 'many%'"))
        .containsExactly("%1$d %1$d".formatted(5 * PLACES));
  }

  private static void untilTheQueueIsEmpty() {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> queue.size() == 0);
  }
}
