package org.oktadata.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Where people's questions go: to the read replica, if one is named, otherwise to the primary;
 * always through connections of their own that write nothing and stop what takes too long, so that
 * no question holds up collection.
 */
@Component
public class ReadDatabase implements AutoCloseable {

  /** Ends a time in which all questions are answered as of now. */
  public interface AsOfNow {
    void end();
  }

  private static final ThreadLocal<Boolean> CURRENT = new ThreadLocal<>();

  private final HikariDataSource pool;
  private final ReplicaConnections replica;
  private final JdbcClient primary;
  private final JdbcClient lagging;

  /**
   * Opens the pools.
   *
   * @param source pool of the primary, whose address and credentials questions use, too
   */
  public ReadDatabase(DataSource source, ReaderSettings settings) {
    HikariDataSource writes = primary(source);
    this.pool = new HikariDataSource(reading(writes, settings, "reading"));
    this.primary = JdbcClient.create(pool);
    this.replica =
        settings.datasource().named()
            ? new ReplicaConnections(replica(writes, settings), pool)
            : null;
    this.lagging = replica == null ? primary : JdbcClient.create(replica);
  }

  /** A question whose answer may be some seconds old. */
  public StatementSpec sql(String sql) {
    return CURRENT.get() == null ? lagging.sql(sql) : primary.sql(sql);
  }

  /** A question whose answer must hold what was written a moment ago. */
  public StatementSpec current(String sql) {
    return primary.sql(sql);
  }

  /** Until that is ended, all questions of this thread are answered as of now. */
  public AsOfNow asOfNow() {
    CURRENT.set(true);
    return CURRENT::remove;
  }

  /** The replica, or null. */
  ReplicaConnections replica() {
    return replica;
  }

  private static HikariDataSource primary(DataSource source) {
    try {
      return source.unwrap(HikariDataSource.class);
    } catch (SQLException e) {
      throw new IllegalStateException("The pool of the primary is no Hikari pool", e);
    }
  }

  /** As the pool of the primary is set, but for questions. */
  private static HikariConfig reading(
      HikariDataSource writes, ReaderSettings settings, String name) {
    HikariConfig config = PoolBeside.settings(writes, name, settings.maximumPoolSize());
    config.setConnectionInitSql(
        "set default_transaction_read_only = on; set statement_timeout = %d; set lock_timeout = %d"
            .formatted(settings.statementTimeout().toMillis(), settings.lockTimeout().toMillis()));
    return config;
  }

  private static HikariDataSource replica(HikariDataSource writes, ReaderSettings settings) {
    HikariConfig config = reading(writes, settings, "replica");
    config.setJdbcUrl(settings.datasource().url());
    if (settings.datasource().username() != null) {
      config.setUsername(settings.datasource().username());
      config.setPassword(settings.datasource().password());
    }
    config.setConnectionTimeout(ReplicaConnections.PATIENCE.toMillis());
    config.setExceptionOverrideClassName(ReplicaConnections.Kept.class.getName());
    return new HikariDataSource(config);
  }

  @Override
  public void close() {
    if (replica != null) {
      replica.close();
    }
    pool.close();
  }
}
