package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What somebody decides about a finding holds, whatever checks find meanwhile. */
class HeldDecisionsTest extends SleepingUser {

  @Test
  void whatSomebodyAcceptedStaysSoUntilItsTimeIsOver() {
    data.collected(List.of("users"));
    sleeper("{90d ago}");
    engine.evaluate(check, integration);
    long id = id();
    triage.decide(
        id, Decision.accept("grace", "On parental leave", Instant.now().plusSeconds(3600), false));
    sleeper("{92d ago}");
    engine.evaluate(check, integration);
    assertThat(engine.open(integration, check.id())).isEmpty();
    triage.decide(id, Decision.mute("grace", "Later", Instant.now().minusSeconds(1), false));
    engine.evaluate(check, integration);
    assertThat(engine.open(integration, check.id())).containsExactly("u1");
    assertThat(changes()).containsExactly("opened", "accepted", "updated", "muted", "reopened");
  }

  @Test
  void aDecisionThatIsMadeWhileACheckRunsHolds() {
    data.collected(List.of("users"));
    sleeper("{90d ago}");
    engine.evaluate(check, integration);
    sleeper("{91d ago}");
    evaluateWhile(
        () ->
            triage.decide(
                id(), Decision.mute("grace", "Later", Instant.now().plusSeconds(3600), false)));
    assertThat(stateOfTheFinding()).isEqualTo("muted by grace");
    assertThat(changes()).containsExactly("opened", "muted", "updated");
  }

  @Test
  void aDecisionAboutWhatIsJustOpenedAgainHolds() {
    data.collected(List.of("users"));
    sleeper("{90d ago}");
    engine.evaluate(check, integration);
    triage.decide(id(), Decision.mute("ada", "Later", Instant.now().minusSeconds(1), false));
    sleeper("{91d ago}");
    evaluateWhile(
        () ->
            triage.decide(
                id(), Decision.accept("grace", "Known", Instant.now().plusSeconds(3600), false)));
    assertThat(stateOfTheFinding()).isEqualTo("accepted by grace");
    assertThat(changes()).containsExactly("opened", "muted", "accepted", "updated");
  }

  @Test
  void aDecisionAboutWhatIsResolvedIsNoneAndItOpensAgain() {
    data.collected(List.of("users"));
    for (String login : List.of("{90d ago}", "{1d ago}")) {
      sleeper(login);
      engine.evaluate(check, integration);
    }
    assertThat(triage.decide(id(), Decision.accept("grace", "Known", null, false))).isFalse();
    assertThat(
            triage.decide(
                id(), Decision.mute("grace", "Later", Instant.now().plusSeconds(3600), false)))
        .isFalse();
    sleeper("{91d ago}");
    engine.evaluate(check, integration);
    assertThat(changes()).containsExactly("opened", "resolved", "reopened");
  }

  /** The check is evaluated, and waits for what somebody has decided and not committed yet. */
  private void evaluateWhile(Runnable decision) {
    CompletableFuture<Void> evaluation =
        engine.transaction.execute(
            status -> {
              decision.run();
              int session =
                  engine.database.sql("select pg_backend_pid()").query(Integer.class).single();
              CompletableFuture<Void> waiting =
                  CompletableFuture.runAsync(() -> engine.evaluate(check, integration));
              Awaitility.await()
                  .atMost(Duration.ofMinutes(1))
                  .until(() -> engine.isWaitedFor(session));
              return waiting;
            });
    evaluation.join();
  }

  private String stateOfTheFinding() {
    return engine
        .database
        .sql(
            "select concat_ws(' by ', state, state_actor) from store.finding where integration = ?")
        .param(integration)
        .query(String.class)
        .single();
  }
}
