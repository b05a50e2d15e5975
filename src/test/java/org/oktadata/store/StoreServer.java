package org.oktadata.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.oktadata.TestFolders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

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
      // A database that is copied may have no other connections.
      JdbcClient.create(new DriverManagerDataSource(url("template1"), "postgres", "postgres"))
          .sql("create database " + MIGRATED + " template postgres")
          .update();
    }
    String name = "test_" + NUMBER.incrementAndGet();
    administer("create database " + name + " template " + MIGRATED);
    return url(name);
  }

  /** A new login that has to give its password, which the server asks of nobody else. */
  public static synchronized void login(String name, String password, String rights) {
    administer("create role %s login password '%s' %s".formatted(name, password, rights));
    Path rules = Path.of(administrator().sql("show hba_file").query(String.class).single());
    try {
      Files.writeString(
          rules, "host all %s all scram-sha-256%n%s".formatted(name, Files.readString(rules)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    administer("do $$ begin perform pg_reload_conf(); end $$");
    Awaitility.await("a wrong password is refused").until(() -> !lets(name, password + "!"));
  }

  private static boolean lets(String name, String password) {
    try {
      DriverManager.getConnection(url("postgres"), name, password).close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Gives a database the product's schema. */
  static void migrate(String url) {
    flyway(new DriverManagerDataSource(url, "postgres", "postgres")).migrate();
  }

  /** The product's migrations, locked as the application has it. */
  public static Flyway flyway(DataSource source) {
    LibraryTables.Libraries libraries = new LibraryTables.Libraries();
    return Flyway.configure()
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .javaMigrations(libraries.quartzTables(), libraries.sessionTables())
        .dataSource(source)
        .defaultSchema("store")
        .schemas("store")
        .load();
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
    administrator().sql(sql).update();
  }

  private static JdbcClient administrator() {
    return JdbcClient.create(new DriverManagerDataSource(url("postgres"), "postgres", "postgres"));
  }

  private static String url(String database) {
    return address.replaceFirst("/postgres$", "/" + database);
  }

  private static String start() {
    try {
      Path folder = TestFolders.create("store");
      EmbeddedDatabase server =
          EmbeddedDatabase.open(
              new DatabaseSettings(PreparedFolder.withSchema(folder.resolve("data")), 0));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
      return server.url();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Some sixty databases of a run take more than a gigabyte. */
  private static void stop(EmbeddedDatabase server, Path folder) {
    try {
      server.close();
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
