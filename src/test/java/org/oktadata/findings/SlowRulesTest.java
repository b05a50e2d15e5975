package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.QueryTimeoutException;

/** A database that is slow for a while makes no rule miss an event. */
class SlowRulesTest {

  /** No other test's events begin the batch of a hunt. */
  private final String type = "test." + UUID.randomUUID();

  @TempDir private Path home;
  private Engine engine;
  private String integration;
  private CaseData data;

  @BeforeEach
  void startAtTheEnd() throws IOException {
    Files.createDirectory(home.resolve("checks"));
    Files.createDirectory(home.resolve("detections"));
    rule("slow", "where: okta.answers_in_time()");
    rule("quick", "");
    engine = new Engine(home, Map.of());
    integration = FindingsDatabase.integration();
    data = new CaseData(engine.database, integration);
    engine.nothingIsUnread();
    inTime(false);
  }

  @AfterEach
  void forgetIt() {
    engine.database.sql("drop function okta.answers_in_time").update();
    engine.database.sql("delete from store.hunt where rule = 'slow'").update();
  }

  @Test
  void whatTheDatabaseWasTooSlowForIsJudgedOnceItIsQuickAgain() {
    event();
    comesAgain();
    comesAgain();
    inTime(true);
    engine.follow();
    assertThat(engine.open(integration, "slow")).containsExactly("ada");
    assertThat(engine.open(integration, "quick")).containsExactly("ada");
    assertThat(trouble()).isNull();
  }

  @Test
  void aRuleThatIsTooSlowThreeTimesLeavesTheBatchToTheOthers() {
    event();
    comesAgain();
    comesAgain();
    engine.follow();
    assertThat(engine.open(integration, "quick")).containsExactly("ada");
    assertThat(engine.open(integration, "slow")).isEmpty();
    assertThat(trouble())
        .contains("detections/slow.yaml line ", "took too long", "left out until ");
  }

  /** Whoever holds it, such as an administrator in the middle of something: no rule is blamed. */
  @Test
  void whatWaitsForSomebodysLockIsNoSlowRule() throws SQLException {
    engine
        .database
        .sql(
            """
            create or replace function okta.answers_in_time() returns boolean language plpgsql as $$
            begin
              perform pg_advisory_xact_lock_shared(4711);
              return true;
            end $$""")
        .update();
    event();
    try (Connection other = FindingsDatabase.open().getConnection();
        Statement holds = other.createStatement()) {
      holds.execute("select pg_advisory_lock(4711)");
      assertThatThrownBy(engine.follower::follow).hasMessageContaining("lock timeout");
      holds.execute("select pg_advisory_unlock(4711)");
    }
    engine.follow();
    assertThat(engine.open(integration, "slow")).containsExactly("ada");
    assertThat(trouble()).isNull();
  }

  /** Its mistakes are looked for before any event is held against it; all others wait for that. */
  @Test
  void aRuleThatTakesTooLongToPlanKeepsTheOthersFromNothing() throws IOException {
    makePlanned("raise sqlstate '57014'");
    rule("slow", "where: okta.answers_in_time() and true");
    event();
    comesAgain();
    comesAgain();
    engine.follow();
    assertThat(engine.open(integration, "quick")).containsExactly("ada");
    assertThat(trouble()).contains("took too long", "left out until ");
  }

  @Test
  void noRuleIsTriedForLongerThanABatchWaitsForALock() throws IOException, SQLException {
    makePlanned("perform pg_advisory_xact_lock_shared(4712)");
    rule("slow", "where: okta.answers_in_time() and true");
    try (Connection other = FindingsDatabase.open().getConnection();
        Statement holds = other.createStatement()) {
      // So that who waits without an end has one.
      holds.execute("set idle_session_timeout = '15s'; select pg_advisory_lock(4712)");
      assertThatThrownBy(engine.follower::follow).hasMessageContaining("lock timeout");
      holds.execute("select pg_advisory_unlock(4712)");
    }
  }

  /** What is immutable is asked while the database plans. */
  private void makePlanned(String work) {
    engine
        .database
        .sql(
            """
            create or replace function okta.answers_in_time() returns boolean immutable language plpgsql as $$
            begin
              %s;
              return true;
            end $$"""
                .formatted(work))
        .update();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2m", "30s"})
  void aRuleThatWasTooSlowIsLeftOutForAWhileAndWhatItMissedIsHuntedFor(String at) {
    makeSlow();
    data.events(List.of(Map.of("eventType", type, "actor", Map.of("id", "bob"), "at", at)));
    engine.follow();
    assertThat(engine.open(integration, "quick")).containsExactlyInAnyOrder("ada", "bob");
    inTime(true);
    pass(RestingRules.FIRST.minusSeconds(1));
    event();
    engine.follow();
    assertThat(engine.open(integration, "slow")).as("while it rests").isEmpty();
    pass(Duration.ofSeconds(1));
    event();
    engine.follow();
    assertThat(engine.open(integration, "slow")).containsExactly("ada");
    assertThat(trouble()).isNull();
    assertThat(hunted(engine)).containsExactlyInAnyOrder("ada", "bob");
    assertThat(
            engine
                .database
                .sql("select count(*) from store.hunt where requested_by = 'made up for a pause'")
                .query(Long.class)
                .single())
        .isOne();
  }

  @Test
  void whatARuleMissedIsHuntedForAfterARestartAsWell() {
    data.events(List.of(Map.of("eventType", type, "actor", Map.of("id", "bob"))));
    makeSlow();
    inTime(true);
    event();
    Engine restarted = new Engine(home, Map.of());
    restarted.follow();
    assertThat(engine.open(integration, "slow")).containsExactly("ada");
    assertThat(hunted(restarted)).containsExactlyInAnyOrder("ada", "bob");
  }

  private List<String> hunted(Engine instance) {
    Awaitility.await()
        .until(
            () -> {
              instance.hunts().goOn();
              return engine
                  .database
                  .sql("select bool_and(state <> 'running') from store.hunt where rule = 'slow'")
                  .query(Boolean.class)
                  .single();
            });
    return engine.open(integration, "slow");
  }

  @Test
  void aRuleThatStaysSlowHasOneTryAfterTwiceTheTime() {
    makeSlow();
    for (Duration pause = RestingRules.FIRST;
        pause.compareTo(Duration.ofHours(2)) < 0;
        pause = pause.multipliedBy(2)) {
      pass(pause.minusSeconds(1));
      assertThat(rests()).as("before " + pause).isTrue();
      pass(Duration.ofSeconds(1));
      assertThat(rests()).as("after " + pause).isFalse();
      event();
      engine.follow();
      assertThat(rests()).as("after the one try").isTrue();
    }
  }

  @Test
  void everyInstanceShowsItUntilAnyOfThemFindsThatItWorks() throws IOException {
    Engine other = new Engine(home, Map.of());
    makeSlow();
    assertThat(state(engine)).startsWith("invalid detections/slow.yaml line ");
    assertThat(state(other)).isEqualTo(state(engine));
    Engine restarted = new Engine(home, Map.of());
    assertThat(state(restarted)).isEqualTo(state(engine));
    inTime(true);
    event();
    restarted.follow();
    assertThat(restarted.open(integration, "slow")).containsExactly("ada");
    assertThat(List.of(state(engine), state(other), state(restarted))).containsOnly("active null");
  }

  @Test
  void whatARuleMetGoesWithItsFile() throws IOException {
    makeSlow();
    String rows = "select count(*) from store.rule_trouble where rule in ('slow', 'quick')";
    engine.trouble.forgetOthers(engine.active.known());
    assertThat(engine.database.sql(rows).query(Long.class).single()).isOne();
    Files.delete(home.resolve("detections/slow.yaml"));
    engine.trouble.forgetOthers(engine.active.known());
    assertThat(engine.database.sql(rows).query(Long.class).single()).isZero();
  }

  @Test
  void anEditIsTriedAtOnce() throws IOException {
    makeSlow();
    rule("slow", "where: okta.answers_in_time() is not null");
    inTime(true);
    event();
    engine.follow();
    assertThat(engine.open(integration, "slow")).containsExactly("ada");
  }

  private String state(Engine instance) {
    return new RuleStates(instance.library, instance.trouble, instance.database)
        .all().stream()
            .filter(rule -> rule.id().equals("slow"))
            .map(rule -> rule.state() + " " + rule.reason())
            .findFirst()
            .orElseThrow();
  }

  private void makeSlow() {
    event();
    comesAgain();
    comesAgain();
    engine.follow();
    assertThat(trouble()).contains("left out until ");
  }

  private void pass(Duration time) {
    engine.nanos.addAndGet(time.toNanos());
  }

  private boolean rests() {
    return engine.resting.rests((Detection) engine.library.current().find("slow").orElseThrow());
  }

  private void comesAgain() {
    assertThatThrownBy(engine.follower::follow).isInstanceOf(QueryTimeoutException.class);
    assertThat(engine.open(integration, "quick")).isEqualTo(found);
  }

  private void event() {
    found = engine.open(integration, "quick");
    data.events(List.of(Map.of("eventType", type)));
  }

  private List<String> found = List.of();

  private String trouble() {
    return engine.trouble(engine.library.current().find("slow").orElseThrow());
  }

  private void rule(String id, String condition) throws IOException {
    Files.writeString(
        home.resolve("detections/" + id + ".yaml"),
        """
        id: %s
        title: A rule
        severity: low
        description: A rule.
        remediation: None.
        filter: eventType eq "%s"
        %s
        """
            .formatted(id, type, condition));
  }

  /** As after statement_timeout, without waiting for it. */
  private void inTime(boolean is) {
    engine
        .database
        .sql(
            """
            create or replace function okta.answers_in_time() returns boolean language plpgsql as $$
            begin
              if not %s then raise exception 'canceling statement due to statement timeout' using errcode = '57014'; end if;
              return true;
            end $$"""
                .formatted(is))
        .update();
  }
}
