package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

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
    assertThat(state(check)).startsWith("invalid: checks/curious.yaml: ERROR: ").contains(reason);
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
            "invalid: checks/curious.yaml: ERROR: permission denied for table integration (rules"
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
            () ->
                engine.reader.rows(
                    "select e.uuid from okta.events e where " + where, java.util.Map.of()))
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
                engine.reader.rows("select 'x' as subject_id, " + sql, java.util.Map.of());
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
    assertThat(small.rows("select repeat('x', 900000) as subject_id", java.util.Map.of()))
        .hasSizeGreaterThan(900_000);
    assertThatThrownBy(
            () -> small.rows("select repeat('x', 200000000) as subject_id", java.util.Map.of()))
        .isInstanceOf(DataAccessException.class)
        .hasMessageStartingWith("The answer has 200,000,")
        .hasMessageContaining("let the rule tell less");
  }

  @Test
  void anAnalystReadsViewsAndHistoryAndNothingElse() {
    JdbcClient analyst = login("analyst", "in role okta_reader");
    new CaseData(engine.database, integration)
        .document("users", "", java.util.Map.of("id", "u1", "status", "ACTIVE"));
    for (String source :
        new String[] {
          "okta.users", "okta.as_of(now())", "okta.changes(now() - interval '1 h', now())"
        }) {
      assertThat(
              analyst
                  .sql("select count(*) from %s where integration = ?".formatted(source))
                  .param(integration)
                  .query(Long.class)
                  .single())
          .as(source)
          .isOne();
    }
    engine.database.sql("create or replace view okta.made_later as select 1 as id").update();
    assertThat(analyst.sql("select id from okta.made_later").query(Long.class).single()).isOne();
    for (String statement :
        new String[] {
          "select credentials from store.integration",
          "select * from store.audit",
          "delete from store.resource",
          "create table okta.mine (id int)",
          "drop view okta.made_later",
          "select * from store.store_page('[]', 'a', 'users', 1, 'r', '', '{}', '{}', '{}', '', '', '', 0)"
        }) {
      assertThatThrownBy(() -> analyst.sql(statement).query().listOfRows())
          .as(statement)
          .hasStackTraceContaining("ERROR: ");
    }
  }

  @Test
  void aDatabaseUserThatMayNotMakeRolesStartsAllTheSameAndIsHelpedByAGrant() {
    String name = "plain_" + UUID.randomUUID().toString().substring(0, 8);
    engine.database.sql("create role %s login password 'x'".formatted(name)).update();
    engine.database.sql("create database %1$s owner %1$s".formatted(name)).update();
    DriverManagerDataSource source =
        new DriverManagerDataSource(url().replaceFirst("/postgres$", "/" + name), name, "x");
    ReaderQuery reader = new ReaderQuery(JdbcClient.create(source));
    migrate(source);
    assertThat(reader.hasOwnRole()).isFalse();
    assertThat(reader.rows("select 1 as one", java.util.Map.of())).isEqualTo("[{\"one\": 1}]");
    assertThatThrownBy(
            () ->
                reader.rows(
                    "select 1) answer; delete from store.audit; select 1 from (select 1",
                    java.util.Map.of()))
        .hasStackTraceContaining("not allowed in a non-volatile function");
    engine.database.sql("grant okta_reader to " + name).update();
    migrate(source);
    assertThat(reader.hasOwnRole()).isTrue();
    assertThatThrownBy(
            () -> reader.rows("select credentials from store.integration", java.util.Map.of()))
        .hasStackTraceContaining("permission denied for table integration");
    migrate(source);
    assertThat(reader.hasOwnRole()).isTrue();
  }

  /** From PostgreSQL 16 on, this is what the maker of a role has of it. */
  @Test
  void whoMayAdministerTheRoleIsLetActAsIt() {
    String name = "maker_" + UUID.randomUUID().toString().substring(0, 8);
    engine.database.sql("create role %s login createrole password 'x'".formatted(name)).update();
    engine.database.sql("create database %1$s owner %1$s".formatted(name)).update();
    boolean old =
        engine
            .database
            .sql("select current_setting('server_version_num')::int < 160000")
            .query(Boolean.class)
            .single();
    engine
        .database
        .sql(
            old
                ? "grant okta_reader to " + name
                : "grant okta_reader to %s with admin true, set false, inherit false"
                    .formatted(name))
        .update();
    DriverManagerDataSource source =
        new DriverManagerDataSource(url().replaceFirst("/postgres$", "/" + name), name, "x");
    migrate(source);
    assertThat(new ReaderQuery(JdbcClient.create(source)).hasOwnRole()).isTrue();
  }

  private static void migrate(DriverManagerDataSource source) {
    Flyway.configure().dataSource(source).defaultSchema("store").schemas("store").load().migrate();
  }

  private JdbcClient login(String purpose, String more) {
    String name = purpose + "_" + UUID.randomUUID().toString().substring(0, 8);
    engine.database.sql("create role %s login password 'x' %s".formatted(name, more)).update();
    return JdbcClient.create(new DriverManagerDataSource(url(), name, "x"));
  }

  private static String url() {
    FindingsDatabase.open();
    return System.getProperty(FindingsDatabase.URL);
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
