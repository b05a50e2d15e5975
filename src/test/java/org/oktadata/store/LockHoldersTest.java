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
                    .contains("1 of our sessions wait for store.resource, for ")
                    .contains("(user postgres, application \"lunch\") holds: let it end"),
            line -> assertThat(line).contains("nobody waits for that lock any more"));
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
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  waits.execute(
                      "do $$ begin perform pg_sleep(3); lock table \"two\nlines\"; end $$");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  ours.sql(
                              "select count(*) from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())")
                          .query(Long.class)
                          .single()
                      > 0);
      holders.look();
      assertThat(log.getAll()).doesNotContain("of our sessions");
      LockHolders impatient = new LockHolders(ours, Duration.ZERO);
      impatient.look();
      assertThat(log.getAll().lines().filter(line -> line.contains("of our sessions")))
          .singleElement()
          .asString()
          .contains("two lines")
          .contains("pg_terminate_backend");
      other.rollback();
      waiting.get();
    }
  }
}
