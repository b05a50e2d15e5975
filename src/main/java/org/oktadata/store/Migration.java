package org.oktadata.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Brings the database up to date before anything else uses it. A server that can't be reached, is
 * too old or gives too few rights stops the start with one line.
 */
@Component
class Migration implements FlywayMigrationStrategy, FlywayConfigurationCustomizer {

  /** The oldest major version that is tested. */
  static final int OLDEST = 15;

  /** SQLSTATE of a missing right. */
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final boolean embedded;

  Migration(ObjectProvider<EmbeddedDatabase> embedded) {
    this.embedded = embedded.getIfAvailable() != null;
  }

  @Override
  public void customize(FluentConfiguration configuration) {
    configuration.dataSource(new PatientSource(configuration.getDataSource()));
  }

  @Override
  public void migrate(Flyway flyway) {
    DataSource source = flyway.getConfiguration().getDataSource();
    refuseUnusable(source);
    try {
      refuseLater(flyway.info());
      MigrationLocks.migrate(flyway);
      RestoredPositions.renew(source);
    } catch (SQLException e) {
      throw ConnectionFailure.of(e, source);
    } catch (RuntimeException e) {
      throw withoutRights(e) ? lackOfRights(e) : e;
    }
  }

  /** Connects once. Pools report a first failure by an exception of their own. */
  private void refuseUnusable(DataSource source) {
    try (Connection connection = source.getConnection()) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < OLDEST) {
        throw new IllegalStateException(
            "spring.datasource.url: this server is PostgreSQL %s; %d or later is needed, so upgrade it or name another"
                .formatted(connection.getMetaData().getDatabaseProductVersion(), OLDEST));
      }
      int most = most(source);
      FitDatabase.hasConnections(connection, most);
      if (most > 2) {
        OwnSessions.check(source);
      }
      FitDatabase.check(connection, embedded);
    } catch (SQLException e) {
      throw ConnectionFailure.of(e, source);
    } catch (com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
      throw ConnectionFailure.of(e.getCause() == null ? e : e.getCause(), source);
    }
  }

  private static int most(DataSource source) {
    DataSource pool =
        source instanceof PatientSource patient ? patient.getTargetDataSource() : source;
    return pool instanceof HikariDataSource hikari ? hikari.getMaximumPoolSize() : 1;
  }

  /**
   * What a later version has made, an earlier one doesn't know, and it would put its own functions
   * back over those that others of the later version are using.
   */
  private static void refuseLater(MigrationInfoService migrations) {
    Arrays.stream(migrations.applied())
        .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS)
        .max(Comparator.naturalOrder())
        .ifPresent(
            later -> {
              throw new IllegalStateException(
                  "spring.datasource.url: a later version of the application has migrated this database (to %s, %s); start that version, or restore the backup from before the upgrade"
                      .formatted(later.getVersion(), later.getDescription()));
            });
  }

  private static boolean withoutRights(RuntimeException failure) {
    return INSUFFICIENT_PRIVILEGE.equals(SqlState.of(failure));
  }

  private static IllegalStateException lackOfRights(RuntimeException failure) {
    String told = NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
    return new IllegalStateException(
        "spring.datasource.username: this user may not create what is needed (%s); make it the owner of the database, and of the schemas store and okta where they are there"
            .formatted(OneLine.of(told)),
        failure);
  }
}
