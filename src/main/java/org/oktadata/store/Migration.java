package org.oktadata.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
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

  @Override
  public void customize(FluentConfiguration configuration) {
    configuration.dataSource(new PatientSource(configuration.getDataSource()));
  }

  @Override
  public void migrate(Flyway flyway) {
    DataSource source = flyway.getConfiguration().getDataSource();
    refuseUnusable(source);
    try {
      MigrationLocks.migrate(flyway);
      RestoredPositions.renew(source);
    } catch (SQLException e) {
      throw ConnectionFailure.of(e, source);
    } catch (RuntimeException e) {
      throw withoutRights(e) ? lackOfRights(e) : e;
    }
  }

  /** Connects once. Pools report a first failure by an exception of their own. */
  private static void refuseUnusable(DataSource source) {
    try (Connection connection = source.getConnection()) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < OLDEST) {
        throw new IllegalStateException(
            "spring.datasource.url: this server is PostgreSQL %s; %d or later is needed, so upgrade it or name another"
                .formatted(connection.getMetaData().getDatabaseProductVersion(), OLDEST));
      }
      refuseOtherThanUnicode(connection);
    } catch (SQLException e) {
      throw ConnectionFailure.of(e, source);
    } catch (com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
      throw ConnectionFailure.of(e.getCause() == null ? e : e.getCause(), source);
    }
  }

  /** Another encoding lacks letters of people's names, or, as SQL_ASCII, doesn't know any. */
  private static void refuseOtherThanUnicode(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("show server_encoding")) {
      answer.next();
      String encoding = answer.getString(1);
      if (!encoding.equals("UTF8")) {
        throw new IllegalStateException(
            "spring.datasource.url: the encoding of this database is %s, which can't hold what Okta has; make one with: create database okta encoding 'UTF8' template template0"
                .formatted(encoding));
      }
    }
  }

  private static boolean withoutRights(RuntimeException failure) {
    return INSUFFICIENT_PRIVILEGE.equals(SqlState.of(failure));
  }

  private static IllegalStateException lackOfRights(RuntimeException failure) {
    String told = NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
    return new IllegalStateException(
        "spring.datasource.username: this user may not create what is needed (%s); make it the owner of the database"
            .formatted(OneLine.of(told)),
        failure);
  }
}
