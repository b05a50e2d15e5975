package org.oktadata.findings;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.oktadata.store.StoreServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.yaml.snakeyaml.Yaml;

/**
 * A migrated PostgreSQL that the tests of this package share; each test brings its own integration.
 */
final class FindingsDatabase {

  /** System property with the address of the database. */
  static final String URL = "findings.database";

  private static DataSource source;

  private FindingsDatabase() {}

  static synchronized DataSource open() {
    if (source == null) {
      HikariDataSource pool = new HikariDataSource();
      pool.setDataSource(new DriverManagerDataSource(url(), "postgres", "postgres"));
      pool.setMaximumPoolSize(8);
      source = pool;
      try {
        viewsOfTheCatalogue(JdbcClient.create(source));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return source;
  }

  /** The address of a database that is there already comes from whoever started this JVM. */
  private static String url() {
    if (System.getProperty(URL) == null) {
      System.setProperty(URL, StoreServer.newDatabase());
    }
    return System.getProperty(URL);
  }

  /** A new integration nobody else uses. */
  static String integration() {
    String name = "case-" + UUID.randomUUID();
    JdbcClient.create(open())
        .sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by)
            values (?, 'Acme', 'https://acme.okta.com', 'client', 'sealed', 'api')\
            """)
        .param(name)
        .update();
    return name;
  }

  /** The plain view that every data type without its own migration gets. */
  static void viewsOfTheCatalogue(JdbcClient database) throws IOException {
    Map<String, Object> types =
        new Yaml().load(Files.readString(Path.of("routes/data-types.yaml")));
    for (String name : types.keySet()) {
      if (database
          .sql("select to_regclass('okta.' || ?) is null")
          .param(name)
          .query(Boolean.class)
          .single()) {
        database
            .sql("select store.plain_view(?)::text")
            .param(name)
            .query((row, n) -> name)
            .single();
      }
    }
  }
}
