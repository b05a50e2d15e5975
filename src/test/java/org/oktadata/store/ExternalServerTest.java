package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.Application;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Servers that others run: TLS, and what a start says that one of them makes impossible. */
@ExtendWith(OutputCaptureExtension.class)
class ExternalServerTest {

  @TempDir static Path folder;
  static TlsServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TlsServer(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void aServerWhoseCertificateTheAuthoritySignedIsUsedOverTls() {
    try (ConfigurableApplicationContext app = run(server.url("localhost", "ca.crt"))) {
      String encrypted = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
      assertThat(app.getBean(JdbcClient.class).sql(encrypted).query(Boolean.class).single())
          .isTrue();
      assertThat(app.getBean(ReadDatabase.class).sql(encrypted).query(Boolean.class).single())
          .isTrue();
    }
  }

  @Test
  void whatIsCommittedStaysAlsoOnAServerThatForgetsTheLastCommitsWhenItCrashes() {
    String durable =
        "select reset_val || ', ' || setting from pg_settings where name = 'synchronous_commit'";
    try (ConfigurableApplicationContext app = run(server.url("localhost", "ca.crt"))) {
      assertThat(app.getBean(JdbcClient.class).sql(durable).query(String.class).single())
          .isEqualTo("off, on");
      DataSource streams = app.getBean("streamDataSource", DataSource.class);
      assertThat(JdbcClient.create(streams).sql(durable).query(String.class).single())
          .isEqualTo("off, on");
    }
  }

  /** A house's rule for roles; migrations, indexes and retention take as long as they take. */
  @Test
  void aTimeOutOfTheRoleDoesNotStopWhatTakesLong() {
    String url = StoreServer.newDatabase();
    StoreServer.administer("drop role if exists hasty");
    StoreServer.administer("create role hasty superuser login password 'postgres'");
    StoreServer.administer("alter role hasty set statement_timeout = '60s'");
    String timeOut =
        "select coalesce(string_agg(setting, ' '), '') from pg_settings where name in ('statement_timeout', 'transaction_timeout')";
    try (ConfigurableApplicationContext app = run(url, "--spring.datasource.username=hasty")) {
      assertThat(app.getBean(JdbcClient.class).sql(timeOut).query(String.class).single())
          .matches("0( 0)?");
    }
  }

  @Test
  void aDatabaseWithoutUnicodeStopsTheStartAndIsToldHowToMakeOne(CapturedOutput output) {
    String url = StoreServer.newDatabase();
    StoreServer.administer("drop database if exists ascii");
    StoreServer.administer(
        "create database ascii encoding 'SQL_ASCII' template template0 lc_collate 'C' lc_ctype 'C'");
    assertThat(refused(url.replaceFirst("/[^/]*$", "/ascii"), output))
        .contains("SQL_ASCII", "encoding 'UTF8' template template0");
  }

  @Test
  void aDatabaseOfALaterVersionStopsTheStart(CapturedOutput output) {
    String url = StoreServer.newDatabase();
    JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"))
        .sql(
            "insert into store.flyway_schema_history select 100000, '100000', 'of tomorrow', type, 'V100000__of_tomorrow.sql', 1, installed_by, now(), 1, true from store.flyway_schema_history where version = '1'")
        .update();
    assertThat(refused(url, output)).contains("a later version", "100000, of tomorrow", "restore");
  }

  /** What a restore makes last is missing: keys and indexes. */
  @Test
  void aDatabaseWhoseRestoreBrokeOffStopsTheStart(CapturedOutput output) {
    String url = StoreServer.newDatabase();
    JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"))
        .sql("alter table store.flyway_schema_history drop constraint flyway_schema_history_pk")
        .update();
    assertThat(refused(url, output)).contains("restore", "broke off", "docs/backup.md");
  }

  /** Of all that a restore makes, the foreign keys come last, in the order of their tables. */
  @Test
  void aRestoreThatBrokeOffAtItsLastStepStopsTheStart() throws Exception {
    String url = StoreServer.newDatabase();
    JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"))
        .sql("alter table store.unread_list drop constraint unread_list_integration_fkey")
        .update();
    try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres")) {
      assertThatThrownBy(() -> FitDatabase.check(connection, false))
          .hasMessageStartingWith("spring.datasource.url: a restore into this database broke off")
          .hasMessageContaining("drop the database");
      assertThatThrownBy(() -> FitDatabase.check(connection, true))
          .hasMessageStartingWith(
              "okta.database.directory: a restore into the embedded database broke off")
          .hasMessageContaining("docs/backup.md, Embedded");
    }
  }

  /** The next table after it, if one comes, has to be the one that is looked at. */
  @Test
  void noTableWithAForeignKeyComesAfterTheOneThatIsLookedAt() {
    assertThat(
            JdbcClient.create(
                    new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"))
                .sql(
                    "select max(c.relname collate \"C\") from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace where f.contype = 'f' and n.nspname = 'store'")
                .query(String.class)
                .single())
        .isEqualTo("unread_list");
  }

  @Test
  void aDatabaseThatIsSomebodyElsesStopsTheStartBeforeAnythingIsWritten(CapturedOutput output) {
    StoreServer.administer("drop database if exists taken");
    StoreServer.newDatabase();
    StoreServer.administer("create database taken");
    String url = StoreServer.newDatabase().replaceFirst("/[^/]*$", "/taken");
    JdbcClient database =
        JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"));
    database.sql("create schema okta create table users (id int)").update();
    assertThat(refused(url, output)).contains("okta.users", "of the application's own");
    assertThat(database.sql("select to_regnamespace('store')::text").query(String.class).list())
        .containsOnlyNulls();
  }

  @Test
  void aDatabaseWithTooFewConnectionsIsToldOrStopsTheStart(CapturedOutput output) throws Exception {
    String url = StoreServer.newDatabase();
    StoreServer.administer("drop role if exists few");
    StoreServer.administer("create role few login password 'postgres' connection limit 1");
    assertThat(refused("spring.datasource.url", url, output, "--spring.datasource.username=few"))
        .contains("allows 1 connections");
    StoreServer.administer("alter role few connection limit 30");
    try (Connection connection = DriverManager.getConnection(url, "few", "postgres")) {
      FitDatabase.hasConnections(connection, 12);
      assertThat(output).doesNotContain("may take");
      FitDatabase.hasConnections(connection, 20);
      assertThat(output).contains("allows 30 connections, and this instance may take 38");
    }
  }

  @Test
  void aServerWhoseSessionsTakeNoChangesStopsTheStart(CapturedOutput output) {
    assertThat(
            refused(
                StoreServer.newDatabase() + "?options=-c%20default_transaction_read_only=on",
                output))
        .contains("take no changes", "default_transaction_read_only is on");
  }

  @Test
  void aServerOfAnotherAuthorityStopsTheStartWithOneLine(CapturedOutput output) {
    assertThat(refused(server.url("localhost", "other-ca.crt"), output))
        .contains("isn't trusted", "sslrootcert");
  }

  @Test
  void aServerWhoseCertificateNamesAnotherHostStopsTheStart(CapturedOutput output) {
    assertThat(refused(server.url("127.0.0.1", "ca.crt"), output))
        .contains("isn't trusted", "host name");
  }

  @Test
  void anAuthorityWithoutAFileStopsTheStart(CapturedOutput output) {
    assertThat(refused(server.url("localhost", "no-such.crt"), output)).contains("no-such.crt");
  }

  @Test
  void aServerThatIsTooOldStopsTheStart(CapturedOutput output) throws Exception {
    try (OldServer old = new OldServer("14.24")) {
      assertThat(refused(old.url(), output)).contains("PostgreSQL 14.24", "15 or later");
    }
  }

  @Test
  void aServerThatIsAwayStopsTheStart(CapturedOutput output) {
    assertThat(refused("jdbc:postgresql://localhost:1/okta?sslpassword=hush", output))
        .contains("no connection to jdbc:postgresql://localhost:1/okta")
        .doesNotContain("hush");
  }

  @Test
  void aUserWithoutRightsStopsTheStartAndIsToldWhatIsMissing(CapturedOutput output) {
    StoreServer.newDatabase();
    StoreServer.administer("drop role if exists nobody");
    StoreServer.administer("create role nobody login password 'postgres'");
    StoreServer.administer("create database nothing_in_it");
    String url = StoreServer.newDatabase().replaceFirst("/[^/]*$", "/nothing_in_it");
    assertThat(
            refused(
                "spring.datasource.username", url, output, "--spring.datasource.username=nobody"))
        .contains("may not create", "owner of the database");
  }

  private static ConfigurableApplicationContext run(String url, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--spring.datasource.url=" + url,
                "--spring.datasource.password=postgres",
                "--server.port=0",
                "--spring.security.user.password=test",
                "--okta.data-key=" + "A".repeat(43) + "="));
    arguments.addAll(
        more.length > 0 ? List.of(more) : List.of("--spring.datasource.username=postgres"));
    return SpringApplication.run(Application.class, arguments.toArray(String[]::new));
  }

  private static String refused(String url, CapturedOutput output) {
    return refused("spring.datasource.url", url, output);
  }

  /** The one line that a start in vain prints about a property. */
  private static String refused(
      String property, String url, CapturedOutput output, String... more) {
    assertThat(catchThrowable(() -> run(url, more).close())).isNotNull();
    List<String> told = output.getAll().lines().filter(line -> line.contains(property)).toList();
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).contains("ERROR");
    assertThat(output).doesNotContain("\tat ", "Exception");
    return told.get(0);
  }
}
