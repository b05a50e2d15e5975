package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Somebody has locked a table, and went to lunch. */
@ExtendWith(OutputCaptureExtension.class)
class LockHoldersTest {

  private static final String WAITING =
      "select exists (select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database()))";

  @Test
  void whoHoldsALockThatWeWaitForIsToldOnceAndThatItIsOver(CapturedOutput log) throws Exception {
    String url = StoreServer.newDatabase();
    JdbcClient ours = JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"));
    LockHolders holders = new LockHolders(ours, Duration.ofMillis(50));
    holders.look();
    CompletableFuture<Long> waits;
    try (Connection other =
            DriverManager.getConnection(url + "?ApplicationName=lunch", "postgres", "postgres");
        Statement holds = other.createStatement()) {
      other.setAutoCommit(false);
      holds.execute("lock table store.resource");
      waits =
          CompletableFuture.supplyAsync(
              () -> ours.sql("select count(*) from store.resource").query(Long.class).single());
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                holders.look();
                return log.getAll().contains("of our sessions wait");
              });
      holders.look();
    }
    assertThat(waits.get()).isZero();
    holders.look();
    assertThat(log.getAll().lines().filter(line -> line.contains("LockHolders")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("1 of our sessions wait for store.resource, which session ")
                    .contains("(user postgres, application \"lunch\") has held for "),
            line -> assertThat(line).contains("nobody waits for that lock any more"));
  }

  /** Rules give up a lock after seconds, and come again. */
  @Test
  void whoHoldsALockAndDoesNothingIsToldThoughNobodyWaitsForLong(CapturedOutput log)
      throws Exception {
    String url = StoreServer.newDatabase();
    JdbcClient ours = JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"));
    LockHolders holders = new LockHolders(ours, Duration.ofSeconds(2));
    try (Connection other =
            DriverManager.getConnection(url + "?ApplicationName=lunch", "postgres", "postgres");
        Statement holds = other.createStatement()) {
      other.setAutoCommit(false);
      holds.execute("lock table store.resource");
      await(
          ours,
          "select exists (select from pg_stat_activity where application_name = 'lunch' and state_change < clock_timestamp() - interval '2 s')");
      holders.look();
      assertThat(log.getAll()).as("nobody waits").doesNotContain("of our sessions");
      CompletableFuture<Long> waits =
          CompletableFuture.supplyAsync(
              () -> ours.sql("select count(*) from store.resource").query(Long.class).single());
      await(ours, WAITING);
      holders.look();
      assertThat(log.getAll()).contains("application \"lunch\") has held for ");
      other.rollback();
      assertThat(waits.get()).isZero();
    }
  }

  /** What takes minutes may meet others for a moment again and again. */
  @Test
  void aLongStatementThatHasJustBegunToWaitIsNothingToSpeakOf(CapturedOutput log) throws Exception {
    String url = StoreServer.newDatabase();
    JdbcClient ours = JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"));
    LockHolders holders = new LockHolders(ours, Duration.ofSeconds(2));
    ours.sql("create table \"two\nlines\" ()").update();
    try (Connection other = DriverManager.getConnection(url, "postgres", "postgres");
        Statement holds = other.createStatement();
        Connection own = DriverManager.getConnection(url, "postgres", "postgres");
        Statement waits = own.createStatement()) {
      other.setAutoCommit(false);
      holds.execute("lock table \"two\nlines\"");
      CompletableFuture<Void> busy = execute(holds, "select pg_sleep(3600)");
      CompletableFuture<Void> waiting =
          execute(waits, "do $$ begin perform pg_sleep(3); lock table \"two\nlines\"; end $$");
      await(ours, WAITING);
      holders.look();
      assertThat(log.getAll()).doesNotContain("of our sessions");
      LockHolders impatient = new LockHolders(ours, Duration.ZERO);
      impatient.look();
      assertThat(log.getAll().lines().filter(line -> line.contains("of our sessions")))
          .singleElement()
          .asString()
          .contains("two lines")
          .contains("pg_terminate_backend");
      holds.cancel();
      assertThat(busy).failsWithin(Duration.ofSeconds(30));
      other.rollback();
      waiting.get();
    }
  }

  private static CompletableFuture<Void> execute(Statement statement, String sql) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            statement.execute(sql);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void await(JdbcClient database, String sql) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> database.sql(sql).query(Boolean.class).single());
  }
}
