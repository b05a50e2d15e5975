package org.oktadata.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Whether each connection is a session of the server's own. A pooler that gives sessions for a
 * transaction only loses time-outs and advisory locks, and hands one connection's "read only" to
 * another: nothing would say so but statements that fail here and there.
 */
final class OwnSessions {

  private OwnSessions() {}

  /**
   * Throws with one sentence where two connections take turns with sessions. Such a pooler gives
   * the second, which is in a transaction, the session that the first has just used.
   */
  static void check(DataSource source) throws SQLException {
    try (Connection first = source.getConnection();
        Connection second = source.getConnection()) {
      int before = session(first);
      second.setAutoCommit(false);
      int other = session(second);
      int after = session(first);
      second.rollback();
      second.setAutoCommit(true);
      if (before != after || before == other) {
        throw new IllegalStateException(
            "spring.datasource.url: a connection pooler there gives a session for one transaction only, and time-outs and locks need one of their own; set it to sessions (PgBouncer: pool_mode = session), or name the server itself (docs/postgresql.md)");
      }
    }
  }

  private static int session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet is = statement.executeQuery("select pg_backend_pid()")) {
      is.next();
      return is.getInt(1);
    }
  }
}
