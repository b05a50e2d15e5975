package org.oktadata.bench;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statement of the streams without anything around it: what an intake can at best reach. */
final class BareStatement {

  private static final byte[] NONE = "[]".getBytes(StandardCharsets.UTF_8);

  private final DataSource database;

  /** Of an integration of its own, which nobody collects. */
  BareStatement(DataSource database) {
    this.database = database;
    JdbcClient.create(database)
        .sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by, state)
            values ('bare', 'Bare', 'https://bare.okta.com', 'client', 'sealed', 'api', 'failed')""")
        .update();
  }

  /** Stores one page in a transaction of its own. */
  void store(List<String> events) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select * from store.store_stream(?, ?, ?, 'bench')")) {
      statement.setBytes(1, ("[" + String.join(",", events) + "]").getBytes(StandardCharsets.UTF_8));
      statement.setBytes(2, NONE);
      statement.setString(3, "bare");
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
