package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.SmallHome;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.store.PreparedFolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The application as a process of its own, killed in the middle of a collection: twice here, as
 * often as {@code -Dkills=10} says otherwise.
 */
class ResumeTest {

  private static final int KILLS = Integer.getInteger("kills", 2);
  private static final int UNDER_WAY = 16;
  private static final OrgSize SIZE = OrgSize.ofUsers(260).withEvents(2_500);

  @TempDir Path folder;
  private final SandboxOkta okta =
      SandboxOkta.start(
              SandboxOrg.generate(SIZE, 4),
              SandboxOptions.standard().withLatency(Duration.ofMillis(KILLS > 2 ? 600 : 250)))
          .register(SandboxClient.withSecret("app", "secret"));
  private Path home;
  private Process process;

  @AfterEach
  void stop() throws Exception {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    okta.close();
  }

  @Test
  void aCollectionThatIsKilledEndsLikeAnUndisturbedOne() throws Exception {
    home = SmallHome.in(folder, WholeOrg.DATA_TYPES);
    okta.org().clockOffset(Duration.ofMinutes(-30));
    for (int kill = 0; kill < KILLS; kill++) {
      start();
      long calls = okta.statistics().calls();
      // The first one dies while lists are read, later ones among the calls for each user.
      long more = kill == 0 ? 6 : 10 + 150L / KILLS;
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> okta.statistics().calls() >= calls + more);
      process.destroyForcibly().waitFor();
    }
    assertThat(status()).as("it must not have ended before the last kill").isEqualTo("RUNNING");
    start();
    Awaitility.await().atMost(Duration.ofMinutes(4)).until(() -> !status().equals("RUNNING"));
    assertThat(status()).isEqualTo("SUCCESS");
    assertThat(
            database()
                .sql("select count(*) from store.run where mode = 'full'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
    new WholeOrg(database(), "acme", okta.org()).isCollected();
    assertRefetched("/api/v1/users", pages(okta.org().truth().users().size(), 200) + 1L, 2L);
    assertRefetched("/api/v1/groups", pages(okta.org().truth().groups().size(), 200), 1);
    assertRefetched("/api/v1/logs", pages(okta.org().truth().events().size(), 1_000) + 1L, 1);
    assertRefetched("/api/v1/users/{}/factors", okta.org().truth().userCount(), UNDER_WAY);
    assertRefetched("/api/v1/groups/{}/users", okta.org().truth().groups().size(), UNDER_WAY);
    assertRefetched("/api/v1/apps/{}/users", okta.org().truth().apps().size(), UNDER_WAY);
  }

  private void assertRefetched(String path, long needed, long perKill) {
    assertThat(okta.statistics().calls(path)).as(path).isBetween(1L, needed + KILLS * perKill);
  }

  private static long pages(int rows, int size) {
    return (rows + size - 1) / size;
  }

  private void start() throws IOException {
    String classpath =
        Arrays.stream(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classpath,
                "org.oktadata.Application",
                "--server.port=" + port,
                "--okta.home=" + home,
                "--okta.database.directory=" + PreparedFolder.migrated(folder.resolve("data")),
                "--okta.database.port=0",
                "--okta.collect-on-start=true",
                "--okta.schedule.log=0",
                "--okta.instance.lease=5s",
                "--okta.integrations[0].name=acme",
                "--okta.integrations[0].issuer=" + okta.url(),
                "--okta.integrations[0].client-id=app",
                "--okta.integrations[0].client-secret=secret",
                "--okta.integrations[0].log-history=91d")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
  }

  private String status() {
    return database()
        .sql("select status from store.run where mode = 'full'")
        .query(String.class)
        .optional()
        .orElse("RUNNING");
  }

  private JdbcClient database() {
    try {
      String port =
          Files.readAllLines(folder.resolve("data/postgres/postmaster.pid")).get(3).strip();
      return JdbcClient.create(
          new DriverManagerDataSource(
              "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
