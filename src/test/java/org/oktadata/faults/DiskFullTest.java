package org.oktadata.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.ApplicationProcess;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The disk of the embedded database fills up in the middle of a collection, and is freed later. */
@EnabledIfSystemProperty(named = "faults", matches = "all")
class DiskFullTest {

  private static final long SEED = Long.getLong("seed", 1);

  @TempDir Path folder;

  @Test
  void aFullDiskIsWaitedFor() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 380);
        SandboxOkta okta =
            SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(150).withEvents(20_000), SEED))
                .register(SandboxClient.withSecret("app", "secret"));
        ApplicationProcess app = start(disk, okta)) {
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
              .alias("run ends; seed " + SEED + ", log " + app.log())
              .atMost(Duration.ofMinutes(3))
              .ignoreExceptions()
              .until(
                  () -> app.call("GET", "/api/runs/" + run, null),
                  now -> now.has("status") && !now.path("status").asText().equals("RUNNING"));
      assertThat(ended.path("status").asText()).as(ended.toPrettyString()).isEqualTo("SUCCESS");
      Comparison comparison = new Comparison(okta, "acme");
      assertThat(comparison.differences(database(disk))).as("seed " + SEED).isEmpty();
      app.terminate(Duration.ofSeconds(30));
    }
  }

  private ApplicationProcess start(SmallDisk disk, SandboxOkta okta) {
    return ApplicationProcess.start(
        folder.resolve("application.log"),
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
