package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;

/** An org to which no connection can be opened, from the first call of a run on. */
class UnreachableOrgTest {

  @TempDir static Path folder;
  static String nobody;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = "127.0.0.1:" + free.getLocalPort();
    }
    app =
        AppUnderTest.start(
            folder,
            "http://" + nobody,
            "--okta.schedule.full=0",
            "--okta.schedule.delta=0",
            "--okta.home="
                + SmallHome.in(
                    folder, Set.of("users", "groups", "group_members", "authenticators")));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  /** With all its tries, each data type would take above half a minute after the one before it. */
  @Test
  void whoStartsARunIsSoonToldInOneSentenceThatTheOrgCannotBeReached() {
    JsonNode run = app.collectFor(Duration.ofSeconds(25), "{}");
    assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("FAILURE");
    assertThat(run.path("reason").asText())
        .isEqualTo(
            "authenticators and 3 more: The host "
                + nobody
                + " cannot be reached: the connection was refused.");
  }

  @Test
  void aRunThatNobodyWaitsForThatReadSomethingOrHasJustBegunGoesOnTrying() {
    assertThat(isInVain("api", "6 seconds", 0)).isTrue();
    assertThat(isInVain("console", "6 seconds", 0)).isTrue();
    assertThat(isInVain("api", "0 seconds", 0)).isFalse();
    assertThat(isInVain("api", "6 seconds", 1)).isFalse();
    assertThat(isInVain("schedule", "6 seconds", 0)).isFalse();
    assertThat(isInVain("start", "6 seconds", 0)).isFalse();
  }

  /** Of a run that has ended, so that nobody works on it. */
  private static boolean isInVain(String trigger, String begun, int pages) {
    long run =
        app.database()
            .sql(
                """
                with run as (insert into store.run (integration, mode, trigger, status) values ('acme', 'delta', :trigger, 'FAILURE') returning id),
                  type as (insert into store.run_data_type (run_id, data_type, integration, status, started_at)
                    select id, 'users', 'acme', 'FAILURE', now() - cast(:begun as interval) from run),
                  list as (insert into store.request (run_id, data_type, request, position, path, pages)
                    select id, 'users', '', 0, '/api/v1/users', :pages from run)
                select id from run""")
            .param("trigger", trigger)
            .param("begun", begun)
            .param("pages", pages)
            .query(Long.class)
            .single();
    return app.bean(AwaitedRuns.class).isInVain(run);
  }
}
