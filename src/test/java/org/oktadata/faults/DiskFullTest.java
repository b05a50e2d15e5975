package org.oktadata.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.ApplicationProcess;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.store.PreparedFolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The disk of the embedded database fills up in the middle of a collection, and is freed later. */
@EnabledIfSystemProperty(named = "faults", matches = "all")
class DiskFullTest {

  private static final long SEED = Long.getLong("seed", 1);
  private static final long SEEDS = Long.getLong("seeds", 1);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> aFullDiskIsWaitedFor() {
    return LongStream.range(SEED, SEED + SEEDS)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> fill(seed)));
  }

  private void fill(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Path log = folder.resolve("application-%d.log".formatted(seed));
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk-" + seed), 380);
        SandboxOkta okta =
            SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(150).withEvents(20_000), seed))
                .register(SandboxClient.withSecret("app", "secret"));
        ApplicationProcess app = start(log, disk, okta)) {
      okta.org().clockOffset(Duration.ofMinutes(-30));
      app.untilHealthy();
      long run = app.call("POST", "/api/integrations/acme/collect", "{}").path("runId").asLong();
      long calls = random.nextLong(5, 150);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> okta.statistics().calls() >= calls);
      disk.fill();
      Awaitility.await()
          .during(Duration.ofSeconds(random.nextLong(2, 12)))
          .atMost(Duration.ofSeconds(15))
          .until(app::isAlive);
      disk.free();
      JsonNode ended =
          Awaitility.await()
              .alias("run ends; seed " + seed + ", log " + app.log())
              .atMost(Duration.ofMinutes(3))
              .ignoreExceptions()
              .until(
                  () -> app.call("GET", "/api/runs/" + run, null),
                  now ->
                      now.path("status").isTextual()
                          && !now.path("status").asText().equals("RUNNING"));
      assertThat(ended.path("status").asText()).as(ended.toPrettyString()).isEqualTo("SUCCESS");
      Comparison comparison = new Comparison(okta, "acme");
      assertThat(comparison.differences(database(disk))).as("seed " + seed).isEmpty();
      assertThat(comparison.wrongDeletions(database(disk), Instant.EPOCH))
          .as("seed " + seed)
          .isEmpty();
      app.terminate(Duration.ofSeconds(30));
    }
  }

  private static ApplicationProcess start(Path log, SmallDisk disk, SandboxOkta okta) {
    PreparedFolder.knownPassword(disk.folder());
    return ApplicationProcess.start(
        log,
        List.of(
            "--okta.database.directory=" + disk.folder(),
            "--okta.database.port=0",
            "--okta.schedule.log=0",
            "--okta.integrations[0].name=acme",
            "--okta.integrations[0].issuer=" + okta.url(),
            "--okta.integrations[0].client-id=app",
            "--okta.integrations[0].client-secret=secret",
            "--okta.integrations[0].rate-limit-share=1",
            "--okta.integrations[0].log-history=91d"));
  }

  private static JdbcClient database(SmallDisk disk) throws IOException {
    String port =
        Files.readAllLines(disk.folder().resolve("postgres/postmaster.pid")).get(3).strip();
    return JdbcClient.create(
        new DriverManagerDataSource(
            "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres"));
  }
}
