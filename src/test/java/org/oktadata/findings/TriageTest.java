package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.store.NewEvents;

/** What a decision is about, and what is left of it once its time is over. */
class TriageTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final Triage triage = new Triage(engine.database);

  @BeforeEach
  void found() {
    engine.nothingIsUnread();
    seen("1m", "198.51.100.7");
  }

  @Test
  void aDetectionThatIsSeenAgainAfterADecisionIsOpenAgain() {
    mute(false);
    seen("10s", "203.0.113.20");
    assertThat(decision()).as("it had happened by then").isEqualTo("muted Known grace");
    seen("-5s", "203.0.113.77");
    assertThat(decision()).isEqualTo("open");
    assertThat(history())
        .endsWith("muted Known", "updated", "reopened Seen again after it was muted by grace.");
    assertThat(engine.one(integration, "evidence ->> 'ip'", "store.finding"))
        .isEqualTo("203.0.113.77");
    assertThat(
            engine.one(
                integration, "evidence ->> 'ip'", "okta.finding_changes where change = 'muted'"))
        .as("what was decided about")
        .isEqualTo("198.51.100.7");
  }

  @Test
  void whatHappensLaterStaysSilentWhereSomebodySaysSo() {
    triage.decide(id(), Decision.accept("grace", "Known", null, true));
    seen("-5s", "203.0.113.77");
    assertThat(decision()).isEqualTo("accepted Known grace");
    triage.decide(id(), Decision.reopen("grace", null));
    mute(false);
    seen("-30s", "203.0.113.77");
    assertThat(decision()).as("another decision").isEqualTo("open");
  }

  @Test
  void aDetectionIsResolvedByHandUntilItIsSeenAgain() {
    assertThat(triage.decide(id(), Decision.resolve("grace", "Not us", Outcome.FALSE_ALARM)))
        .isTrue();
    assertThat(
            engine.one(
                integration,
                "concat_ws(' ', state, state_outcome)",
                "okta.findings where resolved_at is not null"))
        .isEqualTo("resolved false-alarm");
    assertThat(
            triage.decide(
                id(), Decision.mute("grace", "Known", Instant.now().plusSeconds(3600), false)))
        .isFalse();
    seen("-5s", "203.0.113.77");
    assertThat(
            engine.one(
                integration,
                "concat_ws(' ', state, state_reason, state_actor, state_outcome, resolved_at)",
                "okta.findings"))
        .isEqualTo("open");
    assertThat(history())
        .containsExactly(
            "opened", "resolved Not us", "reopened Seen again after it was resolved by grace.");
  }

  @Test
  void aDecisionThatIsMadeWhileEventsAreReadIsKnownToThem() {
    add("-5s", "203.0.113.77");
    NewEvents.untilNoneIsHeldBack(engine.database);
    CompletableFuture<Void> reading =
        engine.transaction.execute(
            status -> {
              mute(false);
              int session =
                  engine.database.sql("select pg_backend_pid()").query(Integer.class).single();
              CompletableFuture<Void> waiting =
                  CompletableFuture.runAsync(() -> engine.follower.follow());
              Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> isWaitedFor(session));
              return waiting;
            });
    reading.join();
    assertThat(decision()).isEqualTo("open");
  }

  @Test
  void aFindingThatIsOpenAgainHasNobodysReasonAnyMore() {
    assertThat(expired("state = 'muted', state_until = now() - interval '1 minute'"))
        .isEqualTo("open");
  }

  @Test
  void aDetectionOfLongAgoEndsWithoutTheReasonWhyItWasOpen() {
    assertThat(
            expired(
                "last_seen = now() - interval '31 days', changed_at = now() - interval '31 days'"))
        .isEqualTo("resolved");
  }

  /** The state of the finding after the tidy, with all that is left of a decision. */
  private String expired(String decided) {
    engine
        .database
        .sql(
            "update store.finding set state_reason = 'Known', state_actor = 'grace', %s where integration = ?"
                .formatted(decided))
        .param(integration)
        .update();
    triage.expire();
    return engine.one(
        integration,
        "concat_ws(' ', state, state_reason, state_actor, state_until)",
        "store.finding");
  }

  private void seen(String ago, String ip) {
    add(ago, ip);
    engine.follow();
  }

  private void add(String ago, String ip) {
    new CaseData(engine.database, integration)
        .events(
            List.of(
                Map.of(
                    "eventType",
                    "system.api_token.create",
                    "at",
                    ago,
                    "client",
                    Map.of("ipAddress", ip))));
  }

  private void mute(boolean silenceLater) {
    triage.decide(
        id(), Decision.mute("grace", "Known", Instant.now().plusSeconds(3600), silenceLater));
  }

  private long id() {
    return Long.parseLong(engine.one(integration, "id::text", "store.finding"));
  }

  private String decision() {
    return engine.one(
        integration, "concat_ws(' ', state, state_reason, state_actor)", "store.finding");
  }

  private List<String> history() {
    return engine
        .database
        .sql(
            "select concat_ws(' ', change, reason) from store.finding_change where finding_id = ? order by id")
        .param(id())
        .query(String.class)
        .list();
  }

  private boolean isWaitedFor(int session) {
    return "true"
        .equals(
            engine
                .database
                .sql(
                    "select exists (select from pg_locks where not granted and ? = any (pg_blocking_pids(pid)))::text")
                .param(session)
                .query(String.class)
                .single());
  }
}
