package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.store.EmbeddedDatabase;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A server that goes away while a page is being stored. */
@ExtendWith(OutputCaptureExtension.class)
class LostConnectionTest {

  private static final String STORING =
      """
      select pid from pg_stat_activity where wait_event_type = 'Lock' and query like '%store%' and pid <> pg_backend_pid()""";

  @TempDir static Path folder;

  @Test
  void aPageWhoseConnectionIsLostIsStoredOnTheNextOneAndNoStackIsLogged(CapturedOutput output)
      throws Exception {
    try (SandboxOkta okta =
            SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1))
                .register(SandboxClient.withSecret("app", "secret"));
        AppUnderTest app =
            AppUnderTest.start(
                folder, okta, "--okta.home=" + SmallHome.in(folder, Set.of("users")))) {
      AtomicBoolean planned = new AtomicBoolean();
      AtomicBoolean done = new AtomicBoolean();
      okta.faults()
          .meanwhile(
              "^/api/v1/users",
              () -> {
                if (planned.compareAndSet(false, true)) {
                  planInVain(app);
                  planInVain(app);
                  done.set(true);
                }
              });
      long run;
      EmbeddedDatabase server = app.bean(EmbeddedDatabase.class);
      try (Connection other =
              DriverManager.getConnection(server.url(), "postgres", server.password());
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("lock table store.resource in access exclusive mode");
        run =
            app.call("POST", "/api/integrations/acme/collect", "{\"dataTypes\":[\"users\"]}")
                .path("runId")
                .asLong();
        Awaitility.await().untilTrue(done);
        Awaitility.await().until(() -> !app.database().sql(STORING).query().listOfRows().isEmpty());
        app.database()
            .sql("select pg_terminate_backend(pid) from (%s) s".formatted(STORING))
            .query()
            .listOfRows();
        other.rollback();
      }
      JsonNode ended = app.untilEnded(run);
      assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCESS");
      assertThat(output).doesNotContain("\tat ");
      assertThat(output.getAll().lines().filter(line -> line.contains("dispatch: "))).hasSize(1);
    }
  }

  /**
   * What starts pulls also runs at the end of each pull, where no heartbeat is around it. It looks
   * into the database while this instance has an integration to work on.
   */
  private static void planInVain(AppUnderTest app) {
    app.database().sql("alter table store.run_data_type rename to elsewhere").update();
    try {
      app.bean(ProducerTemplate.class).sendBody("direct:dispatch", null);
    } finally {
      app.database().sql("alter table store.elsewhere rename to run_data_type").update();
    }
  }
}
