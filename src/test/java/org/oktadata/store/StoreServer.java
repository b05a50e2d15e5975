package org.oktadata.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An embedded PostgreSQL that tests share; each takes a migrated database of its own. */
public final class StoreServer {

  private static final String MIGRATED = "migrated";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static String address;

  private StoreServer() {}

  /** The address of a new database with the product's schema. */
  public static synchronized String newDatabase() {
    if (address == null) {
      address = start();
      administer("create database " + MIGRATED);
      migrate(url(MIGRATED));
    }
    String name = "test_" + NUMBER.incrementAndGet();
    administer("create database " + name + " template " + MIGRATED);
    return url(name);
  }

  /** Gives a database the product's schema. */
  static void migrate(String url) {
    LibraryTables.Libraries libraries = new LibraryTables.Libraries();
    Flyway.configure()
        .javaMigrations(libraries.quartzTables(), libraries.sessionTables())
        .dataSource(url, "postgres", "postgres")
        .defaultSchema("store")
        .schemas("store")
        .load()
        .migrate();
  }

  /** A pool of connections to a database. */
  static HikariDataSource pool(String url) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername("postgres");
    pool.setPassword("postgres");
    pool.setMaximumPoolSize(8);
    return pool;
  }

  /** A statement of the server's administrator. */
  public static void administer(String sql) {
    JdbcClient.create(new DriverManagerDataSource(url("postgres"), "postgres", "postgres"))
        .sql(sql)
        .update();
  }

  private static String url(String database) {
    return address.replaceFirst("/postgres$", "/" + database);
  }

  private static String start() {
    try {
      EmbeddedDatabase server =
          EmbeddedDatabase.open(
              new DatabaseSettings(
                  PreparedFolder.in(Files.createTempDirectory("store").resolve("data")), 0));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
      return server.url();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(EmbeddedDatabase server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
