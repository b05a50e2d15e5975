package org.oktadata.instances;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.store.DatabaseSettings;
import org.oktadata.store.DatabaseSockets;
import org.oktadata.store.EmbeddedDatabase;
import org.oktadata.store.PreparedFolder;
import org.oktadata.store.SqlState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A server that falls silent without closing its connections. */
@ExtendWith(OutputCaptureExtension.class)
class HeartbeatTest {

  private static final InstanceSettings SETTINGS =
      new InstanceSettings("one", 50, Duration.ofSeconds(20));

  @TempDir Path folder;

  @Test
  void whatStillWaitsForTheLostServerIsGivenUpOnceAnotherOneAnswers(CapturedOutput output)
      throws Exception {
    try (EmbeddedDatabase lost = database("lost");
        EmbeddedDatabase standby = database("standby");
        HikariDataSource pool = pool(lost.url());
        HikariDataSource both = pool(bothOf(lost, standby));
        HikariDataSource own = new HeartbeatConnection().heartbeatDataSource(both, SETTINGS)) {
      Instance instance = new Instance(SETTINGS);
      Heartbeat heartbeat =
          new Heartbeat(instance, SETTINGS, new Leases(JdbcClient.create(pool), instance), own);
      heartbeat.start();
      CompletableFuture<SQLException> waits = CompletableFuture.supplyAsync(() -> sleep(pool));
      Awaitility.await().until(() -> client(lost).sql(SLEEPING).query(Long.class).single() == 1);
      List<String> server = processes(lost);
      signal("STOP", server);
      try {
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> output.getAll().contains("the database answers again"));
        assertThat(SqlState.AWAY.is(waits.get(30, TimeUnit.SECONDS))).isTrue();
      } finally {
        signal("CONT", server);
      }
      heartbeat.stop();
    }
  }

  private EmbeddedDatabase database(String name) throws IOException {
    return EmbeddedDatabase.open(
        new DatabaseSettings(PreparedFolder.migrated(folder.resolve(name)), 0));
  }

  /** The address of two servers, of which the driver takes the first that answers. */
  private static String bothOf(EmbeddedDatabase first, EmbeddedDatabase second) {
    String host = second.url().replaceFirst(".*//([^/]+)/.*", "$1");
    return first.url().replaceFirst("(//[^/]+)/", "$1," + host + "/");
  }

  private static final String SLEEPING =
      "select count(*) from pg_stat_activity where wait_event = 'PgSleep'";

  private static HikariDataSource pool(String url) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername("postgres");
    pool.setPassword("postgres");
    pool.addDataSourceProperty("socketFactory", DatabaseSockets.class.getName());
    pool.addDataSourceProperty("socketTimeout", "900");
    return pool;
  }

  private static JdbcClient client(EmbeddedDatabase database) {
    return JdbcClient.create(new DriverManagerDataSource(database.url(), "postgres", "postgres"));
  }

  private static SQLException sleep(HikariDataSource pool) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_sleep(600)");
      return null;
    } catch (SQLException e) {
      return e;
    }
  }

  private static List<String> processes(EmbeddedDatabase database) throws IOException {
    Path data = Path.of(client(database).sql("show data_directory").query(String.class).single());
    long postmaster =
        Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
    return Stream.concat(Stream.of(server), server.children())
        .map(process -> Long.toString(process.pid()))
        .toList();
  }

  private static void signal(String name, List<String> processes) throws Exception {
    Stream<String> command = Stream.concat(Stream.of("kill", "-" + name), processes.stream());
    new ProcessBuilder(command.toList()).start().waitFor();
  }
}
