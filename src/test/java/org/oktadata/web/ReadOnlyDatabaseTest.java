package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.instances.Instance;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A server that takes no writes for a while, as an old primary after a failover doesn't. */
@ExtendWith(OutputCaptureExtension.class)
class ReadOnlyDatabaseTest {

  @Test
  void itIsToldAsThatAndWorkGoesOnOnceItTakesWrites(@TempDir Path folder, CapturedOutput output)
      throws Exception {
    try (SandboxOkta okta =
            SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1))
                .register(SandboxClient.withSecret("app", "secret"));
        AppUnderTest app = AppUnderTest.start(folder, okta)) {
      app.collect();
      set(app, "on");
      Awaitility.await()
          .untilAsserted(
              () -> {
                JsonNode answer = app.call("POST", "/api/integrations/acme/collect", "{}");
                assertThat(answer.path("status").asInt()).isEqualTo(503);
                assertThat(answer.path("detail").asText())
                    .isEqualTo("The database takes no writes.");
              });
      Awaitility.await()
          .until(() -> output.getAll().contains("in a read-only transaction); work stops"));
      Awaitility.await().until(app.bean(Instance.class)::hearsNothing);
      assertThat(app.call("GET", "/api/runs", null).path("detail").asText())
          .isEqualTo("The database takes no writes.");
      set(app, "off");
      Awaitility.await().until(() -> output.getAll().contains("the database answers again"));
      assertThat(app.collect().path("status").asText()).isEqualTo("SUCCESS");
      assertThat(output)
          .contains("work: the database takes no writes (ERROR: cannot execute ")
          .doesNotContainPattern("Check .*read-only")
          .doesNotContain("An unexpected failure", "the database doesn't answer");
    }
  }

  /** On a connection of its own choice: one that is refused a write is given up. */
  private static void set(AppUnderTest app, String value) throws SQLException {
    try (Connection connection = app.bean(DataSource.class).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter system set default_transaction_read_only = " + value);
      statement.execute("select pg_reload_conf()");
    }
  }
}
