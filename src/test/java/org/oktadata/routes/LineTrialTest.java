package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.collect.LineTrial;
import org.oktadata.figures.SummaryCounts;
import org.oktadata.integrations.WrongConfiguration;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.yaml.WrongFile;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the database says of SQL in the catalogue, when it is loaded and when data break it. */
@ExtendWith(OutputCaptureExtension.class)
class LineTrialTest {

  private static final String OWN =
      "own: {path: \"/api/v1/groups/{id}/users?limit=1000\", parent: groups, keep: [id], bucket: /api/v1/groups, scope: okta.groups.read, role: Any, %s}\n";

  /** Right as long as nobody's id is read as a number. */
  private static final String BROKEN_BY_DATA = "cast(v.doc ->> 'id' as int) > 0";

  private static final Set<String> DATA_TYPES =
      Set.of("users", "groups", "group_members", "apps", "app_users", "zones", "events");

  @TempDir static Path folder;
  static Path routes;
  static String standard;
  static SandboxOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    Path home = SmallHome.in(folder, DATA_TYPES);
    routes = home.resolve("routes");
    standard = Files.readString(routes.resolve("data-types.yaml"));
    okta =
        SandboxOkta.start(
                SandboxOrg.generate(OrgSize.tiny().withEvents(20), 1), SandboxOptions.standard())
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + home,
            "--okta.schedule.verify=0",
            "--okta.integrations[0].log-history=91d");
    app.collect("{\"dataTypes\":[\"events\",\"groups\",\"group_members\"]}");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @AfterEach
  void asItWas() throws IOException {
    load(standard);
    await().until(() -> app.bean(Catalogue.class).find("own").isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          where: "statuss = 'x'"             | where of 'own': column "statuss" does not exist
          where: "true; drop view okta.own"  | where of 'own': syntax error at or near ";"
          where: "true) and (:since < now()" | the SQL of 'own': No value supplied for the SQL parameter 'since'
          never: "type = 5"                  | never of 'own': operator does not exist: text = integer
          once: name                         | once of 'own': argument of AND must be type boolean, not type text
          order: last_update desc            | order of 'own': column "last_update" does not exist. Perhaps you meant
          changed: "last_updated >= :sinse"  | changed of 'own': No value supplied for the SQL parameter 'sinse'
          changed: "last_update >= :since"   | changed of 'own': column "last_update" does not exist
          expected: name                     | expected of 'own': column "expected" is of type bigint but expression
          single: "/x/{id}/{child}", child: User, never: "id = 'x'" | the SQL of 'own': column reference "id" is ambiguous
          """)
  void aColumnThatTheDatabaseRefusesIsToldWithItsLine(
      String column, String problem, CapturedOutput log) throws IOException {
    String told = refusal(column, log);
    long line = standard.lines().count() + 1;
    assertThat(told)
        .contains("data-types.yaml line " + line + ": " + problem)
        .doesNotContain("explain", "Position");
    assertThat(app.bean(Catalogue.class).find("own")).isEmpty();
    assertThat(app.count("select count(*) from pg_views where viewname = 'own'")).isOne();
  }

  @Test
  void aColumnOfThePathThatTheParentLacksIsTold() throws IOException {
    Files.writeString(
        routes.resolve("data-types.yaml"),
        standard + OWN.formatted("optional: true").replace("{id}", "{nid}"));
    RouteFiles files = RouteFiles.read(routes);
    app.bean(DataTypeViews.class).ensure(files.types().values());
    assertThatThrownBy(
            () ->
                app.bean(LineTrial.class)
                    .run(files.types().values(), files.catalogue(), Path.of("f")))
        .isInstanceOf(WrongFile.class)
        .hasMessageContaining("path of 'own': column v.nid does not exist");
  }

  @Test
  void aColumnThatTheDatabaseRefusesStopsTheStart() throws Exception {
    Files.writeString(
        routes.resolve("data-types.yaml"), standard + OWN.formatted("where: colour is null"));
    try (DefaultCamelContext another = new DefaultCamelContext()) {
      assertThatThrownBy(() -> app.bean(Routes.class).load(another))
          .isInstanceOf(WrongConfiguration.class)
          .hasMessageContaining("where of 'own': column \"colour\" does not exist");
    }
  }

  @Test
  void aPlanSaysThatItIsTheLeastAndWhatItLeavesOut() {
    JsonNode plan = app.call("POST", "/api/integrations/acme/plan", null);
    assertThat(plan.path("atLeast").asBoolean()).isTrue();
    assertThat(plan.path("notCounted"))
        .extracting(JsonNode::asText)
        .contains("app_users")
        .doesNotContain("group_members", "apps");
  }

  @Test
  void whatDataBreakFailsItsOwnTypeAlone() throws IOException {
    takeOver("where: \"" + BROKEN_BY_DATA + "\"");
    app.bean(SummaryCounts.class).refresh();
    JsonNode plan = app.call("POST", "/api/integrations/acme/plan", null);
    assertThat(plan.path("dataTypes"))
        .filteredOn(cost -> cost.path("dataType").asText().equals("own"))
        .singleElement()
        .matches(cost -> cost.path("calls").isNull());
    JsonNode run = app.collect("{\"dataTypes\":[\"own\",\"zones\"]}");
    assertThat(run.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
    assertThat(run.path("reason").asText())
        .isEqualTo(
            "own: The database refuses what the line of own in data-types.yaml says: SQL state 22P02.");
  }

  @Test
  void aVerificationEndsAlsoWhereTheConditionOfADeltaIsBrokenByData(CapturedOutput log)
      throws IOException {
    takeOver(
        "changed: \"%s and cast(:since as timestamptz) is not null\"".formatted(BROKEN_BY_DATA));
    assertThat(app.collect("{\"dataTypes\":[\"own\"]}").path("status").asText())
        .isEqualTo("SUCCESS");
    app.database()
        .sql("delete from store.resource where data_type = 'own' and parent_id <> ''")
        .update();
    JsonNode run = app.collect("{\"mode\":\"verify\",\"dataTypes\":[\"own\",\"group_members\"]}");
    assertThat(run.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(log.getOut())
        .contains(
            "whether own drifted isn't known, its line in data-types.yaml fails: SQL state 22P02");
  }

  /** What the log says of the catalogue with that line at its end. */
  private static String refusal(String columns, CapturedOutput log) throws IOException {
    int before = log.getOut().length();
    load(standard + OWN.formatted(columns));
    return await()
        .until(
            () ->
                log.getOut()
                    .substring(before)
                    .lines()
                    .filter(line -> line.contains("Routes: the edit was refused"))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static void takeOver(String columns) throws IOException {
    load(standard + OWN.formatted(columns));
    await().until(() -> app.bean(Catalogue.class).find("own").isPresent());
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }

  /** All at once, as an editor saves: whoever watches the folder may look at any moment. */
  private static void load(String catalogue) throws IOException {
    Path aside = Files.createTempFile(routes.getParent(), "catalogue", null);
    Files.writeString(aside, catalogue);
    Files.move(aside, routes.resolve("data-types.yaml"), StandardCopyOption.ATOMIC_MOVE);
    app.bean(Routes.class).reload(app.bean(CamelContext.class));
  }
}
