package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What passes by itself is no rule's fault, and who changes several findings waits for nobody who
 * waits for him.
 */
class PassingFailuresTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);

  @Test
  void aCheckThatADeadlockStoppedStaysDueAndIsInvalidOnlyIfThatGoesOn() {
    Check check = stumbling("40P01");
    engine.evaluate(check, integration);
    engine.evaluate(check, integration);
    assertThat(states()).isEmpty();
    engine.evaluate(check, integration);
    assertThat(states()).containsExactly("invalid");
  }

  /** Somebody's work on a table may take hours, and is over in the end. */
  @Test
  void aCheckThatWaitsForSomebodysLockStaysDueForAsLongAsThatTakes() {
    Check check = stumbling("55P03");
    for (int time = 0; time < 10; time++) {
      engine.evaluate(check, integration);
    }
    assertThat(states()).isEmpty();
  }

  private Check stumbling(String state) {
    engine
        .database
        .sql(
            """
            create or replace function okta.stumbles() returns text language plpgsql as
            $$ begin raise sqlstate '%s' using message = 'somebody else has it'; end $$"""
                .formatted(state))
        .update();
    return Check.read(
        "checks/unlucky.yaml",
        """
        id: unlucky
        title: Unlucky
        severity: low
        description: Meets somebody.
        remediation: None.
        needs: []
        sql: select okta.stumbles() as subject_id where :integration <> ''
        """);
  }

  @Test
  void decisionsThatEndTogetherTakeTheirFindingsInTheOrderOfChecks() throws SQLException {
    Check check = (Check) engine.library.current().find("user-inactive").orElseThrow();
    data.collected(List.of("users"));
    for (String id : new String[] {"u1", "u2"}) {
      data.document(
          "users", "", Map.of("id", id, "status", "ACTIVE", "lastLogin", "2020-01-01T00:00:00Z"));
    }
    engine.evaluate(check, integration);
    List<Long> ids =
        engine
            .database
            .sql("select id from store.finding where integration = ? order by id")
            .param(integration)
            .query(Long.class)
            .list();
    assertThat(ids).hasSize(2);
    // One after the other, the first last: so the table has them in the other order.
    for (long id : List.of(ids.get(1), ids.get(0))) {
      engine
          .database
          .sql(
              "update store.finding set state = 'muted', state_until = now() - interval '1 minute' where id = ?")
          .param(id)
          .update();
    }
    try (Connection open = engine.source.getConnection()) {
      open.setAutoCommit(false);
      JdbcClient holder = JdbcClient.create(new SingleConnectionDataSource(open, true));
      holder
          .sql("select 1 from store.finding where id = ? for update")
          .param(ids.get(0))
          .query()
          .listOfRows();
      CompletableFuture<Void> expiring =
          CompletableFuture.runAsync(
              () ->
                  engine.transaction.executeWithoutResult(
                      status -> new Triage(engine.database).expire()));
      Awaitility.await().until(() -> waitsFor(holder));
      assertThat(isFree(ids.get(1))).as("the second is taken after the first").isTrue();
      open.commit();
      expiring.join();
    }
    assertThat(engine.open(integration, check.id())).containsExactly("u1", "u2");
  }

  private boolean waitsFor(JdbcClient holder) {
    int pid = holder.sql("select pg_backend_pid()").query(Integer.class).single();
    return engine
        .database
        .sql("select exists (select from pg_stat_activity where ? = any(pg_blocking_pids(pid)))")
        .param(pid)
        .query(Boolean.class)
        .single();
  }

  private boolean isFree(long id) {
    try {
      return Boolean.TRUE.equals(
          engine.transaction.execute(
              status -> {
                engine
                    .database
                    .sql("select 1 from store.finding where id = ? for update nowait")
                    .param(id)
                    .query()
                    .listOfRows();
                return true;
              }));
    } catch (DataAccessException e) {
      return false;
    }
  }

  private List<String> states() {
    return engine
        .database
        .sql("select state from store.check_state where integration = ? and check_id = 'unlucky'")
        .param(integration)
        .query(String.class)
        .list();
  }
}
