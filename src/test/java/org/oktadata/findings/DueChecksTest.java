package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a check is evaluated: what it needs was read, by a run or because of an event. */
class DueChecksTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);
  private final Check check = (Check) engine.library.current().find("user-inactive").orElseThrow();

  @Test
  void aCheckIsDueWhenItsDataWasReadAndNotAgainBefore() {
    DueChecks due = new DueChecks(engine.database);
    assertThat(due.of(List.of(check))).containsKey(integration);
    data.collected(List.of("users"));
    engine.evaluate(check, integration);
    assertThat(due.of(List.of(check))).doesNotContainKey(integration);
    moved("store.check_state", "evaluated_at", "1 minute");
    moved("store.run_data_type", "finished_at", "3 seconds");
    assertThat(due.of(List.of(check))).containsKey(integration);
  }

  @Test
  void whatWasReadWhileACheckRanMakesItDueAgain() {
    data.collected(List.of("users"));
    engine.evaluate(check, integration);
    moved("store.check_state", "evaluated_at", "10 seconds");
    moved("store.run_data_type", "finished_at", "11 seconds");
    DueChecks due = new DueChecks(engine.database);
    assertThat(due.of(List.of(check))).containsKey(integration);
    moved("store.run_data_type", "finished_at", "13 seconds");
    assertThat(due.of(List.of(check))).doesNotContainKey(integration);
  }

  @Test
  void whatEventsHadReadAgainIsLookedAtAlsoWhileALongRunGoesOn() {
    data.collected(List.of("users"));
    engine.evaluate(check, integration);
    moved("store.run_data_type", "finished_at", "2 hours");
    moved("store.check_state", "evaluated_at", "6 minutes");
    long full = run("full", "RUNNING", "10 minutes");
    unfinished(full);
    DueChecks due = new DueChecks(engine.database);
    assertThat(due.of(List.of(check))).as("nothing else asks").doesNotContainKey(integration);
    readAgain("at");
    assertThat(due.of(List.of(check))).containsKey(integration);
    moved("store.check_state", "evaluated_at", "4 minutes");
    assertThat(due.of(List.of(check))).as("looked at lately").doesNotContainKey(integration);
    moved("store.check_state", "evaluated_at", "6 minutes");
    moved("store.run", "started_at", "4 minutes");
    assertThat(due.of(List.of(check))).as("a short run").doesNotContainKey(integration);
    engine
        .database
        .sql("update store.check_state set fingerprint = 'former' where integration = ?")
        .param(integration)
        .update();
    assertThat(due.of(List.of(check))).as("the file was edited").containsKey(integration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"at", "gone_at"})
  void whatEventsHadReadAgainOrTookWithItsParentIsLookedAtOnceAMinute(String how) {
    data.collected(List.of("users"));
    engine.evaluate(check, integration);
    moved("store.run_data_type", "finished_at", "2 hours");
    moved("store.check_state", "evaluated_at", "2 minutes");
    DueChecks due = new DueChecks(engine.database);
    assertThat(due.of(List.of(check))).doesNotContainKey(integration);
    readAgain(how);
    assertThat(due.of(List.of(check))).containsKey(integration);
    moved("store.check_state", "evaluated_at", "50 seconds");
    assertThat(due.of(List.of(check))).as("looked at lately").doesNotContainKey(integration);
  }

  @Test
  void whatWasEvaluatedByAClockThatWasSetBackSinceIsEvaluatedAgain() {
    data.collected(List.of("users"));
    engine.evaluate(check, integration);
    moved("store.check_state", "evaluated_at", "-1 day");
    DueChecks due = new DueChecks(engine.database);
    assertThat(due.of(List.of(check))).containsKey(integration);
    engine.evaluate(check, integration);
    assertThat(
            engine
                .database
                .sql(
                    "select evaluated_at <= clock_timestamp() from store.check_state where integration = ?")
                .param(integration)
                .query(Boolean.class)
                .single())
        .as("its answer counts, and isn't taken for an older one")
        .isTrue();
    assertThat(due.of(List.of(check))).doesNotContainKey(integration);
  }

  private void readAgain(String how) {
    engine
        .database
        .sql(
            "insert into store.read_again (integration, data_type, %s) values (?, 'users', now() - interval '30 seconds')"
                .formatted(how))
        .param(integration)
        .update();
  }

  private void unfinished(long run) {
    engine
        .database
        .sql(
            "insert into store.run_data_type (run_id, data_type, integration) values (?, 'users', ?)")
        .params(run, integration)
        .update();
  }

  private long run(String mode, String status, String ago) {
    return engine
        .database
        .sql(
            "insert into store.run (integration, mode, status, trigger, started_at) values (?, ?, ?, 'test', now() - ?::interval) returning id")
        .params(integration, mode, status, ago)
        .query(Long.class)
        .single();
  }

  private void moved(String table, String column, String ago) {
    engine
        .database
        .sql(
            "update %s set %s = now() - interval '%s' where integration = ?"
                .formatted(table, column, ago))
        .param(integration)
        .update();
  }
}
