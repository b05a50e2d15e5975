package org.oktadata.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.oktadata.ApplicationProcess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL outside the application, so that it can be taken away and come back. */
final class DatabaseServer implements AutoCloseable {

  private final Path data;
  private final Path engine;
  private final int port;
  private EmbeddedPostgres server;

  private DatabaseServer(Path folder, int port) {
    this.data = folder.resolve("postgres");
    this.engine = folder.resolve("engine");
    this.port = port;
  }

  static DatabaseServer start(Path folder) {
    DatabaseServer server = new DatabaseServer(folder, ApplicationProcess.freePort());
    server.start();
    return server;
  }

  /** Starts it on its port with the data that it had. */
  void start() {
    try {
      Files.createDirectories(data);
      server =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setOverrideWorkingDirectory(engine.toFile())
              .setLocaleConfig("lc-collate", "C")
              .setServerConfig("max_connections", "120")
              .setPGStartupWait(Duration.ofSeconds(60))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends its clients away and writes everything down, as a planned restart does. */
  void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends without writing anything down, as after a power cut; it recovers at the next start. */
  void crash() {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
      ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
      new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
      process.onExit().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("The database did not stop", e);
    }
    stop();
  }

  String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  JdbcClient client() {
    return JdbcClient.create(new DriverManagerDataSource(url(), "postgres", "postgres"));
  }

  @Override
  public void close() {
    stop();
  }
}
