package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** How long a connection waits for an answer, in pools that stand side by side. */
class PoolBesideTest {

  @Test
  void eachPoolWaitsAsLongAsItIsMeantToAndTheMainOneAsBefore() throws SQLException {
    try (HikariDataSource main = StoreServer.pool(StoreServer.newDatabase())) {
      HikariConfig quick = PoolBeside.settings(main, "quick", 1);
      PoolBeside.answersWithin(quick, 2);
      HikariConfig slow = PoolBeside.settings(main, "slow", 1);
      PoolBeside.answersWithin(slow, 7);
      HikariConfig patient = PoolBeside.settings(main, "patient", 1);
      assertThat(timeout(quick)).isEqualTo(2_000);
      assertThat(timeout(slow)).isEqualTo(7_000);
      assertThat(timeout(patient)).isZero();
      try (Connection connection = main.getConnection()) {
        assertThat(connection.getNetworkTimeout()).isZero();
      }
    }
  }

  @Test
  void aPatientConnectionWaitsAsLongAsItTakesAndTheNextOneDoesNot() throws SQLException {
    try (HikariDataSource main = StoreServer.pool(StoreServer.newDatabase())) {
      HikariConfig quick = PoolBeside.settings(main, "quick", 1);
      PoolBeside.answersWithin(quick, 2);
      try (HikariDataSource pool = new HikariDataSource(quick)) {
        try (Connection connection = new PatientSource(pool).getConnection()) {
          assertThat(connection.getNetworkTimeout()).isZero();
        }
        try (Connection connection = pool.getConnection()) {
          assertThat(connection.getNetworkTimeout()).isEqualTo(2_000);
        }
      }
    }
  }

  @Test
  void anAddressWithParametersKeepsThem() {
    HikariConfig own = new HikariConfig();
    own.setJdbcUrl("jdbc:postgresql://db/okta?sslmode=verify-full");
    PoolBeside.answersWithin(own, 2);
    assertThat(own.getJdbcUrl())
        .isEqualTo("jdbc:postgresql://db/okta?sslmode=verify-full&socketTimeout=2");
  }

  private static int timeout(HikariConfig settings) throws SQLException {
    try (HikariDataSource pool = new HikariDataSource(settings);
        Connection connection = pool.getConnection()) {
      return connection.getNetworkTimeout();
    }
  }
}
