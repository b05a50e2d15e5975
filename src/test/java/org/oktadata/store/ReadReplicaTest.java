package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.web.StoppedQuestion;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application with a primary and a "replica" whose content differs, so that each answer tells
 * where it came from.
 */
class ReadReplicaTest {

  private static final String TOOK_TOO_LONG = "Ask for less";

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;
  static HikariDataSource primary;
  static HikariDataSource replica;

  @BeforeAll
  static void start() {
    String primaryUrl = StoreServer.newDatabase();
    String replicaUrl = StoreServer.newDatabase();
    primary = StoreServer.pool(primaryUrl);
    replica = StoreServer.pool(replicaUrl);
    finding(primary, "primary");
    finding(replica, "replica");
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + SmallHome.in(folder, Set.of("users", "events")),
            "--spring.datasource.url=" + primaryUrl,
            "--spring.datasource.username=postgres",
            "--spring.datasource.password=postgres",
            "--okta.reader.datasource.url=" + replicaUrl,
            "--okta.reader.statement-timeout=700ms",
            "--okta.reader.lock-timeout=5s");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
    primary.close();
    replica.close();
  }

  @Test
  void listsComeFromTheReplicaAndWhatSomebodyHasJustDecidedFromThePrimary() {
    assertThat(titles(app.call("GET", "/api/findings", null))).isEqualTo("replica");
    assertThat(app.send("GET", "/findings?status=open", null).body())
        .contains("replica")
        .doesNotContain("primary");
    assertThat(app.call("GET", "/api/findings/1", null).path("title").asText())
        .isEqualTo("primary");
    String decision = "{\"reason\":\"known\",\"expiresIn\":\"7d\"}";
    JsonNode muted = app.call("POST", "/api/findings/1/mute", decision);
    assertThat(muted.path("title").asText()).isEqualTo("primary");
    assertThat(muted.path("status").asText() + muted.path("state").asText()).contains("muted");
    app.call("POST", "/api/findings/1/reopen", "{}");
  }

  @Test
  void aRunIsOnThePrimaryAndNothingIsWrittenToTheReplica() {
    JsonNode run = app.collect("{\"dataTypes\":[\"users\"]}");
    assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("SUCCESS");
    assertThat(app.call("GET", "/api/integrations/acme/runs", null)).isNotEmpty();
    assertThat(count(primary, "select count(*) from store.run")).isPositive();
    for (String table :
        new String[] {"store.run", "store.resource", "store.integration", "store.audit"}) {
      assertThat(count(replica, "select count(*) from " + table)).isZero();
    }
  }

  @Test
  void connectionsForQuestionsCannotWrite() {
    ReadDatabase database = app.bean(ReadDatabase.class);
    String write = "insert into store.audit (actor, action) values ('a', 'b')";
    assertThatThrownBy(() -> database.sql(write).update())
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("read-only transaction");
    assertThatThrownBy(() -> database.current(write).update())
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("read-only transaction");
  }

  @Test
  void aQuestionThatTakesTooLongIsStoppedAndSaysWhatToDo() throws SQLException {
    try (Connection other = replica.getConnection();
        Statement changing = other.createStatement()) {
      other.setAutoCommit(false);
      changing.execute("lock table store.finding in access exclusive mode");
      HttpResponse<String> answer = app.send("GET", "/api/findings", null);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(answer.body()).contains(TOOK_TOO_LONG, "okta.reader.statement-timeout");
      HttpResponse<String> page = app.send("GET", "/findings", null);
      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.body()).contains("The database stopped that", TOOK_TOO_LONG);
    }
  }

  @Test
  void whatWaitsForATableIsStoppedSooner() throws SQLException {
    ReaderSettings settings =
        new ReaderSettings(
            new ReaderSettings.Replica(null, null, null),
            Duration.ofSeconds(20),
            Duration.ofMillis(200),
            2);
    try (ReadDatabase database = new ReadDatabase(primary, settings);
        Connection other = primary.getConnection();
        Statement changing = other.createStatement()) {
      other.setAutoCommit(false);
      changing.execute("lock table store.hunt in access exclusive mode");
      assertThatThrownBy(
              () -> database.sql("select count(*) from store.hunt").query(Long.class).single())
          .isInstanceOfSatisfying(
              DataAccessException.class,
              stopped -> assertThat(StoppedQuestion.is(stopped)).isTrue());
    }
  }

  @Test
  void collectionHasNoTimeOutOfQuestions() {
    assertThat(app.database().sql("select 1 from pg_sleep(1)").query(Integer.class).single())
        .isOne();
    assertThatThrownBy(
            () ->
                app.bean(ReadDatabase.class)
                    .current("select 1 from pg_sleep(1)")
                    .query(Integer.class)
                    .single())
        .isInstanceOf(QueryTimeoutException.class);
  }

  @Test
  void whileTheReplicaIsAwayThePrimaryAnswersAndHealthTells() {
    ReaderSettings settings =
        new ReaderSettings(
            new ReaderSettings.Replica("jdbc:postgresql://localhost:1/nothing", null, null),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            2);
    try (ReadDatabase database = new ReadDatabase(primary, settings)) {
      assertThat(database.sql("select title from store.finding").query(String.class).list())
          .containsExactly("primary");
      assertThat(new ReadReplicaHealthIndicator(database).health().toString())
          .startsWith("UP")
          .contains("away, the primary answers", "reason=");
    }
    JsonNode health = app.call("GET", "/actuator/health", null);
    assertThat(health.at("/components/readReplica/details/state").asText()).isEqualTo("in use");
    assertThat(app.call("GET", "/actuator/health/readiness", null).toString())
        .doesNotContain("readReplica");
  }

  /** Its replicas share the primary's storage. */
  @Test
  void aReplicaThatCannotSayHowFarItIsBehindIsUsed() {
    JdbcClient.create(replica)
        .sql(
            """
            create schema aurora; create function aurora.pg_is_in_recovery() returns boolean language plpgsql as
            $$ begin raise feature_not_supported using message = 'Function is currently not supported in Aurora'; end $$""")
        .update();
    ReaderSettings settings =
        new ReaderSettings(
            new ReaderSettings.Replica(
                replica.getJdbcUrl() + "?options=-c%20search_path=aurora,pg_catalog",
                "postgres",
                "postgres"),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            2);
    try (ReadDatabase database = new ReadDatabase(primary, settings)) {
      for (int i = 0; i < 3; i++) {
        assertThat(database.sql("select title from store.finding").query(String.class).list())
            .containsExactly("replica");
      }
      assertThat(new ReadReplicaHealthIndicator(database).health().toString()).contains("in use");
    }
  }

  private static String titles(JsonNode page) {
    return String.join(",", page.path("items").findValuesAsText("title"));
  }

  private static void finding(HikariDataSource database, String title) {
    JdbcClient.create(database)
        .sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state)
            values ('acme', 'made-up', 'detection', ?, 'user', 'u1', 'high', 'open')\
            """)
        .param(title)
        .update();
  }

  private static long count(HikariDataSource database, String sql) {
    return JdbcClient.create(database).sql(sql).query(Long.class).single();
  }
}
