package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/** What fails in a step of somebody's own is told with the step's id, its file and its line. */
class OwnStepFailuresTest {

  private static final String ROUTE =
      """
      - route:
          id: store-ours
          errorHandler: { noErrorHandler: {} }
          from:
            uri: direct
            parameters: { name: store-ours }
            steps:
              - setHeader: { id: note-its-colour, name: colour, expression: { simple: { expression: "${body.colour()}" } } }
              - to: { id: and-store-it, uri: direct, parameters: { name: store-page } }
      """;

  @TempDir static Path folder;
  private static SandboxOkta okta;
  private static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    Path home = SmallHome.in(folder, Set.of("zones", "org"));
    Files.writeString(home.resolve("routes/store-ours.camel.yaml"), ROUTE);
    Path types = home.resolve("routes/data-types.yaml");
    Files.writeString(
        types, Files.readString(types).replaceFirst("(?m)^(zones: +\\{)", "$1store: store-ours, "));
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1))
            .register(SandboxClient.withSecret("app", "secret"));
    app = AppUnderTest.start(folder, okta, "--okta.home=" + home);
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @Test
  void aStepThatFailsWithAPageIsNamedInTheRunsReason() {
    var run = app.collect("{\"dataTypes\":[\"zones\",\"org\"]}");
    assertThat(run.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
    assertThat(run.path("reason").asText())
        .contains("colour")
        .contains("(step 'note-its-colour' of store-ours.camel.yaml)");
  }
}
