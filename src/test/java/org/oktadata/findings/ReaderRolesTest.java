package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.oktadata.store.StoreServer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Who reads collected data, and who owns what rules run through. */
class ReaderRolesTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();

  @Test
  void anAnalystReadsViewsAndHistoryAndNothingElse() {
    JdbcClient analyst = login("analyst", "in role okta_reader");
    new CaseData(engine.database, integration)
        .document("users", "", Map.of("id", "u1", "status", "ACTIVE"));
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
    assertThat(analyst.sql("select * from okta.freshness").query().listOfRows()).isNotNull();
    engine.database.sql("create or replace view okta.made_later as select 1 as id").update();
    assertThat(analyst.sql("select id from okta.made_later").query(Long.class).single()).isOne();
    for (String statement :
        new String[] {
          "select credentials from store.integration",
          "select * from store.audit",
          "delete from store.resource",
          "create table okta.mine (id int)",
          "drop view okta.made_later",
          "alter function store.as_reader(text) security invoker",
          "alter function store.as_reader(text) set statement_timeout = '1ms'",
          "drop function store.as_reader(text)",
          "select * from store.store_page('[]', 'a', 'users', 1, 'r', '', '{}', '{}', '{}', '', '', '', 0)"
        }) {
      assertThatThrownBy(() -> analyst.sql(statement).query().listOfRows())
          .as(statement)
          .hasStackTraceContaining("ERROR: ");
    }
    assertThat(engine.reader.isOutOfReach()).isTrue();
  }

  /** His check would run with the owner's rights, and what it does would be committed. */
  @Test
  void anAnalystsOwnTypesTakeNoPlaceInWhatRulesRunThrough() {
    SingleConnectionDataSource session =
        new SingleConnectionDataSource(
            url(), loginName("attacker", "in role okta_reader"), "x", true);
    try {
      JdbcClient analyst = JdbcClient.create(session);
      analyst
          .sql(
              """
              create function pg_temp.taken(v pg_catalog.jsonb) returns boolean language plpgsql as $$ begin
                execute 'alter function store.as_reader(text) security invoker set statement_timeout = ''1ms''';
                return true; end $$""")
          .update();
      analyst
          .sql("create domain pg_temp.jsonb as pg_catalog.jsonb check (pg_temp.taken(value))")
          .update();
      String call = "select store.as_reader('select 1')";
      assertThatThrownBy(() -> analyst.sql(call).query().listOfRows())
          .hasStackTraceContaining("permission denied for function as_reader");
      allowed("grant execute on function store.as_reader(text) to okta_reader");
      try {
        analyst.sql(call).query().listOfRows();
      } finally {
        allowed("revoke execute on function store.as_reader(text) from okta_reader");
      }
    } finally {
      session.destroy();
    }
    assertThat(engine.reader.hasOwnRole()).isTrue();
    assertThat(
            engine
                .database
                .sql(
                    "select proconfig::text from pg_proc where oid = 'store.as_reader(text)'::regprocedure")
                .query(String.class)
                .single())
        .doesNotContain("statement_timeout");
  }

  @Test
  void whoWorksWithTablesThatAnotherUserMigratesMayAskRules() {
    DriverManagerDataSource owner = ownDatabase("owner", "in role okta_reader, okta_rules");
    migrate(owner);
    String name = loginName("worker", "");
    allowed("grant okta_reader to " + name);
    JdbcClient.create(owner).sql("grant insert on store.integration to " + name).update();
    migrate(owner);
    ReaderQuery reader =
        new ReaderQuery(JdbcClient.create(new DriverManagerDataSource(owner.getUrl(), name, "x")));
    assertThat(reader.rows("select 1 as one", Map.of())).isEqualTo("[{\"one\": 1}]");
  }

  /** Such as one that {@code spring.datasource.username} was changed to. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aUserThatMayNotAskRulesIsToldTheGrantThatHelps(CapturedOutput log) {
    String name = loginName("successor", "");
    allowed("grant usage on schema store to " + name);
    ReaderQuery reader =
        new ReaderQuery(JdbcClient.create(new DriverManagerDataSource(url(), name, "x")));
    reader.tellWhereRulesHaveMoreRights();
    Matcher told =
        Pattern.compile("WARN.* may not call store.as_reader.*\"(grant .*)\"")
            .matcher(log.getAll());
    assertThat(told.find()).isTrue();
    assertThat(told.group(1)).isEqualTo("grant okta_rules to " + name);
    allowed(told.group(1));
    assertThat(reader.rows("select 1 as one", Map.of())).isEqualTo("[{\"one\": 1}]");
    reader.tellWhereRulesHaveMoreRights();
    assertThat(log.getAll()).containsOnlyOnce("may not call store.as_reader");
  }

  @Test
  void aFunctionThatSomebodyDroppedIsThereAgainAfterTheNextStart() {
    DriverManagerDataSource source = ownDatabase("careless", "in role okta_reader, okta_rules");
    migrate(source);
    ReaderQuery reader = new ReaderQuery(JdbcClient.create(source));
    JdbcClient.create(source).sql("drop function store.as_reader(text)").update();
    migrate(source);
    assertThat(reader.hasOwnRole()).isTrue();
    assertThat(reader.rows("select 1 as one", Map.of())).isEqualTo("[{\"one\": 1}]");
  }

  @Test
  void aDatabaseUserThatMayNotMakeRolesStartsAllTheSameAndIsHelpedByAGrant() {
    DriverManagerDataSource source = ownDatabase("plain", "");
    ReaderQuery reader = new ReaderQuery(JdbcClient.create(source));
    migrate(source);
    assertThat(reader.hasOwnRole()).isFalse();
    assertThat(reader.rows("select 1 as one", Map.of())).isEqualTo("[{\"one\": 1}]");
    assertThatThrownBy(
            () ->
                reader.rows(
                    "select 1) answer; delete from store.audit; select 1 from (select 1", Map.of()))
        .hasStackTraceContaining("not allowed in a non-volatile function");
    engine.database.sql("grant okta_reader to " + source.getUsername()).update();
    migrate(source);
    assertThat(reader.hasOwnRole()).isTrue();
    assertThat(reader.isOutOfReach()).as("analysts own it, too").isFalse();
    assertThatThrownBy(() -> reader.rows("select credentials from store.integration", Map.of()))
        .hasStackTraceContaining("permission denied for table integration");
    engine.database.sql("grant okta_rules to " + source.getUsername()).update();
    migrate(source);
    migrate(source);
    assertThat(reader.hasOwnRole()).isTrue();
    assertThat(reader.isOutOfReach()).isTrue();
    assertThat(reader.rows("select count(*) as n from okta.users", Map.of()))
        .isEqualTo("[{\"n\": 0}]");
  }

  /** From PostgreSQL 16 on, this is what the maker of a role has of it. */
  @Test
  void whoMayAdministerTheRoleIsLetActAsIt() {
    boolean old =
        engine
            .database
            .sql("select current_setting('server_version_num')::int < 160000")
            .query(Boolean.class)
            .single();
    DriverManagerDataSource source = ownDatabase("maker", "createrole");
    engine
        .database
        .sql(
            "grant okta_reader, okta_rules to %s %s"
                .formatted(
                    source.getUsername(), old ? "" : "with admin true, set false, inherit false"))
        .update();
    migrate(source);
    ReaderQuery reader = new ReaderQuery(JdbcClient.create(source));
    assertThat(reader.hasOwnRole()).isTrue();
    assertThat(reader.isOutOfReach()).isTrue();
  }

  /** A database of a new user's own. */
  private DriverManagerDataSource ownDatabase(String purpose, String rights) {
    String name = purpose + "_" + UUID.randomUUID().toString().substring(0, 8);
    engine.database.sql("create role %s login password 'x' %s".formatted(name, rights)).update();
    engine.database.sql("create database %1$s owner %1$s".formatted(name)).update();
    return new DriverManagerDataSource(url().replaceFirst("/[^/]+$", "/" + name), name, "x");
  }

  private static void migrate(DriverManagerDataSource source) {
    StoreServer.flyway(source).migrate();
  }

  private JdbcClient login(String purpose, String more) {
    return JdbcClient.create(new DriverManagerDataSource(url(), loginName(purpose, more), "x"));
  }

  private String loginName(String purpose, String more) {
    String name = purpose + "_" + UUID.randomUUID().toString().substring(0, 8);
    allowed("create role %s login password 'x' %s".formatted(name, more));
    return name;
  }

  private void allowed(String sql) {
    engine.database.sql(sql).update();
  }

  private static String url() {
    FindingsDatabase.open();
    return System.getProperty(FindingsDatabase.URL);
  }
}
