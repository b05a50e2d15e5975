package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A migration while somebody reads the table that it is about. */
@ExtendWith(OutputCaptureExtension.class)
class MigrationLocksTest {

  private final DriverManagerDataSource source =
      new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres");
  private final JdbcClient database = JdbcClient.create(source);

  @Test
  void itLetsOthersReadWhileItWaitsAndSaysForWhom(CapturedOutput output) throws Exception {
    database
        .sql(
            "delete from store.flyway_schema_history where string_to_array(version, '.')::int[] >= '{211}'")
        .update();
    database.sql("alter table store.resource_history replica identity default").update();
    try (Connection report = source.getConnection();
        Statement statement = report.createStatement()) {
      report.setAutoCommit(false);
      statement.execute("set application_name = 'report'");
      statement.execute("select count(*) from store.resource_history");
      CompletableFuture<Void> migrated =
          CompletableFuture.runAsync(() -> MigrationLocks.migrate(upTo("213")));
      Awaitility.await().until(() -> waiting("AccessExclusiveLock"));
      assertThat(
              database
                  .sql("select count(*) from store.resource_history")
                  .query(Long.class)
                  .single())
          .as("once it has given way")
          .isZero();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> output.getAll().contains("waits for tables that are in use"));
      assertThat(output).contains("application \"report\"");
      assertThat(migrated).isNotDone();
      report.commit();
      assertThat(migrated).succeedsWithin(Duration.ofMinutes(1));
    }
    assertThat(
            database
                .sql(
                    "select relreplident::text from pg_class where oid = 'store.resource_history'::regclass")
                .query(String.class)
                .single())
        .isEqualTo("f");
    assertThat(
            database
                .sql(
                    "select count(*) from pg_index where indexrelid in ('store.resource_deleted'::regclass, 'store.finding_event_time'::regclass) and indisvalid")
                .query(Long.class)
                .single())
        .isEqualTo(2);
  }

  /** Later ones are there already, and can't be made twice. */
  private Flyway upTo(String version) {
    return Flyway.configure()
        .configuration(StoreServer.flyway(source).getConfiguration())
        .target(version)
        .load();
  }

  private boolean waiting(String mode) {
    return database
        .sql("select exists (select from pg_locks where mode = ? and not granted)")
        .param(mode)
        .query(Boolean.class)
        .single();
  }
}
