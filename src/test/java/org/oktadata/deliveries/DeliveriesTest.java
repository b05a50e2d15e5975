package org.oktadata.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.figures.OrgMeters;
import org.oktadata.findings.CaseData;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.FindingView;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each channel hears of each change of a finding once, also when it doesn't listen at first. */
@ExtendWith(OutputCaptureExtension.class)
class DeliveriesTest {

  private static final String SECRET_PATH = "/services/T0/B0/not-to-be-told";

  @TempDir static Path folder;
  private static Receiver webhook;
  private static Receiver slack;
  private static Receiver bus;
  private static MailServer mail;
  private static SandboxOkta okta;
  private static AppUnderTest app;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    webhook = new Receiver();
    slack = new Receiver();
    bus = new Receiver();
    bus.answer = "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e1\"}]}";
    mail = new MailServer();
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.deliveries.webhook.url=" + webhook.url() + "/hook",
            "--okta.deliveries.webhook.secret=signing-secret",
            "--okta.deliveries.slack.url=" + slack.url() + SECRET_PATH,
            "--okta.deliveries.email.host=127.0.0.1",
            "--okta.deliveries.email.port=" + mail.port(),
            "--okta.deliveries.email.to=security@example.com",
            "--okta.deliveries.event-bridge.enabled=true",
            "--okta.deliveries.event-bridge.bus=findings",
            "--okta.deliveries.event-bridge.endpoint=" + bus.url());
    // A channel hears of what happens from the moment it is set.
    until(() -> app.count("select count(*) from store.delivery_position") == 4);
  }

  @AfterAll
  static void stop() throws Exception {
    app.close();
    okta.close();
    webhook.close();
    slack.close();
    bus.close();
    mail.close();
  }

  @Test
  void everyChannelHearsOfAFindingOnceInItsOwnWay() throws Exception {
    made("everywhere");
    until(() -> states("everywhere").equals(Map.of("delivered", 4L)));

    Receiver.Call call = about(webhook, "everywhere").get(0);
    JsonNode told = Receiver.read(call.body());
    assertThat(told.path("change").asText()).isEqualTo("opened");
    assertThat(told.path("finding").path("subjectId").asText()).isEqualTo("everywhere");
    String time = call.headers().getFirst("X-Timestamp");
    assertThat(call.headers().getFirst("X-Signature"))
        .isEqualTo("v1=" + DeliveryMessage.sign("signing-secret", time + "." + call.body()));
    assertThat(call.headers().getFirst("X-Delivery")).isEqualTo(told.path("deliveryId").asText());

    assertThat(Receiver.read(about(slack, "everywhere").get(0).body()).path("text").asText())
        .contains("(medium, opened)")
        .contains("everywhere in acme");

    JsonNode entry = Receiver.read(about(bus, "everywhere").get(0).body()).path("Entries").path(0);
    assertThat(entry.path("EventBusName").asText()).isEqualTo("findings");
    JsonNode ocsf = Receiver.read(entry.path("Detail").asText());
    assertThat(ocsf.path("class_uid").asInt()).isEqualTo(2004);

    assertThat(mail.mails)
        .filteredOn(text -> text.contains("everywhere"))
        .singleElement()
        .asString()
        .contains("To: security@example.com")
        .contains("Subject: [medium] opened:");

    again();
    for (Receiver each : List.of(webhook, slack, bus)) {
      assertThat(about(each, "everywhere")).hasSize(1);
    }
  }

  @Test
  void aNameCallsNobodyInSlack() {
    made("<!channel> &c");
    until(() -> states("<!channel> &c").equals(Map.of("delivered", 4L)));
    assertThat(about(slack, "&lt;!channel&gt; &amp;c")).hasSize(1);
  }

  @Test
  void whatAChannelDoesNotTakeIsKeptAndComesAgain(CapturedOutput log) {
    slack.status = 503;
    bus.answer =
        "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"InternalFailure\",\"ErrorMessage\":\"Busy\"}]}";
    try {
      made("patience");
      until(() -> states("patience").equals(Map.of("delivered", 2L, "tried", 2L)));
      assertThat(reasons("patience"))
          .containsExactly(
              "The channel answered with status 503.",
              "IllegalStateException: The bus refused it: Busy");
      assertThat(log.getAll()).doesNotContain("not-to-be-told").doesNotContain("signing-secret");
    } finally {
      slack.status = 200;
      bus.answer = "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e2\"}]}";
    }
    again();
    until(() -> states("patience").equals(Map.of("delivered", 4L)));
    assertThat(about(slack, "patience")).hasSize(2);
    assertThat(about(webhook, "patience")).hasSize(1);
  }

  @Test
  void theChangesOfAFindingArriveInTheirOrderAlsoAfterAFailure() {
    long finding = finding("orderly", "high");
    webhook.status = 503;
    try {
      change(finding, "opened", "open", "high");
      until(() -> states("orderly").equals(Map.of("delivered", 3L, "tried", 1L)));
    } finally {
      webhook.status = 200;
    }
    change(finding, "resolved", "resolved", "high");
    until(() -> states("orderly").getOrDefault("delivered", 0L) == 6);
    made("meanwhile");
    until(() -> states("meanwhile").equals(Map.of("delivered", 4L)));
    assertThat(told("orderly")).containsExactly("opened");
    again();
    until(() -> states("orderly").equals(Map.of("delivered", 8L)));
    assertThat(told("orderly")).containsExactly("opened", "opened", "resolved");
  }

  @Test
  void whatRisesToTheSeverityThatIsToldIsToldAndSoIsItsEnd() {
    long low = finding("lowly", "low");
    change(low, "opened", "open", "low");
    change(low, "resolved", "resolved", "low");
    long rising = finding("rising", "low");
    change(rising, "opened", "open", "low");
    change(rising, "updated", "open", "high");
    change(rising, "updated", "open", "high");
    change(rising, "updated", "open", "low");
    until(() -> states("rising").equals(Map.of("delivered", 4L)));
    change(rising, "resolved", "resolved", "low");
    until(() -> states("rising").equals(Map.of("delivered", 8L)));
    change(rising, "reopened", "open", "low");
    change(rising, "resolved", "resolved", "low");
    made("after-all-that");
    until(() -> states("after-all-that").equals(Map.of("delivered", 4L)));
    assertThat(told("rising")).containsExactly("updated", "resolved");
    assertThat(states("rising")).isEqualTo(Map.of("delivered", 8L));
    assertThat(states("lowly")).isEmpty();
  }

  @Test
  void afterManyAttemptsItIsKeptAsFailed() {
    webhook.status = 500;
    try {
      made("hopeless");
      until(() -> states("hopeless").getOrDefault("tried", 0L) == 1);
      app.database()
          .sql(
              "update store.delivery set attempts = 11 where state = 'waiting' and channel = 'webhook'")
          .update();
      again();
      until(() -> states("hopeless").equals(Map.of("delivered", 3L, "failed", 1L)));
    } finally {
      webhook.status = 200;
    }
    app.bean(OrgMeters.class).read();
    assertThat(givenUp()).isEqualTo(1);
    JsonNode lost = Receiver.read(app.send("GET", "/api/deliveries?channel=webhook", null).body());
    assertThat(lost).hasSize(1);
    assertThat(lost.path(0).path("lastError").asText())
        .isEqualTo("The channel answered with status 500.");
    int calls = about(webhook, "hopeless").size();
    again();
    made("afterwards");
    until(() -> states("afterwards").equals(Map.of("delivered", 4L)));
    assertThat(about(webhook, "hopeless")).hasSize(calls);

    assertThat(app.send("POST", "/api/deliveries/retry", "{\"channel\":\"webhook\"}").body())
        .isEqualTo("{\"again\":1}");
    until(() -> states("hopeless").equals(Map.of("delivered", 4L)));
    app.bean(OrgMeters.class).read();
    assertThat(givenUp()).isZero();
    assertThat(app.count("select count(*) from store.audit where action = 'delivery.retry'"))
        .isEqualTo(1);
  }

  @Test
  void aChannelThatAsksToWaitIsLeftAloneAndNothingCountsAsATry() {
    slack.status = 429;
    slack.retryAfter = "1800";
    int before = slack.calls.size();
    try {
      made("crowd-1");
      until(
          () ->
              app.count(
                      "select count(*) from store.delivery_position where channel = 'slack' and paused_until > now() + interval '29 minutes'")
                  == 1);
      List.of("crowd-2", "crowd-3").forEach(DeliveriesTest::made);
      until(() -> states("crowd-3").equals(Map.of("delivered", 3L, "waiting", 1L)));
      assertThat(slack.calls).hasSize(before + 1);
      assertThat(app.count("select max(attempts) from store.delivery where state = 'waiting'"))
          .isZero();
    } finally {
      slack.status = 200;
      slack.retryAfter = null;
    }
    app.database().sql("update store.delivery_position set paused_until = now()").update();
    again();
    until(
        () ->
            List.of("crowd-1", "crowd-2", "crowd-3").stream()
                .allMatch(who -> states(who).equals(Map.of("delivered", 4L))));
    assertThat(about(slack, "crowd-1")).hasSize(2);
    assertThat(about(slack, "crowd-2")).hasSize(1);
  }

  @Test
  void peopleAreToldOfManyAtOnceInOneMessageAndProgramsOneByOne() {
    slack.status = 503;
    try {
      app.database()
          .sql(
              """
              with found as (
                insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state, evidence)
                select 'acme', 'flood', 'posture', 'Flood', 'user', 'drop-' || n, 'medium', 'open', '{}'
                from generate_series(11, 22) n returning id, severity)
              insert into store.finding_change (finding_id, change, state, severity) select id, 'opened', 'open', severity from found""")
          .update();
      until(() -> states("drop-22").equals(Map.of("delivered", 3L, "tried", 1L)));
    } finally {
      slack.status = 200;
    }
    assertThat(about(webhook, "drop-")).hasSize(12);
    assertThat(about(bus, "drop-")).hasSize(12);
    assertThat(mail.mails)
        .filteredOn(text -> text.contains("drop-"))
        .singleElement()
        .asString()
        .contains("Subject: 12 changes of findings, the worst medium")
        .contains("[medium] opened: Flood: user drop-11 in acme", "drop-22");
    again();
    until(() -> states("drop-22").equals(Map.of("delivered", 4L)));
    List<Receiver.Call> told = about(slack, "drop-");
    assertThat(told).hasSize(2);
    assertThat(Receiver.read(told.get(1).body()).path("text").asText())
        .startsWith("*12 changes of findings, the worst medium*\n[medium] opened: Flood")
        .hasLineCount(13);
  }

  @Test
  void whatIsTooLargeForTheBusIsToldWithoutItsEvidence() {
    long finding = finding("enormous", "high");
    app.database()
        .sql(
            "update store.finding set evidence = jsonb_build_object('users', repeat('ü', 140000)) where id = ?")
        .param(finding)
        .update();
    change(finding, "opened", "open", "high");
    until(() -> states("enormous").equals(Map.of("delivered", 4L)));
    JsonNode entry = Receiver.read(about(bus, "enormous").get(0).body()).path("Entries").path(0);
    JsonNode ocsf = Receiver.read(entry.path("Detail").asText());
    assertThat(ocsf.has("evidences")).isFalse();
    assertThat(ocsf.path("resources").path(0).path("uid").asText()).isEqualTo("enormous");
    JsonNode whole = Receiver.read(about(webhook, "enormous").get(0).body());
    assertThat(whole.path("finding").path("evidence").path("users").asText()).hasSize(140_000);
  }

  @Test
  void whatFailedWhileAChannelWasAwayComesAsSoonAsItIsBack() {
    webhook.status = 503;
    try {
      List.of("away-1", "away-2").forEach(DeliveriesTest::made);
      until(() -> states("away-2").getOrDefault("tried", 0L) == 1);
      until(() -> states("away-1").getOrDefault("tried", 0L) == 1);
      app.database()
          .sql(
              "update store.delivery set next_at = now() + interval '1 hour' where state = 'waiting'")
          .update();
    } finally {
      webhook.status = 200;
    }
    app.database()
        .sql("update store.delivery_position set delivered_at = now() - interval '1 hour'")
        .update();
    made("back");
    until(() -> states("back").equals(Map.of("delivered", 4L)));
    until(() -> states("away-1").equals(Map.of("delivered", 4L)));
    until(() -> states("away-2").equals(Map.of("delivered", 4L)));
  }

  @Test
  void whatWasClaimedBeforeAChannelAskedToWaitIsGivenBack() {
    made("claimed");
    until(() -> states("claimed").equals(Map.of("delivered", 4L)));
    long id =
        app.count(
            "update store.delivery d set state = 'waiting', attempts = 7, next_at = now() + interval '1 hour'"
                + " from store.finding_change c, store.finding f where c.id = d.change_id"
                + " and f.id = c.finding_id and f.subject_id = 'claimed' and d.channel = 'slack' returning d.id");
    FindingView finding =
        app.bean(FindingReader.class)
            .find(app.count("select id from store.finding where subject_id = 'claimed'"))
            .orElseThrow();
    Delivery delivery = new Delivery(id, "slack", "opened", 7, finding);
    Deliveries deliveries = app.bean(Deliveries.class);
    assertThat(deliveries.isOurs(delivery)).isTrue();
    app.database()
        .sql(
            "update store.delivery_position set paused_until = now() + interval '2 hours' where channel = 'slack'")
        .update();
    assertThat(deliveries.isOurs(delivery)).isFalse();
    assertThat(app.count("select attempts from store.delivery where id = " + id)).isEqualTo(6);
    app.database().sql("update store.delivery_position set paused_until = null").update();
    again();
    until(() -> states("claimed").equals(Map.of("delivered", 4L)));
  }

  private static double givenUp() {
    return app.bean(MeterRegistry.class)
        .get("okta.deliveries.given.up")
        .tag("channel", "webhook")
        .gauge()
        .value();
  }

  @Test
  void aSlowFailureDoesNotUndoWhatAnotherInstanceDelivered() {
    made("overtaken");
    until(() -> states("overtaken").equals(Map.of("delivered", 4L)));
    long id =
        app.count(
            "update store.delivery d set attempts = 2 from store.finding_change c, store.finding f where c.id = d.change_id"
                + " and f.id = c.finding_id and f.subject_id = 'overtaken' and d.channel = 'webhook' returning d.id");
    FindingView finding =
        app.bean(FindingReader.class)
            .find(app.count("select id from store.finding where subject_id = 'overtaken'"))
            .orElseThrow();
    app.bean(Deliveries.class)
        .failed(
            new Delivery(id, "webhook", "opened", 1, finding),
            new IllegalStateException("Too slow"));
    assertThat(states("overtaken")).isEqualTo(Map.of("delivered", 4L));
    assertThat(reasons("overtaken")).isEmpty();
  }

  private static long finding(String who, String severity) {
    return app.count(
        "insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state, evidence)"
            + " values ('acme', 'any', 'posture', 'Any', 'user', '%s', '%s', 'open', '{}') returning id"
                .formatted(who, severity));
  }

  private static void change(long finding, String change, String state, String severity) {
    app.database()
        .sql(
            "insert into store.finding_change (finding_id, change, state, severity) values (?, ?, ?, ?)")
        .params(finding, change, state, severity)
        .update();
  }

  /** What the webhook was told to have happened to a finding. */
  private static List<String> told(String who) {
    return about(webhook, who).stream()
        .map(call -> Receiver.read(call.body()).path("change").asText())
        .toList();
  }

  /** An administrator makes an API token: a finding about that administrator. */
  private static void made(String who) {
    new CaseData(app.database(), "acme")
        .events(
            List.of(Map.of("eventType", "system.api_token.create", "actor", Map.of("id", who))));
  }

  /** What waits for another attempt is due now. */
  private static void again() {
    app.database()
        .sql("update store.delivery set next_at = now() where state = 'waiting'")
        .update();
  }

  private static Map<String, Long> states(String who) {
    Map<String, Long> states = new TreeMap<>();
    app.database()
        .sql(
            """
            select case when d.state = 'waiting' and d.last_error is not null then 'tried' else d.state end, count(*) from store.delivery d
            join store.finding_change c on c.id = d.change_id join store.finding f on f.id = c.finding_id
            where f.subject_id = ? group by 1""")
        .param(who)
        .query(
            row -> {
              states.put(row.getString(1), row.getLong(2));
            });
    return states;
  }

  private static List<String> reasons(String who) {
    return app.database()
        .sql(
            """
            select d.last_error from store.delivery d join store.finding_change c on c.id = d.change_id
            join store.finding f on f.id = c.finding_id where f.subject_id = ? and d.last_error is not null order by d.channel desc""")
        .param(who)
        .query(String.class)
        .list();
  }

  private static List<Receiver.Call> about(Receiver receiver, String who) {
    return receiver.calls.stream().filter(call -> call.body().contains(who)).toList();
  }

  private static void until(BooleanSupplier condition) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(condition::getAsBoolean);
  }
}
