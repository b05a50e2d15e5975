package org.oktadata.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** Watches a run in the database: asking the application would add to what is measured. */
final class RunDatabase implements AutoCloseable {

  private final Connection connection;

  private RunDatabase(Connection connection) {
    this.connection = connection;
  }

  static RunDatabase of(Path data) throws IOException, SQLException {
    String port = Files.readAllLines(data.resolve("postmaster.pid")).get(3).trim();
    return new RunDatabase(
        DriverManager.getConnection(
            "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres"));
  }

  void awaitSuccess(long run) throws SQLException, InterruptedException {
    String status = "RUNNING";
    while (status.equals("RUNNING")) {
      TimeUnit.MILLISECONDS.sleep(100);
      status = ask("select status from okta.runs where id = '" + run + "'");
    }
    if (!status.equals("SUCCESS")) {
      throw new IllegalStateException(
          "The run ended "
              + status
              + ": "
              + ask("select max(reason) from store.run_data_type where run_id = " + run));
    }
  }

  long records(long run) throws SQLException {
    return Long.parseLong(
        ask("select sum(records) from store.run_data_type where run_id = " + run));
  }

  /** What the run has written reaches the disk now, so that it is counted. */
  void checkpoint() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("checkpoint");
    }
  }

  private String ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      answer.next();
      return answer.getString(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
