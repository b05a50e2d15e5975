package org.oktadata.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.stereotype.Component;

/**
 * Changes to tables while others use them: by one instance at a time, and never waiting long for a
 * lock, since everybody who comes later would queue behind.
 */
@Component
class MaintenanceSession {

  /** How long a step waits for a lock before it gives way. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Of advisory locks: "okta" in ASCII, and a number of ours. */
  private static final String LOCK = "1869313121, 1";

  private final DataSource source;

  MaintenanceSession(DataSource source) {
    this.source = new PatientSource(source);
  }

  /** What is done while no other instance does. */
  interface Task {
    void run(Work work) throws SQLException;
  }

  /** The connection of a task. */
  static final class Work {

    private final Connection connection;

    private Work(Connection connection) {
      this.connection = connection;
    }

    /** Runs statements in one transaction. */
    void together(String... statements) throws SQLException {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set local lock_timeout = " + PATIENCE.toMillis());
        for (String each : statements) {
          statement.execute(each);
        }
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }

    /** Runs a statement that no transaction may hold, such as one with {@code concurrently}. */
    void outside(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  /** Does a task unless another instance is at one; returns whether it was done. */
  boolean alone(Task task) {
    try (Connection connection = source.getConnection()) {
      if (!ask(connection, "select pg_try_advisory_lock(" + LOCK + ")")) {
        return false;
      }
      try {
        task.run(new Work(connection));
        return true;
      } finally {
        ask(connection, "select pg_advisory_unlock(" + LOCK + ")");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The tables could not be maintained: " + e.getMessage(), e);
    }
  }

  private static boolean ask(Connection connection, String sql) throws SQLException {
    Statement statement = connection.createStatement();
    try (ResultSet answer = statement.executeQuery(sql)) {
      answer.next();
      return answer.getBoolean(1);
    } finally {
      JdbcUtils.closeStatement(statement);
    }
  }
}
