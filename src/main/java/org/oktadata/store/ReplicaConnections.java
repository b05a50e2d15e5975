package org.oktadata.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connections to the read replica; to the primary while the replica is away or far behind. Whether
 * it is back is tried every ten seconds, by one of the questions.
 */
class ReplicaConnections extends AbstractDataSource implements AutoCloseable {

  /** How long a question waits for a connection to the replica. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long TRIED_EVERY = Duration.ofSeconds(10).toNanos();
  private static final double MOST_SECONDS_BEHIND = 60;

  /**
   * SQLSTATE with which Amazon Aurora refuses to tell: its replicas share the primary's storage,
   * and have nothing to receive.
   */
  private static final String NOT_SUPPORTED = "0A000";

  /**
   * Seconds behind a streaming primary; 0 where nothing is left to replay, or no streaming is used.
   */
  private static final String LAG =
      """
      select case when not pg_is_in_recovery() then 0
                  when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
                       and exists (select from pg_stat_wal_receiver) then 0
                  else coalesce(extract(epoch from now() - pg_last_xact_replay_timestamp()), 0) end\
      """;

  private static final Logger log = LoggerFactory.getLogger(ReplicaConnections.class);

  /**
   * How it was when last looked at.
   *
   * @param trouble why it isn't used, or null
   * @param tried when that was, by {@link System#nanoTime}, which nobody sets
   */
  record State(String trouble, double secondsBehind, Instant since, long tried) {}

  /** Keeps a connection through which something was said not to be supported. */
  public static final class Kept implements SQLExceptionOverride {

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
      return NOT_SUPPORTED.equals(failure.getSQLState())
          ? Override.DO_NOT_EVICT
          : Override.CONTINUE_EVICT;
    }
  }

  private final HikariDataSource pool;
  private final DataSource primary;
  private volatile boolean mute;
  private volatile State state = new State(null, 0, Instant.now(), System.nanoTime() - TRIED_EVERY);

  ReplicaConnections(HikariDataSource pool, DataSource primary) {
    this.pool = pool;
    this.primary = primary;
  }

  @Override
  public Connection getConnection() throws SQLException {
    boolean due = claimTrial();
    if (state.trouble() != null && !due) {
      return primary.getConnection();
    }
    Connection connection = null;
    try {
      connection = pool.getConnection();
      if (due) {
        look(connection);
      }
      if (state.trouble() == null) {
        return connection;
      }
      connection.close();
    } catch (SQLException e) {
      if (connection != null) {
        connection.close();
      }
      note(OneLine.of(NestedExceptionUtils.getMostSpecificCause(e).getMessage()), 0);
    }
    return primary.getConnection();
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  /** Looks again if it is time, and tells how it is. */
  State state() {
    try {
      getConnection().close();
    } catch (SQLException e) {
      log.debug("Neither replica nor primary answers", e);
    }
    return state;
  }

  private void look(Connection connection) throws SQLException {
    double behind = mute ? 0 : secondsBehind(connection);
    note(behind > MOST_SECONDS_BEHIND ? "it is %.0f s behind".formatted(behind) : null, behind);
  }

  /** Asks in vain but once. */
  private double secondsBehind(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(LAG)) {
      answer.next();
      return answer.getDouble(1);
    } catch (SQLException e) {
      if (!NOT_SUPPORTED.equals(e.getSQLState())) {
        throw e;
      }
      mute = true;
      return 0;
    }
  }

  /** Whether it is time to look again, and nobody else does. */
  private synchronized boolean claimTrial() {
    long now = System.nanoTime();
    if (now - state.tried() < TRIED_EVERY) {
      return false;
    }
    state = new State(state.trouble(), state.secondsBehind(), state.since(), now);
    return true;
  }

  private synchronized void note(String trouble, double behind) {
    boolean changed = (trouble == null) != (state.trouble() == null);
    Instant since = changed ? Instant.now() : state.since();
    state = new State(trouble, behind, since, System.nanoTime());
    if (changed && trouble != null) {
      log.warn("Read replica: not used, the primary answers instead: {}", trouble);
    } else if (changed) {
      log.info("Read replica: used again");
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
