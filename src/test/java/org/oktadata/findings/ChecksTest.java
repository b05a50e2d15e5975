package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The life of a posture finding. */
class ChecksTest extends SleepingUser {

  @Test
  void withoutDataACheckHasNoAnswer() {
    engine.evaluate(check, integration);
    assertThat(state()).isEqualTo("not-evaluated: users was never collected");
  }

  @Test
  void onClassicEngineNothingPassesThatOnlyIdentityEngineShows() {
    Check mfa = (Check) engine.library.current().find("admin-console-without-mfa").orElseThrow();
    data.collected(mfa.needs());
    engine
        .database
        .sql("update store.integration set pipeline = 'v1' where name = ?")
        .param(integration)
        .update();
    engine.evaluate(mfa, integration);
    assertThat(state(mfa)).startsWith("not-evaluated: Only Identity Engine shows it");
  }

  @Test
  void aFailedCollectionResolvesNothing() {
    data.collected(List.of("users"));
    sleeper("{90d ago}");
    engine.evaluate(check, integration);
    engine
        .database
        .sql("update store.resource set deleted_at = now() where integration = ?")
        .param(integration)
        .update();
    long run = run();
    data.collected(run, "users", "FAILURE");
    engine.evaluate(check, integration);
    assertThat(engine.open(integration, check.id())).containsExactly("u1");
    assertThat(state()).startsWith("not-evaluated: users is not complete (FAILURE");
  }

  @Test
  void openedUpdatedResolvedAndReopenedAreRemembered() {
    data.collected(List.of("users"));
    for (String login : List.of("{90d ago}", "{91d ago}", "{1d ago}", "{95d ago}")) {
      sleeper(login);
      engine.evaluate(check, integration);
      engine.evaluate(check, integration);
    }
    assertThat(changes()).containsExactly("opened", "updated", "resolved", "reopened");
  }

  @Test
  void whatIsFixedWasLastSeenWhenItsCheckLastFoundIt() {
    data.collected(List.of("users"));
    sleeper("{90d ago}");
    engine.evaluate(check, integration);
    moved("store.finding", "last_seen", "90 days");
    moved("store.check_state", "passed_at", "1 hour");
    sleeper("{1d ago}");
    engine.evaluate(check, integration);
    assertThat(
            engine
                .database
                .sql(
                    """
                    select state || ' ' || date_trunc('minute', resolved_at - last_seen) from okta.findings where integration = ?""")
                .param(integration)
                .query(String.class)
                .single())
        .isEqualTo("resolved 01:00:00");
  }

  @Test
  void theEndOfAFindingHasTheTimeOfTheEndInOcsf() {
    Instant seen = Instant.now().minusSeconds(7200);
    Instant ended = seen.plusSeconds(3600);
    FindingView finding =
        new FindingView(
            "1",
            integration,
            check.id(),
            "Title",
            "posture",
            "low",
            "resolved",
            "user",
            "u1",
            "{}",
            seen,
            seen,
            ended,
            null,
            null,
            null,
            false,
            null,
            null,
            null,
            null);
    OcsfFinding ocsf = new OcsfFinding(engine.library);
    assertThat(ocsf.of(finding, "resolved")).containsEntry("time", ended.toEpochMilli());
    assertThat(ocsf.of(finding, "opened")).containsEntry("time", seen.toEpochMilli());
  }

  @Test
  void newEvidenceIsToldOnceAMinuteButAnotherSeverityAtOnce() {
    data.collected(List.of("users"));
    for (String login : List.of("{90d ago}", "{91d ago}", "{92d ago}", "{93d ago}")) {
      sleeper(login);
      engine.evaluate(check, integration);
    }
    assertThat(changes()).containsExactly("opened", "updated");
    Check graver =
        Check.read(
            "checks/user-inactive.yaml",
            """
            id: user-inactive
            title: Graver
            severity: critical
            description: Graver.
            remediation: None.
            needs: [users]
            subject: user
            sql: select id as subject_id from okta.users where integration = :integration
            """);
    engine.evaluate(graver, integration);
    assertThat(changes()).containsExactly("opened", "updated", "updated");
  }

  @Test
  void evidenceDoesNotChangeWithTheCalendar() {
    data.collected(List.of("users", "api_tokens"));
    sleeper("{90d ago}");
    data.document(
        "api_tokens", "", Map.of("id", "t1", "created", "{700d ago}", "lastUpdated", "{400d ago}"));
    engine.evaluate(check, integration);
    engine.evaluate(
        (Check) engine.library.current().find("api-token-stale").orElseThrow(), integration);
    assertThat(
            engine
                .database
                .sql(
                    """
                    select distinct jsonb_object_keys(evidence) as key from store.finding
                    where integration = ? and check_id in ('user-inactive', 'api-token-stale') order by 1""")
                .param(integration)
                .query(String.class)
                .list())
        .containsExactly("created", "last_login", "last_updated", "login", "name", "user_id");
  }

  @Test
  void anAnswerThatIsOlderThanTheLastOneChangesNothing() {
    data.collected(List.of("users"));
    sleeper("{90d ago}");
    engine.evaluate(check, integration);
    CheckQuery.Failing older = answer();
    sleeper("{1d ago}");
    engine.evaluate(check, integration);
    engine.transaction.executeWithoutResult(
        status -> engine.postureFindings.store(check, integration, older, 1));
    assertThat(engine.open(integration, check.id())).isEmpty();
    assertThat(changes()).containsExactly("opened", "resolved");
    engine.transaction.executeWithoutResult(
        status -> engine.postureFindings.store(check, integration, answer(), 1));
    assertThat(
            engine
                .database
                .sql("select failing from store.check_state where integration = ?")
                .param(integration)
                .query(Long.class)
                .single())
        .isZero();
  }

  private CheckQuery.Failing answer() {
    return new CheckQuery(engine.database, engine.reader, engine.transactions)
        .failing(
            check,
            integration,
            SettingValues.of(check, engine.library.settings()),
            FindingSettings.FINDINGS_PER_CHECK);
  }

  @Test
  void aCheckThatFindsEverythingOpensNothingAndSaysSo() {
    int most = FindingSettings.FINDINGS_PER_CHECK;
    engine.evaluate(everything(2), integration);
    assertThat(engine.open(integration, "everything")).containsExactly("1", "2");
    engine.evaluate(everything(most + 1), integration);
    assertThat(engine.open(integration, "everything")).containsExactly("1", "2");
    assertThat(
            engine
                .database
                .sql("select state || ' ' || reason from store.check_state where integration = ?")
                .param(integration)
                .query(String.class)
                .single())
        .startsWith(
            "invalid checks/everything.yaml line 7: it finds 200,001, more than the 200,000")
        .contains("okta.findings-per-check");
  }

  private static Check everything(int rows) {
    return Check.read(
        "checks/everything.yaml",
        """
        id: everything
        title: Everything
        severity: low
        description: Finds all there is.
        remediation: None.
        needs: []
        sql: select i::text as subject_id from generate_series(1, %d) i where :integration <> ''
        """
            .formatted(rows));
  }

  @Test
  void ofAnIntegrationThatIsRemovedMeanwhileNothingIsKept() {
    data.collected(List.of("users"));
    sleeper("{90d ago}");
    Check uncollected =
        (Check) engine.library.current().find("admin-console-without-mfa").orElseThrow();
    CheckQuery.Failing failing = answer();
    assertThat(new DueChecks(engine.database).of(List.of(check))).containsKey(integration);
    for (String removal :
        List.of(
            "update store.integration set state = 'removing' where name = ?",
            "delete from store.integration where name = ?")) {
      engine.database.sql(removal).param(integration).update();
      engine.evaluate(uncollected, integration);
      engine.transaction.executeWithoutResult(
          status -> engine.postureFindings.store(check, integration, failing, 1));
      for (String table : List.of("check_state", "finding")) {
        assertThat(
                engine
                    .database
                    .sql("select count(*) from store.%s where integration = ?".formatted(table))
                    .param(integration)
                    .query(Long.class)
                    .single())
            .as(removal + ": " + table)
            .isZero();
      }
    }
  }

  @Test
  void theScoreOfAnIdentityIsNoReasonForItself() {
    List<Map<String, Object>> findings =
        List.of(
            Map.of("check", "weak", "subject", "u1", "severity", "medium", "kind", "posture"),
            Map.of(
                "check", "user-trust-level", "subject", "u1", "severity", "high", "kind", "threat"),
            Map.of(
                "check",
                "user-trust-level",
                "subject",
                "u2",
                "severity",
                "high",
                "kind",
                "threat"));
    data.documents(Map.of("findings", findings));
    assertThat(
            engine
                .database
                .sql("select user_id || ' ' || score from okta.identity_risk where integration = ?")
                .param(integration)
                .query(String.class)
                .list())
        .containsExactly("u1 8");
  }

  @Test
  void aSettingIsTakenFromConfigurationAndItsBoundsHold() {
    data.collected(List.of("users"));
    sleeper("{90d ago}");
    Engine lenient =
        new Engine(Path.of("").toAbsolutePath(), Map.of("user-inactive", Map.of("days", "180")));
    lenient.evaluate(check, integration);
    assertThat(engine.open(integration, check.id())).isEmpty();
    Engine wrong =
        new Engine(Path.of("").toAbsolutePath(), Map.of("user-inactive", Map.of("days", "9999")));
    wrong.evaluate(check, integration);
    assertThat(state()).isEqualTo("invalid: Setting days: '9999' isn't allowed (1 to 730)");
  }

  @Test
  void aCheckThatWantsToWriteIsRefused() {
    Check writing =
        Check.read(
            "checks/writing.yaml",
            """
            id: writing
            title: Writes
            severity: low
            description: Writes.
            remediation: None.
            needs: []
            sql: select nextval('store.event_seq') as subject_id
            """);
    engine.evaluate(writing, integration);
    assertThat(
            engine
                .database
                .sql(
                    "select reason from store.check_state where integration = ? and check_id = 'writing'")
                .param(integration)
                .query(String.class)
                .single())
        .contains("checks/writing.yaml")
        .contains("read-only transaction");
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
