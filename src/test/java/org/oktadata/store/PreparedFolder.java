package org.oktadata.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.oktadata.TestFolders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * Folders in which the embedded database starts at once: unpacking the engine and laying out an
 * empty server cost seconds, and each test that starts an application would pay them again.
 */
public final class PreparedFolder {

  private static Path empty;
  private static Path withSchema;
  private static Path migrated;

  private PreparedFolder() {}

  /** Makes a folder ready where it isn't there yet, with an empty server, and answers it. */
  public static synchronized Path in(Path folder) {
    try {
      return copied(empty(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with the product's schema. */
  public static synchronized Path withSchema(Path folder) {
    try {
      return copied(withSchema(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with the product's schema and the days of the System Log, as a first start does. */
  public static synchronized Path migrated(Path folder) {
    try {
      return copied(migrated(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path copied(Path ready, Path folder) throws IOException {
    if (Files.notExists(folder)) {
      Files.createDirectories(folder);
      Files.createSymbolicLink(folder.resolve("engine"), engine());
      knownPassword(folder);
      copy(ready.resolve("postgres"), folder.resolve("postgres"));
    }
    return folder;
  }

  private static Path empty() throws IOException {
    if (empty == null) {
      Path folder = temporary();
      Files.createSymbolicLink(folder.resolve("engine"), engine());
      knownPassword(folder);
      try (EmbeddedDatabase server = EmbeddedDatabase.open(new DatabaseSettings(folder, 0));
          Connection connection =
              DriverManager.getConnection(server.url(), "postgres", "postgres");
          Statement statement = connection.createStatement()) {
        // Tests connect thousands of times, and each would hash it 4,096 times.
        statement.execute(ServerPassword.AS_RANDOM);
        statement.execute("alter role postgres password 'postgres'");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      empty = ended(folder);
    }
    return empty;
  }

  private static Path withSchema() throws IOException {
    if (withSchema == null) {
      Path folder = copied(empty(), temporary().resolve("data"));
      try (EmbeddedDatabase server = EmbeddedDatabase.open(new DatabaseSettings(folder, 0))) {
        StoreServer.migrate(server.url());
      }
      withSchema = ended(folder);
    }
    return withSchema;
  }

  private static Path migrated() throws IOException {
    if (migrated == null) {
      Path folder = copied(withSchema(), temporary().resolve("data"));
      try (EmbeddedDatabase server = EmbeddedDatabase.open(new DatabaseSettings(folder, 0));
          HikariDataSource source = StoreServer.pool(server.url())) {
        JdbcClient database = JdbcClient.create(source);
        MaintenanceSession session = new MaintenanceSession(source);
        new Partitions(database, session, new EventIndexes(database, session)).extend(null);
      }
      migrated = ended(folder);
    }
    return migrated;
  }

  /** Tests connect as {@code postgres} with this password. */
  public static void knownPassword(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("pgpass"), "*:*:*:postgres:postgres\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stop that takes longer than the server is waited for goes on by itself. */
  private static Path ended(Path folder) {
    Awaitility.await("the server has written everything")
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.notExists(folder.resolve("postgres/postmaster.pid")));
    return folder;
  }

  private static Path temporary() throws IOException {
    Path folder = TestFolders.create("prepared");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return folder;
  }

  /**
   * Under target, where the next run finds it: other hooks stop their servers with it while this
   * process ends.
   */
  private static Path engine() throws IOException {
    return Files.createDirectories(Path.of("target", "engine").toAbsolutePath());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            return copied(each);
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            return copied(each);
          }

          private FileVisitResult copied(Path each) throws IOException {
            // With its permissions: PostgreSQL refuses a folder that others may read.
            Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void delete(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
