package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.AppUnderTest;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Editing the routes folder while the application runs. */
@ExtendWith(OutputCaptureExtension.class)
class RouteReloadTest {

  @TempDir static Path home;
  static SandboxOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(home.resolve("routes"));
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, home.resolve("routes").resolve(file.getFileName()));
      }
    }
    okta =
        SandboxOkta.start(
                SandboxOrg.generate(OrgSize.tiny().withEvents(100), 1),
                SandboxOptions.standard().withLatency(Duration.ofMillis(150)))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            home, okta, "--okta.home=" + home, "--okta.integrations[0].log-history=91d");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @Test
  void aNewLineIsANewDataTypeWithoutARestart() throws IOException {
    // Data types come last, so an earlier edit is through once all of them are there.
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                routes()
                    .containsAll(
                        app.call("GET", "/api/data-types", null).findValuesAsText("name")));
    Set<String> before = routes();
    edit(
        "data-types.yaml",
        text ->
            text
                + "my_zones: {path: \"/api/v1/zones?limit=200\", bucket: /api/v1, scope: okta.networkZones.read, role: Any}\n");
    Set<String> expected = new TreeSet<>(before);
    expected.add("my_zones");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(routes())
                    .as("all routes, templated ones too")
                    .containsExactlyInAnyOrderElementsOf(expected));
    assertThat(app.call("GET", "/api/data-types", null).findValuesAsText("name"))
        .contains("my_zones");
    assertThat(app.collect("{\"dataTypes\":[\"my_zones\"]}").path("status").asText())
        .isEqualTo("SUCCESS");
    assertThat(app.column("select id from okta.my_zones"))
        .isEqualTo(okta.org().truth().documents("/api/v1/zones"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "store-page.camel.yaml|setBody:|setBodi:|line {line}",
        "tidy.camel.yaml|stateful: true|crn: true|line {line}: Failed to resolve endpoint: quartz",
        "collect.camel.yaml|ref: pulls|ref: nobody|line {line}: No bean could be found in the registry for: nobody",
        "collect.camel.yaml|uri: direct|uri: dirct|line {line}: No endpoint could be found for: dirct",
        "pull.camel.yaml|ref: pulls|ref: nobody|line {line}: No bean could be found in the registry for: nobody",
        "pull.camel.yaml|name: read-list|name: [|line {next}: expected the node content",
        "data-types.yaml|path: /api/v1/org,|pth: /api/v1/org,|line {line}: unknown column 'pth'"
      })
  void aBrokenEditChangesNothingAndSaysWhatIsWrong(
      String file, String right, String wrong, String problem, CapturedOutput log)
      throws IOException {
    Set<String> before = routes();
    String text = Files.readString(home.resolve("routes").resolve(file));
    assertThat(text).contains(right);
    try {
      edit(file, whole -> whole.replace(right, wrong));
      app.bean(Routes.class).reload(app.bean(CamelContext.class));
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> log.getOut().contains("the edit was refused"));
      String told =
          log.getOut()
              .lines()
              .filter(l -> l.contains("the edit was refused"))
              .findFirst()
              .orElseThrow();
      long line = text.substring(0, text.indexOf(right)).lines().count();
      assertThat(told)
          .contains(file)
          .contains(
              problem
                  .replace("{line}", String.valueOf(line))
                  .replace("{next}", String.valueOf(line + 1)));
      assertThat(routes()).isEqualTo(before);
      assertThat(app.collect("{\"dataTypes\":[\"org\"]}").path("status").asText())
          .isEqualTo("SUCCESS");
    } finally {
      edit(file, whole -> text);
      app.bean(Routes.class).reload(app.bean(CamelContext.class));
    }
    assertThat(routes()).isEqualTo(before);
  }

  @Test
  void anEditWhileAPullRunsLetsItGoOnFromItsCheckpoint() throws IOException {
    okta.statistics().reset();
    JsonNode begun = app.call("POST", "/api/integrations/acme/collect", "{}");
    String factors = "/api/v1/users/{}/factors";
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> okta.statistics().calls(factors) >= 10);
    edit("collect.camel.yaml", text -> text.replace("The main flow.", "The main flow, edited."));
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                app.bean(CamelContext.class).getRoute("collect") != null
                    && app.bean(CamelContext.class)
                        .getRoute("collect")
                        .getDescription()
                        .contains("edited"));
    JsonNode run = app.untilEnded(begun.path("runId").asLong());
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
    assertThat(okta.statistics().calls(factors))
        .as("nothing is read twice; those who have left, only in their first run")
        .isBetween(
            (long) okta.org().truth().userCount()
                - okta.org().truth().users("DEPROVISIONED").size(),
            (long) okta.org().truth().userCount());
    new WholeOrg(app, "acme", okta.org()).isCollected();
  }

  @Test
  void aDataTypeThatIsRemovedInMidRunEndsWithASentence() throws IOException {
    String before = Files.readString(home.resolve("routes/data-types.yaml"));
    try {
      edit(
          "data-types.yaml",
          text ->
              text
                  + "late_zones: {path: /api/v1/zones, after: [factors], bucket: /api/v1, scope: okta.networkZones.read, role: Any}\n");
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> routes().contains("late_zones"));
      okta.statistics().reset();
      okta.faults().stallFor(Duration.ofSeconds(4));
      okta.faults().next(1_000, "/users/[^/]+/factors", Fault.STALL);
      JsonNode begun = app.call("POST", "/api/integrations/acme/collect", "{}");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> okta.statistics().calls("/api/v1/users/{}/factors") >= 10);
      edit("data-types.yaml", text -> before.replaceAll("(?m)^factors:.*\\R", ""));
      JsonNode run = app.untilEnded(begun.path("runId").asLong());
      assertThat(run.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
      for (String removed : Set.of("factors", "late_zones")) {
        assertThat(run.path("dataTypes"))
            .filteredOn(part -> part.path("dataType").asText().equals(removed))
            .singleElement()
            .satisfies(
                part -> {
                  assertThat(part.path("status").asText()).isEqualTo("SKIPPED");
                  assertThat(part.path("reason").asText())
                      .isEqualTo(
                          removed
                              + " was removed from data-types.yaml while the run was under way.");
                });
      }
      assertThat(app.bean(Dispatcher.class).inFlight()).isEmpty();
    } finally {
      okta.faults().clear();
      edit("data-types.yaml", text -> before);
      app.bean(Routes.class).reload(app.bean(CamelContext.class));
    }
  }

  private static Set<String> routes() {
    return app.bean(CamelContext.class).getRoutes().stream()
        .map(org.apache.camel.Route::getRouteId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** As a good editor does: written beside, then renamed. */
  private static void edit(String file, java.util.function.UnaryOperator<String> change)
      throws IOException {
    Path path = home.resolve("routes").resolve(file);
    Path beside = home.resolve(file + ".new");
    Files.writeString(beside, change.apply(Files.readString(path)));
    Files.move(beside, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
