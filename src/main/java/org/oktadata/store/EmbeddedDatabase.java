package org.oktadata.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL inside this process's own folder, for trying out and small orgs. Its data survives a
 * restart; a server left running by a killed process is taken over instead of started twice. It
 * listens on this machine alone, and asks for the password in {@code pgpass} beside its data.
 */
public final class EmbeddedDatabase implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Two files of its log. A start without room for them fails, and is given up after a minute. */
  private static final long ROOM = 32L << 20;

  private final Path home;
  private final int port;
  private final ServerPassword password;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "embedded-database");
            thread.setDaemon(true);
            return thread;
          });
  private final FolderLock lock;
  private Closeable server;
  private boolean waits;

  private EmbeddedDatabase(
      Path home, int port, ServerPassword password, FolderLock lock, Closeable server) {
    this.home = home;
    this.port = port;
    this.password = password;
    this.lock = lock;
    this.server = server;
    watch.scheduleWithFixedDelay(
        this::keepRunning, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts the server in the settings' folder, or attaches to the one that already runs there. */
  public static EmbeddedDatabase open(DatabaseSettings settings) throws IOException {
    Path home = settings.directory().toAbsolutePath();
    try {
      Files.createDirectories(data(home));
      return open(home, settings.port(), FolderLock.of(home));
    } catch (FileSystemException e) {
      throw new IllegalStateException(
          "okta.database.directory: %s can't be used by user %s (%s); let that user own %s and all in it"
              .formatted(e.getFile(), System.getProperty("user.name"), reason(e), home),
          e);
    }
  }

  private static String reason(FileSystemException failure) {
    return failure instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(failure.getReason());
  }

  private static EmbeddedDatabase open(Path home, int port, FolderLock lock) throws IOException {
    try {
      return locked(home, port, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedDatabase locked(Path home, int port, FolderLock lock) throws IOException {
    ServerPassword password = ServerPassword.of(home, data(home));
    Optional<RunningServer> running = RunningServer.in(data(home));
    if (running.isPresent()) {
      int found = running.get().port();
      log.info("Database: attached to the embedded PostgreSQL left running on port {}", found);
      password.require(url(found));
      return new EmbeddedDatabase(home, found, password, lock, () -> {});
    }
    refuseTakenPort(port);
    EmbeddedPostgres server = start(home, port, password);
    log.info("Database: embedded PostgreSQL on port {}, data in {}", server.getPort(), data(home));
    return new EmbeddedDatabase(home, server.getPort(), password, lock, server);
  }

  private static EmbeddedPostgres start(Path home, int port, ServerPassword password)
      throws IOException {
    EngineVersion.refuseDataOfAnother(data(home));
    password.prepare();
    LeftSessions.await(data(home));
    RunningServer.forget(data(home));
    EmbeddedPostgres server = started(home, port, password);
    try {
      password.require(url(server.getPort()));
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static EmbeddedPostgres started(Path home, int port, ServerPassword password) {
    try {
      return builder(home, port, password).start();
    } catch (OverlappingFileLockException e) {
      throw e;
    } catch (IOException | IllegalStateException e) {
      throw new IllegalStateException(
          "okta.database.directory: the embedded PostgreSQL in %s doesn't start (%s); --logging.level.io.zonky=info shows what it says itself"
              .formatted(data(home), e.getMessage()),
          e);
    }
  }

  private static EmbeddedPostgres.Builder builder(Path home, int port, ServerPassword password)
      throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setConnectConfig("password", password.text())
        .setDataDirectory(data(home))
        .setCleanDataDirectory(false)
        // Spring closes it after everything that still writes; a hook of its own would be
        // first.
        .setRegisterShutdownHook(false)
        .setOverrideWorkingDirectory(engine(home).toFile())
        // Keys are compared byte by byte, which costs a third of a language's rules.
        .setLocaleConfig("lc-collate", "C")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("max_wal_size", "2GB")
        .setServerConfig("max_connections", "100")
        // For a year of events: see LockRoom.
        .setServerConfig("max_locks_per_transaction", "256")
        .setServerConfig("jit", "off")
        .setPGStartupWait(Duration.ofSeconds(60));
  }

  /**
   * Where the library unpacks the engine. It lets everybody write there at each start, so nobody
   * else gets that far: who could exchange the programs would be who runs them.
   */
  static Path engine(Path home) throws IOException {
    Path ours = Files.createDirectories(home.resolve("engine"));
    Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwx------"));
    return ours.resolve("unpacked");
  }

  private static Path data(Path home) {
    return home.resolve("postgres");
  }

  /** JDBC address of the database. */
  public String url() {
    return url(port);
  }

  /** Of user {@code postgres}. */
  public String password() {
    return password.text();
  }

  private static String url(int port) {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  /**
   * Starts the server again if it has ended by itself: PostgreSQL gives up when it can't write its
   * log, such as on a full disk, and nobody else would start it.
   */
  private synchronized void keepRunning() {
    try {
      if (watch.isShutdown() || RunningServer.in(data(home)).isPresent()) {
        return;
      }
      if (home.toFile().getUsableSpace() < ROOM) {
        if (!waits) {
          log.error(
              "Database: the embedded PostgreSQL has ended, and {} has no room for its log; it is started again once there is",
              home);
        }
        waits = true;
        return;
      }
      waits = false;
      log.error("Database: the embedded PostgreSQL has ended; it is started again");
      server.close();
      server = start(home, port, password);
      log.info("Database: the embedded PostgreSQL is back on port {}", port);
    } catch (OverlappingFileLockException e) {
      // The library leaves the lock of a start that failed to the garbage collector.
      System.gc();
    } catch (IOException | RuntimeException e) {
      log.error("Database: the embedded PostgreSQL can't be started: {}", e.getMessage());
    }
  }

  /** Returns once it has ended, also where whoever closes it is interrupted meanwhile. */
  @Override
  public void close() throws IOException {
    watch.shutdown();
    synchronized (this) {
      CompletableFuture.runAsync(
              this::stop, task -> new Thread(task, "embedded-database-stop").start())
          .join();
    }
    lock.close();
  }

  private void stop() {
    try {
      server.close();
      Optional<RunningServer> running = RunningServer.in(data(home));
      if (running.isPresent() && !running.get().stop()) {
        log.warn(
            "Database: the embedded PostgreSQL, process {}, still writes what it holds and ends by itself; don't copy {} before",
            running.get().process().pid(),
            data(home));
      }
    } catch (IOException | RuntimeException e) {
      log.error("Database: the embedded PostgreSQL doesn't end: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void refuseTakenPort(int port) {
    if (port == 0) {
      return;
    }
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    } catch (IOException e) {
      throw new IllegalStateException(
          "okta.database.port: port %d is in use by another program; set another port, or 0 for any"
              .formatted(port));
    }
  }
}
