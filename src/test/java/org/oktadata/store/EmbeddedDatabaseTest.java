package org.oktadata.store;

import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedDatabaseTest {

  @TempDir Path folder;

  @Test
  void aServerThatEndedByItselfIsStartedAgainWithItsData() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(new DatabaseSettings(folder, 0))) {
      JdbcClient client =
          JdbcClient.create(
              new DriverManagerDataSource(database.url(), "postgres", database.password()));
      client.sql("create table kept as select 7 as number").update();
      long before = pid();
      new ProcessBuilder("kill", "-QUIT", Long.toString(before)).start().waitFor();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(
              () ->
                  pid() != before
                      && client.sql("select number from kept").query(Integer.class).single() == 7);
    }
    assertThat(folder.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  /** A session that is busy notices late, and no other server starts where one is left. */
  @Test
  void aServerThatWasKilledIsStartedAgainOnceItsSessionsHaveEnded() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(new DatabaseSettings(folder, 0))) {
      long before = pid();
      CompletableFuture<Void> busy =
          CompletableFuture.runAsync(
              () ->
                  ask(
                      database,
                      database.password(),
                      "select count(*) /* busy */ from generate_series(1, 40000000)"));
      Awaitility.await()
          .until(
              () ->
                  ask(
                          database,
                          database.password(),
                          "select count(*) from pg_stat_activity where query like '%/* busy */%' and state = 'active'")
                      .equals("2"));
      new ProcessBuilder("kill", "-KILL", Long.toString(before)).start().waitFor();
      Awaitility.await()
          .atMost(Duration.ofSeconds(50))
          .ignoreExceptions()
          .until(
              () ->
                  pid() != before
                      && ask(database, database.password(), "select 'in'").equals("in"));
      assertThat(busy).isDone();
    }
  }

  @Test
  void whoDoesNotKnowThePasswordIsNotLetIn() throws Exception {
    PreparedFolder.in(folder.resolve("data"));
    Path file = folder.resolve("data/pgpass");
    Files.delete(file);
    String password;
    try (EmbeddedDatabase database = open()) {
      password = database.password();
      refuses(database, "postgres");
      refuses(database, "");
      assertThat(ask(database, password, "select 'in'")).isEqualTo("in");
      assertThat(Files.getPosixFilePermissions(file))
          .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE);
      assertThat(Files.readString(file)).isEqualTo("*:*:*:postgres:" + password + "\n");
    }
    try (EmbeddedDatabase again = open()) {
      assertThat(again.password()).isEqualTo(password);
      assertThat(ask(again, password, "select 'in'")).isEqualTo("in");
    }
    Files.delete(file);
    try (EmbeddedDatabase forgotten = open()) {
      refuses(forgotten, password);
      assertThat(ask(forgotten, forgotten.password(), "select 'in'")).isEqualTo("in");
    }
  }

  @Test
  void nobodyElseReachesTheProgramsThatItRuns() throws Exception {
    Path engine = folder.resolve("data/engine");
    PreparedFolder.in(folder.resolve("data"));
    Files.setPosixFilePermissions(engine, EnumSet.allOf(PosixFilePermission.class));
    try (EmbeddedDatabase database = open()) {
      assertThat(ask(database, database.password(), "show data_directory"))
          .isEqualTo(folder.resolve("data/postgres").toString());
      assertThat(Files.getPosixFilePermissions(engine))
          .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);
      try (Stream<Path> programs =
          Files.find(engine.resolve("unpacked"), 6, (path, is) -> path.endsWith("bin/postgres"))) {
        assertThat(programs).isNotEmpty();
      }
    }
  }

  /** As versions before this left it, and as a killed process leaves it running. */
  @Test
  void aServerThatTrustedEverybodyAsksFromNowOn() throws Exception {
    PreparedFolder.in(folder.resolve("data"));
    Files.delete(folder.resolve("data/pgpass"));
    Path rules = folder.resolve("data/postgres/pg_hba.conf");
    Files.writeString(rules, "host all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\n");
    try (EmbeddedPostgres left =
            EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data/postgres"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(
                    EmbeddedDatabase.engine(folder.resolve("data")).toFile())
                .start();
        EmbeddedDatabase database = open()) {
      assertThat(left.getPort()).isPositive();
      refuses(database, "");
      assertThat(ask(database, database.password(), "select 'in'")).isEqualTo("in");
    }
  }

  /** Otherwise the second one would end the first one's database with itself. */
  @Test
  void aSecondApplicationInTheFolderIsRefusedAndTheFirstKeepsItsDatabase() throws Exception {
    PreparedFolder.in(folder.resolve("data"));
    try (EmbeddedDatabase first = open()) {
      assertThatThrownBy(this::open)
          .hasMessageContaining("in use by another application that runs, process ")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
      assertThat(ask(first, first.password(), "select 'in'")).isEqualTo("in");
    }
    open().close();
  }

  @Test
  void dataOfAnotherMajorVersionIsRefusedAtOnceWithBothAndTheCure() throws Exception {
    Path data = Files.createDirectories(folder.resolve("postgres"));
    Files.writeString(data.resolve("PG_VERSION"), "9\n");
    assertThatThrownBy(() -> EmbeddedDatabase.open(new DatabaseSettings(folder, 0)))
        .hasMessageStartingWith("okta.database.directory: the data in " + data)
        .hasMessageMatching(
            ".* is PostgreSQL 9's, and the engine here is \\d+; put the folder aside and restore a dump .*");
    assertThat(data).isDirectoryContaining("glob:**PG_VERSION");
    assertThat(folder.resolve("engine")).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeUsedIsNamedWithTheReason() throws Exception {
    Files.writeString(folder.resolve("data"), "a file where the folder should be");
    assertThatThrownBy(this::open)
        .hasMessageStartingWith("okta.database.directory: " + folder.resolve("data"))
        .hasMessageContaining("can't be used by user " + System.getProperty("user.name"));
  }

  /** As a SIGTERM in the middle of a start does, whose thread waits. */
  @Test
  void whoIsInterruptedWhileHeStopsItLeavesNothingBehindAndNobodyElsesSessionKeepsIt()
      throws Exception {
    PreparedFolder.in(folder.resolve("data"));
    EmbeddedDatabase database = open();
    Path file = folder.resolve("data/postgres/postmaster.pid");
    try (Connection analyst =
        DriverManager.getConnection(database.url(), "postgres", database.password())) {
      assertThat(analyst.isValid(10)).isTrue();
      assertThat(file).exists();
      Thread.currentThread().interrupt();
      database.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file).doesNotExist();
    }
  }

  /** The id of a killed server's process may be another server's by now. */
  @Test
  void anotherServerIsNotTakenForTheOneThatWasLeft() throws Exception {
    PreparedFolder.in(folder.resolve("data"));
    PreparedFolder.in(folder.resolve("other"));
    try (EmbeddedDatabase other =
        EmbeddedDatabase.open(new DatabaseSettings(folder.resolve("other"), 0))) {
      Files.copy(
          folder.resolve("other/postgres/postmaster.pid"),
          folder.resolve("data/postgres/postmaster.pid"));
      try (EmbeddedDatabase ours = open()) {
        assertThat(ask(ours, ours.password(), "show data_directory"))
            .isEqualTo(folder.resolve("data/postgres").toString());
      }
      assertThat(ask(other, other.password(), "select 'in'")).isEqualTo("in");
    }
  }

  private EmbeddedDatabase open() throws IOException {
    return EmbeddedDatabase.open(new DatabaseSettings(folder.resolve("data"), 0));
  }

  /** The server reads its rules again in its own time. */
  private static void refuses(EmbeddedDatabase database, String password) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> ask(database, password, "select 'in'"))
                    .hasStackTraceContaining("password"));
  }

  private static String ask(EmbeddedDatabase database, String password, String sql) {
    return JdbcClient.create(new DriverManagerDataSource(database.url(), "postgres", password))
        .sql(sql)
        .query(String.class)
        .single();
  }

  private long pid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0).strip());
  }
}
