package org.oktadata.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections that wait for an answer as long as it takes, for migrations and indexes of large
 * tables. All others give up some time, since a server that vanished never answers.
 */
final class PatientSource extends DelegatingDataSource {

  PatientSource(DataSource source) {
    super(source);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    connection.setNetworkTimeout(Runnable::run, 0);
    return connection;
  }
}
