package org.oktadata.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.Severity;
import org.oktadata.store.LogPlaces;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.ReaderSettings;
import org.oktadata.store.SettledMoment;
import org.oktadata.store.StoreServer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** How far a channel was told of findings is no place in the System Log. */
class DeliveryPositionTest {

  private static final String OPENED =
      """
      with f as (
        insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state, evidence)
        values ('acme', 'any', 'posture', 'Any', 'user', ?, 'high', 'open', '{}') returning id)
      insert into store.finding_change (finding_id, change, state, severity) select id, 'opened', 'open', 'high' from f""";

  private final HikariDataSource source = source();
  private final JdbcClient database = JdbcClient.create(source);
  private final ReadDatabase reading =
      new ReadDatabase(
          source,
          new ReaderSettings(
              new ReaderSettings.Replica(null, null, null),
              Duration.ofSeconds(20),
              Duration.ofSeconds(5),
              2));
  private final Deliveries deliveries = deliveriesOf("opened");

  @BeforeEach
  void aChannelIsSet() {
    assertThat(told()).isEmpty();
  }

  @AfterEach
  void close() throws Exception {
    reading.close();
    source.close();
  }

  @Test
  void noEventWaitsForAChannel() {
    event("5");
    assertThat(LogPlaces.waitedFor(database)).containsExactly("detections");
  }

  /** Retention has dropped the first events: their numbers are far above those of changes. */
  @Test
  void aChannelIsToldWhatIsNewAfterARestoreAndNothingTwice() throws SQLException {
    opened("before");
    assertThat(told()).containsExactly("before");
    database.sql("select setval('store.event_seq', 5000000)").query().listOfRows();
    event("900000000");
    LogPlaces.goOnAfterRestore(source);
    opened("after");
    assertThat(told()).containsExactly("after");
  }

  @Test
  void eventsThatEveryReaderHasReadAreLeftForLaterAtARestore() throws SQLException {
    event("900000000");
    for (String readers : List.of("follower", "reader")) {
      database
          .sql(
              "update store.%s set (xid, seq) = (select xid, seq from store.event)"
                  .formatted(readers))
          .update();
    }
    LogPlaces.goOnAfterRestore(source);
    assertThat(database.sql("select xid::text from store.event").query(String.class).single())
        .isEqualTo("900000000");
  }

  @Test
  void anUpgradeTakesTheChannelsOutOfTheReadersOfEvents() {
    String url = source.getJdbcUrl();
    StoreServer.administer("create database before_the_upgrade");
    DataSource before =
        new DriverManagerDataSource(
            url.replaceFirst("[^/]+$", "before_the_upgrade"), "postgres", "postgres");
    Flyway upgrade = StoreServer.flyway(before);
    Flyway.configure().configuration(upgrade.getConfiguration()).target("213").load().migrate();
    JdbcClient old = JdbcClient.create(before);
    String set =
        "insert into store.follower (name, seq) values ('delivery:slack', 0), ('delivery:webhook', 4999999) on conflict do nothing";
    old.sql(set).update();
    upgrade.migrate();
    assertThat(
            old.sql("select channel || change_id from store.delivery_position")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder("slack0", "webhook0");
    old.sql(set).update();
    assertThat(old.sql("select name from store.follower").query(String.class).list())
        .as("also while another instance isn't upgraded")
        .containsExactly("detections");
  }

  @Test
  void ofWhatIsLeftOutOnlyAChannelHearsThatHeardOfItBefore() {
    Deliveries ofAll = deliveriesOf("opened", "updated", "accepted", "resolved");
    opened("known");
    opened("unknown");
    database
        .sql(
            "delete from store.finding_change c using store.finding f where f.subject_id = 'unknown' and f.id = c.finding_id")
        .update();
    ofAll.claim("webhook", "all");
    for (String change : List.of("accepted", "updated", "resolved")) {
      database
          .sql(
              """
              insert into store.finding_change (finding_id, change, state, severity, exclusion_id)
              select id, ?, 'accepted', 'high', 7 from store.finding where subject_id like '%known'""")
          .param(change)
          .update();
    }
    ofAll.release("webhook", "all");
    ofAll.claim("webhook", "all");
    assertThat(queued())
        .containsExactly("known opened", "known accepted", "known updated", "known resolved");
  }

  /**
   * As after a quarter of an hour in which the application, or its one slow channel, stood still.
   */
  @Test
  void ofWhatOpenedAndEndedUnseenTheEndIsToldTooOnceAndHoweverLowItIsByThen() {
    Deliveries ofAll = deliveriesOf("opened", "resolved");
    opened("lowered");
    for (String change : List.of("updated", "resolved", "reopened", "resolved")) {
      lowered(change);
    }
    database.sql("update store.delivery_position set at = now() - interval '1 hour'").update();
    database.sql("update store.finding_change set at = now() - interval '15 minutes'").update();
    for (int heartbeat = 1; heartbeat <= 3; heartbeat++) {
      ofAll.claim("webhook", "all");
      ofAll.release("webhook", "all");
    }
    assertThat(queued()).containsExactly("lowered opened", "lowered resolved");
  }

  /** Whoever took it may be killed, and its tries don't say that the channel is away. */
  @Test
  void whatWasTakenAndNeverNotedComesAfterAMinuteHoweverOftenItWasTried() {
    opened("taken");
    told();
    database.sql("update store.delivery set attempts = 8, next_at = now()").update();
    assertThat(told()).containsExactly("taken");
    assertThat(
            database
                .sql("select next_at <= now() + interval '1 minute' from store.delivery")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void whatAChannelTakesNothingForIsOneLineOfTheLog(CapturedOutput log) {
    List.of("first", "second", "third").forEach(this::opened);
    List<Delivery> claimed = deliveries.claim("webhook", "test");
    deliveries.allFailed(claimed.subList(0, 2), new IllegalStateException("no such host"));
    deliveries.failed(claimed.get(2), new IllegalStateException("refused"));
    assertThat(log.getAll().lines().filter(line -> line.contains("can't be delivered to webhook")))
        .hasSize(2)
        .anyMatch(line -> line.contains("no such host"))
        .anyMatch(line -> line.contains("refused"));
  }

  /** Two instances, a channel that is back after an outage, and is slow. */
  @Test
  void whatOneInstanceIsJustTellingIsNotToldByAnotherAsWell() {
    Deliveries other = deliveriesOf("opened");
    opened("slow");
    Delivery failed = deliveries.claim("webhook", "test").get(0);
    deliveries.failed(failed, new IllegalStateException("away"));
    deliveries.release("webhook", "test");
    database.sql("update store.delivery set next_at = now() where last_error is not null").update();
    Delivery slow = deliveries.claim("webhook", "test").get(0);
    assertThat(deliveries.isOurs(slow)).isTrue();
    opened("quick");
    Delivery quick = other.claim("webhook", "other").get(0);
    assertThat(quick.finding().subjectId()).isEqualTo("quick");
    other.delivered(quick);
    other.release("webhook", "other");
    assertThat(other.claim("webhook", "other")).as("while it is being told").isEmpty();
  }

  /** A check of a large org is one transaction, and detections commit meanwhile. */
  @Test
  void whatIsCommittedAfterWhatIsNewerIsToldHoweverLongItsTransactionTook() throws SQLException {
    try (Connection check = source.getConnection()) {
      check.setAutoCommit(false);
      check.createStatement().execute(OPENED.replace("?", "'slow'"));
      opened("quick");
      assertThat(told()).containsExactly("quick");
      assertThat(told()).isEmpty();
      check.commit();
    }
    assertThat(told()).containsExactly("slow");
  }

  /**
   * A check that began a minute ago ends while a detection is under way, which began later and took
   * its number earlier.
   */
  @Test
  void whatHasALowerNumberThanWhatALongerTransactionCommittedIsTold() throws SQLException {
    try (Connection detection = source.getConnection()) {
      detection.setAutoCommit(false);
      detection.createStatement().execute(OPENED.replace("?", "'detected'"));
      opened("checked");
      database
          .sql(
              "update store.finding_change set at = now() - interval '1 minute'; update store.delivery_position set at = now() - interval '1 hour'")
          .update();
      assertThat(told()).containsExactly("checked");
      assertThat(told()).isEmpty();
      detection.commit();
    }
    assertThat(told()).containsExactly("detected");
  }

  @Test
  void whatWasLookedAtIsLeftBehind() {
    opened("known");
    assertThat(told()).containsExactly("known");
    Awaitility.await()
        .until(
            () -> {
              assertThat(told()).isEmpty();
              return database
                  .sql(
                      "select change_id = (select max(id) from store.finding_change) from store.delivery_position")
                  .query(Boolean.class)
                  .single();
            });
  }

  @Test
  void whatAClockThatWasSetBackSinceHasDatedAheadHoldsNothingUp() {
    opened("tried");
    assertThat(told()).containsExactly("tried");
    database
        .sql(
            "update store.delivery_position set at = now() + interval '1 day', paused_until = now() + interval '1 day'")
        .update();
    database.sql("update store.delivery set next_at = now() + interval '1 day'").update();
    assertThat(told()).containsExactly("tried");
    opened("new");
    assertThat(told()).containsExactly("new");
  }

  private List<String> told() {
    List<Delivery> claimed = deliveries.claim("webhook", "test");
    deliveries.release("webhook", "test");
    return claimed.stream().map(each -> each.finding().subjectId()).toList();
  }

  private void opened(String who) {
    database.sql(OPENED).param(who).update();
  }

  private void lowered(String change) {
    database
        .sql(
            """
            insert into store.finding_change (finding_id, change, state, severity)
            select id, ?, 'any', 'low' from store.finding where subject_id = 'lowered'""")
        .param(change)
        .update();
  }

  private List<String> queued() {
    return database
        .sql(
            """
            select f.subject_id || ' ' || c.change from store.delivery d join store.finding_change c on c.id = d.change_id
            join store.finding f on f.id = c.finding_id order by c.id""")
        .query(String.class)
        .list();
  }

  private void event(String xid) {
    database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via, xid)
            values ('acme', now(), ?1, 'user.session.start', '{}', 'poll', ?1::xid8)"""
                .replace("?1", "'" + xid + "'"))
        .update();
  }

  private Deliveries deliveriesOf(String... changes) {
    DeliverySettings settings = settings(changes);
    return new Deliveries(
        database,
        settings,
        new DeliveryQueue(database, settings, new SettledMoment(reading)),
        new FindingReader(reading));
  }

  private static DeliverySettings settings(String... changes) {
    return new DeliverySettings(
        Severity.MEDIUM,
        List.of(changes),
        new DeliverySettings.Webhook("https://soar.example", null),
        null,
        null,
        null);
  }

  private static HikariDataSource source() {
    HikariDataSource source = new HikariDataSource();
    source.setJdbcUrl(StoreServer.newDatabase());
    source.setUsername("postgres");
    source.setPassword("postgres");
    source.setMaximumPoolSize(4);
    return source;
  }
}
