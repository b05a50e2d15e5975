package org.oktadata.instances;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.oktadata.store.DatabaseSettings;
import org.oktadata.store.EmbeddedDatabase;
import org.oktadata.store.PreparedFolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL of its own that several instances share; it outlives them. */
public final class SharedDatabase implements AutoCloseable {

  private final EmbeddedDatabase server;
  private final JdbcClient client;

  private SharedDatabase(EmbeddedDatabase server) {
    this.server = server;
    this.client =
        JdbcClient.create(new DriverManagerDataSource(server.url(), "postgres", "postgres"));
  }

  /** Starts it on any free port, with its data in a folder. */
  public static SharedDatabase start(Path folder) throws IOException {
    return new SharedDatabase(
        EmbeddedDatabase.open(new DatabaseSettings(PreparedFolder.migrated(folder), 0)));
  }

  /** What an instance needs to use it. */
  public List<String> arguments() {
    return List.of(
        "--spring.datasource.url=" + server.url(),
        "--spring.datasource.username=postgres",
        "--spring.datasource.password=postgres");
  }

  public JdbcClient client() {
    return client;
  }

  public long count(String sql) {
    return client.sql(sql).query(Long.class).single();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
