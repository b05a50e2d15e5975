package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.collect.Dispatcher;
import org.oktadata.collect.WholeOrg;
import org.oktadata.events.Events;
import org.oktadata.events.TestQueue;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.yaml.WrongFile;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Editing the routes folder while the application runs. */
@ExtendWith(OutputCaptureExtension.class)
class RouteReloadTest {

  @TempDir static Path folder;
  static Path home;
  static SandboxOkta okta;
  static TestQueue queue;
  static AppUnderTest app;

  private static final String SECRET = "kept to ourselves alone";

  @BeforeAll
  static void start() throws IOException {
    // An edit of their template has all of them stopped and made again.
    Set<String> types = new TreeSet<>(WholeOrg.DATA_TYPES);
    types.addAll(Set.of("org", "zones"));
    home = SmallHome.in(folder, types);
    okta =
        SandboxOkta.start(
                SandboxOrg.generate(OrgSize.tiny().withEvents(100), 1),
                SandboxOptions.standard().withLatency(Duration.ofMillis(150)))
            .register(SandboxClient.withSecret("app", "secret"));
    queue = TestQueue.start();
    app =
        AppUnderTest.start(
            folder,
            okta,
            AppUnderTest.IN_JMX,
            "--okta.home=" + home,
            "--okta.integrations[0].log-history=91d",
            "--okta.integrations[0].intake-key=" + SECRET,
            "--okta.streaming.sqs.queue-url=" + queue.url(),
            "--okta.streaming.sqs.region=us-east-1",
            "--example.interval=7200000");
    // The oldest event is ninety days old in a minute, and no older one is shown.
    app.collect("{\"dataTypes\":[\"events\"]}");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
    queue.close();
  }

  @Test
  void aNewLineIsANewDataTypeWithoutARestart() throws IOException {
    // Data types come last, so an earlier edit is through once all of them are there.
    soon()
        .until(
            () ->
                routes()
                    .containsAll(
                        app.call("GET", "/api/data-types", null).findValuesAsText("name")));
    Set<String> before = routes();
    Route users = route("users");
    Route schedule = route("schedule");
    edit(
        "data-types.yaml",
        text ->
            text
                + "my_zones: {path: \"/api/v1/zones?limit=200\", bucket: /api/v1, scope: okta.networkZones.read, role: Any}\n");
    Set<String> expected = new TreeSet<>(before);
    expected.add("my_zones");
    soon()
        .untilAsserted(
            () ->
                assertThat(routes())
                    .as("all routes, templated ones too")
                    .containsExactlyInAnyOrderElementsOf(expected));
    assertThat(route("users")).as("others run on").isSameAs(users);
    assertThat(route("schedule")).isSameAs(schedule);
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
        "stream-sqs.camel.yaml|greedy: true|greddy: true|line {line}: Failed to resolve endpoint: aws2-sqs",
        "store-group.camel.yaml|ref: sqsMessages|ref: nobody|line {line}: No bean could be found in the registry for: nobody",
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
      String told = refusal(file, whole -> whole.replace(right, wrong), log);
      long line = text.substring(0, text.indexOf(right)).lines().count();
      assertThat(told)
          .contains(file)
          .contains(
              problem
                  .replace("{line}", String.valueOf(line))
                  .replace("{next}", String.valueOf(line + 1)));
      assertThat(routes()).isEqualTo(before);
      assertThat(refused()).isOne();
      assertThat(app.call("GET", "/api/routes", null).at("/refused/reason").asText())
          .contains("the routes run on unchanged", file);
      assertThat(app.collect("{\"dataTypes\":[\"org\"]}").path("status").asText())
          .isEqualTo("SUCCESS");
      assertTheQueueIsRead();
    } finally {
      edit(file, whole -> text);
      app.bean(Routes.class).reload(app.bean(CamelContext.class));
    }
    assertThat(routes()).isEqualTo(before);
    Awaitility.await().until(() -> refused() == 0);
    assertThat(app.call("GET", "/api/routes", null).path("refused").isNull()).isTrue();
  }

  @Test
  void whatIsRefusedIsOnTheConsolesPagesUntilItIsMended() throws IOException {
    Path route = home.resolve("routes/tidy.camel.yaml");
    Path check = home.resolve("checks/mine.yaml");
    Files.createDirectories(check.getParent());
    String text = Files.readString(route);
    try {
      Files.writeString(route, text + "\n- rout: {}\n");
      Files.writeString(check, "id: mine\ntitel: Mine\n");
      for (String page : List.of("/runs", "/objects", "/integrations", "/checks")) {
        Awaitility.await().until(() -> page(page).contains("data-refused=\"routes\""));
        assertThat(page(page)).contains("tidy.camel.yaml line", "run on unchanged");
      }
      Awaitility.await().until(() -> page("/checks").contains("data-refused=\"rules\""));
      assertThat(page("/checks")).contains("checks/mine.yaml line 2");
    } finally {
      Files.writeString(route, text);
      Files.delete(check);
    }
    Awaitility.await().until(() -> !page("/checks").contains("data-refused=\"routes\""));
    Awaitility.await().until(() -> !page("/checks").contains("checks/mine.yaml"));
    assertThat(page("/runs")).doesNotContain("data-refused");
  }

  private static String page(String path) {
    return app.send("GET", path, null, "Accept", "text/html").body();
  }

  @Test
  void whatCouldNotBeReadIsToldToBeRightAgainOnceItIsGone(CapturedOutput log) throws IOException {
    Path link = home.resolve("routes/away.camel.yaml");
    Files.createSymbolicLink(link, Path.of("nowhere"));
    Awaitility.await().until(() -> log.getOut().contains("is a link that leads nowhere"));
    Files.delete(link);
    Awaitility.await().until(() -> log.getOut().contains("the folder holds what runs again"));
    Awaitility.await().until(() -> refused() == 0);
  }

  private static double refused() {
    return app.bean(MeterRegistry.class).get("okta.routes.refused").gauge().value();
  }

  private static void assertTheQueueIsRead() {
    queue.send(List.of(Events.eventbridge("acme", Events.event("while-refused"))));
    soon()
        .until(
            () ->
                app.database().sql("delete from store.event where uuid = 'while-refused'").update()
                    == 1);
  }

  @Test
  void aRefusalTellsAPlaceholderButNotWhatStandsForIt(CapturedOutput log) throws IOException {
    String file = "deliver-email.camel.yaml";
    String text = Files.readString(home.resolve("routes").resolve(file));
    try {
      String told =
          refusal(
              file,
              whole ->
                  whole.replace(
                      "mail.smtp.starttls.enable: true",
                      "motto: \"{{okta.integrations[0].intake-key}}\""),
              log);
      assertThat(told)
          .contains(file, "Unknown parameters=[{motto={{okta.integrations[0].intake-key}}")
          .doesNotContain(SECRET, SECRET.replace(" ", "+"), SECRET.replace(" ", "%20"));
    } finally {
      edit(file, whole -> text);
    }
    untilTold(log, "the folder holds what runs again");
  }

  @Test
  void whatAStepLogsIsInTheLog(CapturedOutput log) throws IOException {
    Path file = home.resolve("routes/ours.camel.yaml");
    Files.writeString(
        file,
        """
        - route:
            id: ours
            from:
              uri: timer
              parameters: { timerName: ours, repeatCount: 1 }
              steps:
                - log: { id: say-it, message: "here we are" }
        """);
    try {
      untilTold(log, "here we are");
      assertThat(log.getOut())
          .containsPattern("INFO .*o(rg)?[.]oktadata[.]routes[.]ours .*here we are");
    } finally {
      Files.delete(file);
      untilTold(log, "did with them: [route ours]");
    }
  }

  @Test
  void aComponentThatIsNotThereIsToldWithWhereToFindHow(CapturedOutput log) throws IOException {
    assertRefused(
        "to: { id: send-it, uri: ftp, parameters: { host: example.org } }",
        log,
        "No endpoint could be found for: ftp",
        "docs/own-routes.md, Further components");
  }

  @Test
  void aPlaceholderThatNothingSetsIsToldWithWhereToSetIt(CapturedOutput log) throws IOException {
    assertRefused(
        "log: { id: say-it, message: \"{{ours.greeting}}\" }",
        log,
        "Property with key [ours.greeting] not found",
        "(set ours.greeting in config/application.yaml, which holds from the next start, or write what counts without it: {{ours.greeting:…}})");
  }

  /** A route with that step is refused, with what is wrong and with the cure. */
  private static void assertRefused(String step, CapturedOutput log, String wrong, String cure)
      throws IOException {
    Path file = home.resolve("routes/ours.camel.yaml");
    Files.writeString(
        file,
        """
        - route:
            id: ours
            from:
              uri: direct
              parameters: { name: ours }
              steps:
                - %s
        """
            .formatted(step));
    try {
      untilTold(log, wrong);
      assertThat(log.getOut()).contains(cure);
    } finally {
      Files.delete(file);
      untilTold(log, "the folder holds what runs again");
    }
  }

  @Test
  void aRouteThatGoesWithItsFileIsWarnedOf(CapturedOutput log) throws IOException {
    Path file = home.resolve("routes/tidy-findings.camel.yaml");
    Path aside = home.resolve("aside");
    Files.move(file, aside);
    try {
      untilTold(log, "did with them: [route tidy-findings]");
      assertThat(routes()).doesNotContain("tidy-findings");
    } finally {
      Files.move(aside, file);
    }
    soon().until(() -> routes().contains("tidy-findings"));
  }

  @Test
  void aPlaceholderThatTheConfigurationHasIsTakenOver() throws IOException {
    edit(
        "tidy.camel.yaml",
        text -> text.replace("Interval: 3600000", "Interval: \"{{example.interval}}\""));
    soon()
        .until(
            () -> {
              Route tidy = route("tidy");
              return tidy != null && tidy.getEndpoint().getEndpointUri().contains("7200000");
            });
  }

  @Test
  void routesForKafkaAreRehearsedWhereItIsConfigured() throws Exception {
    StandardEnvironment withKafka = new StandardEnvironment();
    withKafka.merge(app.context().getEnvironment());
    withKafka
        .getPropertySources()
        .addFirst(new MapPropertySource("kafka", Map.of("okta.kafka.bootstrap-servers", "a:9092")));
    RouteRehearsal rehearsal = new RouteRehearsal(app.context(), withKafka);
    RouteFiles live = RouteFiles.read(home.resolve("routes"));
    rehearsal.run(live, live);

    Path file = home.resolve("routes/stream-kafka.camel.yaml");
    Map<Path, String> files = new LinkedHashMap<>(live.files());
    files.computeIfPresent(file, (path, text) -> text.replace("batching: true", "batch: true"));
    RouteFiles edited = new RouteFiles(files, live.catalogue(), live.types());
    assertThatThrownBy(() -> rehearsal.run(edited, live))
        .isInstanceOf(WrongFile.class)
        .hasMessageContaining("stream-kafka.camel.yaml line 24: Failed to resolve endpoint: kafka");
  }

  /** What the log says of an edit that is refused. */
  private static String refusal(String file, UnaryOperator<String> change, CapturedOutput log)
      throws IOException {
    edit(file, change);
    app.bean(Routes.class).reload(app.bean(CamelContext.class));
    return soon()
        .until(
            () ->
                log.getOut()
                    .lines()
                    .filter(line -> line.contains("the edit was refused"))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void anEditWhileAPullRunsLetsItGoOnFromItsCheckpoint() throws IOException {
    okta.statistics().reset();
    JsonNode begun = app.call("POST", "/api/integrations/acme/collect", "{}");
    String factors = "/api/v1/users/{}/factors";
    soon().until(() -> okta.statistics().calls(factors) >= 10);
    edit("pull.camel.yaml", text -> text.replace("plan its lists", "edited, plan its lists"));
    soon()
        .until(
            () -> route("factors") != null && route("factors").getDescription().contains("edited"));
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
      soon().until(() -> routes().contains("late_zones"));
      okta.statistics().reset();
      okta.faults().stallFor(Duration.ofSeconds(4));
      okta.faults().next(1_000, "/users/[^/]+/factors", Fault.STALL);
      JsonNode begun = app.call("POST", "/api/integrations/acme/collect", "{}");
      soon().until(() -> okta.statistics().calls("/api/v1/users/{}/factors") >= 10);
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

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }

  private static void untilTold(CapturedOutput log, String words) {
    soon().until(() -> log.getOut().contains(words));
  }

  private static Route route(String id) {
    return app.bean(CamelContext.class).getRoute(id);
  }

  private static Set<String> routes() {
    return app.bean(CamelContext.class).getRoutes().stream()
        .map(Route::getRouteId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** As a good editor does: written beside, then renamed. */
  private static void edit(String file, UnaryOperator<String> change) throws IOException {
    Path path = home.resolve("routes").resolve(file);
    Path beside = home.resolve(file + ".new");
    Files.writeString(beside, change.apply(Files.readString(path)));
    Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING);
  }
}
