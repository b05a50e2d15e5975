package org.oktadata.store;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Migrates without keeping anybody waiting for long: a script that would have to wait for a table
 * gives way after the time that {@code beforeEachMigrate__lock_timeout.sql} says, and is tried
 * again until whoever holds the table is done. Each script is whole or not there at all.
 */
final class MigrationLocks {

  private static final Logger log = LoggerFactory.getLogger(MigrationLocks.class);

  /** For all those who had to wait behind it. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(3);

  /** SQLSTATE of a lock that wasn't to be had in time. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String HOLDERS =
      """
      select distinct format('session %s (user %s, application "%s")', a.pid, a.usename, a.application_name)
      from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace join pg_stat_activity a on a.pid = l.pid
      where l.database = (select oid from pg_database where datname = current_database()) and l.granted
        and n.nspname in ('store', 'okta') and l.pid <> pg_backend_pid()
      order by 1 limit 5\
      """;

  private MigrationLocks() {}

  static void migrate(Flyway flyway) {
    String told = "";
    while (true) {
      try {
        flyway.migrate();
        return;
      } catch (FlywayException e) {
        if (!isAboutLocks(e) || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        told = tell(flyway.getConfiguration().getDataSource(), told);
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  private static boolean isAboutLocks(FlywayException failure) {
    return LOCK_NOT_AVAILABLE.equals(SqlState.of(failure));
  }

  /** Whoever it waits for, each once. */
  private static String tell(DataSource source, String told) {
    List<String> holders = JdbcClient.create(source).sql(HOLDERS).query(String.class).list();
    String who = holders.isEmpty() ? "somebody who is done by now" : String.join(", ", holders);
    if (!who.equals(told)) {
      log.warn("The migration of the database waits for tables that are in use, by {}", who);
    }
    return who;
  }
}
