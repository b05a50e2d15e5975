package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** What operators write reads collected data, and nothing beside it. */
class ReaderQueryTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select credentials as subject_id from store.integration                     | permission denied for table integration
          select detail::text as subject_id from store.audit                          | permission denied for table audit
          select passwd as subject_id from pg_shadow                                  | permission denied for view pg_shadow
          select pg_read_file('/etc/passwd') as subject_id                            | permission denied for function pg_read_file
          select nextval('store.event_seq') as subject_id                             | permission denied for sequence event_seq
          with gone as (delete from store.integration returning name) select name as subject_id from gone | data-modifying statement
          select 1 as subject_id) answer; delete from store.integration; select 1 from (select 1 | DELETE is not allowed in a non-volatile function
          select 1 as subject_id) answer; commit; select 1 from (select 1                  | EXECUTE of transaction commands is not implemented
          select 1 as subject_id) answer; reset role; select 1 from (select 1              | not allowed in a non-volatile function
          select set_config('role', 'none', true) as subject_id, query_to_xml('select * from store.integration', true, true, '') | cannot set parameter "role" within security-definer function
          select set_config('session_authorization', 'postgres', true) as subject_id  | cannot set parameter "session_authorization" within security-definer function
          select query_to_xml('select credentials from store.integration', true, true, '')::text as subject_id | permission denied for table integration
          """)
  void aCheckThatWantsMoreIsInvalidAndSaysWhy(String sql, String reason) {
    Check check = check(sql);
    engine.evaluate(check, integration);
    assertThat(state(check)).startsWith("invalid: checks/curious.yaml line 7: ").contains(reason);
    assertThat(
            engine
                .database
                .sql("select count(*) from store.integration where name = ?")
                .param(integration)
                .query(Long.class)
                .single())
        .isOne();
  }

  @Test
  void theReasonSaysWhatChecksMayDo() {
    Check check = check("select credentials as subject_id from store.integration");
    engine.evaluate(check, integration);
    assertThat(state(check))
        .isEqualTo(
            "invalid: checks/curious.yaml line 7: permission denied for table integration (rules"
                + " run as okta_reader in a read-only transaction, and see the views of schema"
                + " okta)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exists (select from store.integration)",
        "(select credentials from store.integration limit 1) is null",
        "true) answer; update store.event set doc = '{}'; select 1 from (select 1"
      })
  void aConditionOfADetectionHasNoMoreRights(String where) {
    assertThatThrownBy(
            () -> engine.reader.rows("select e.uuid from okta.events e where " + where, Map.of()))
        .isInstanceOf(DataAccessException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set_config('default_transaction_read_only', 'on', false)",
        "set_config('transaction_read_only', 'on', true)",
        "set_config('search_path', 'nowhere', false)",
        "lo_from_bytea(0, 'kept')",
        "pg_advisory_lock(4711)",
        "pg_try_advisory_lock_shared(4711)",
        "pg_advisory_lock(4711), 1 / (select count(*) from okta.users where false)",
        "pg_notify('okta', 'heard')"
      })
  void nothingThatARuleDoesOutlivesIt(String sql) {
    List<String> before = engine.transaction.execute(status -> asOfNow());
    List<String> after =
        engine.transaction.execute(
            status -> {
              Object savepoint = status.createSavepoint();
              try {
                engine.reader.rows("select 'x' as subject_id, " + sql, Map.of());
              } catch (DataAccessException e) {
                status.rollbackToSavepoint(savepoint);
              }
              engine
                  .database
                  .sql("update store.integration set display_name = 'Ours' where name = ?")
                  .param(integration)
                  .update();
              return asOfNow();
            });
    assertThat(after).isEqualTo(before);
  }

  /** What a session could be left with; of advisory locks, those of this session. */
  private List<String> asOfNow() {
    return engine
        .database
        .sql(
            """
            select current_setting('default_transaction_read_only') union all
            select current_setting('transaction_read_only') union all
            select current_setting('search_path') union all
            select count(*)::text from pg_largeobject_metadata union all
            select count(*)::text from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()""")
        .query(String.class)
        .list();
  }

  @Test
  void aCheckThatClosesItsConnectionForWritingClosesNoOther() {
    Check check =
        check(
            "select set_config('default_transaction_read_only', 'on', false)::text as subject_id");
    for (int i = 0; i < 10; i++) {
      engine.evaluate(check, integration);
      assertThat(state(check)).isEqualTo("active");
    }
    for (int i = 0; i < 10; i++) {
      assertThat(
              engine
                  .database
                  .sql("show default_transaction_read_only")
                  .query(String.class)
                  .single())
          .isEqualTo("off");
    }
  }

  @Test
  void anAnswerThatDoesNotFitStaysInTheDatabase() {
    ReaderQuery small = new ReaderQuery(engine.database, 1_000_000);
    assertThat(small.rows("select repeat('x', 900000) as subject_id", Map.of()))
        .hasSizeGreaterThan(900_000);
    assertThatThrownBy(() -> small.rows("select repeat('x', 200000000) as subject_id", Map.of()))
        .isInstanceOf(DataAccessException.class)
        .hasMessageStartingWith("The answer has 200,000,")
        .hasMessageContaining("let the rule tell less");
  }

  /** Or whichever instance evaluated a check last would change all its findings. */
  @Test
  void aMomentIsTheSameEvidenceWhateverTheTimeZoneOfTheInstance() {
    for (String zone : new String[] {"UTC", "Europe/Berlin", "America/New_York"}) {
      engine.transaction.executeWithoutResult(
          status -> {
            engine.database.sql("set local timezone = '%s'".formatted(zone)).update();
            assertThat(engine.reader.rows("select to_timestamp(0) as at", Map.of()))
                .isEqualTo("[{\"at\": \"1970-01-01T00:00:00+00:00\"}]");
          });
    }
  }

  private static Check check(String sql) {
    return Check.read(
        "checks/curious.yaml",
        """
        id: curious
        title: Curious
        severity: low
        description: Wants more.
        remediation: None.
        needs: []
        sql: %s
        """
            .formatted(Json.of(sql)));
  }

  private String state(Check check) {
    return engine
        .database
        .sql(
            "select state || coalesce(': ' || reason, '') from store.check_state where integration"
                + " = ? and check_id = ?")
        .params(integration, check.id())
        .query(String.class)
        .single();
  }
}
