package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a check that runs no more. */
class RetiredChecksTest {

  @TempDir Path home;

  private final String integration = FindingsDatabase.integration();
  private Engine engine;

  @BeforeEach
  void twoChecksThatFail() throws IOException {
    Files.createDirectories(home.resolve("checks"));
    Files.createDirectories(home.resolve("detections"));
    write("doors-open");
    write("lights-on");
    engine = new Engine(home, Map.of());
    evaluate("doors-open");
    evaluate("lights-on");
  }

  @Test
  void whatIsSwitchedOffIsShownSoAndItsFindingsEndWithTheReason() {
    Engine off = new Engine(home, Map.of("doors-open", Map.of("enabled", "false")));
    assertThat(
            new RuleStates(off.library, off.trouble, off.database)
                .all().stream()
                    .filter(rule -> rule.id().equals("doors-open"))
                    .map(rule -> rule.reason() + rule.integrations()))
        .containsExactly("Switched off by okta.check-settings.doors-open.enabled{}");
    end(off);
    assertThat(open("doors-open")).isEmpty();
    assertThat(last("doors-open"))
        .isEqualTo("resolved: Switched off by okta.check-settings.doors-open.enabled");
    assertThat(states()).containsExactly("lights-on");
    assertThat(open("lights-on")).containsExactly("org");
    evaluate("doors-open");
    assertThat(open("doors-open")).as("once it is switched on again").containsExactly("org");
  }

  @Test
  void whatNoFileHasAnyMoreEnds() throws IOException {
    Files.delete(home.resolve("checks/doors-open.yaml"));
    end(engine);
    assertThat(last("doors-open")).isEqualTo("resolved: No file has this check any more.");
    assertThat(states()).containsExactly("lights-on");
  }

  @Test
  void whatIsLookedAtByHandNowEnds() throws IOException {
    Files.writeString(
        home.resolve("checks/doors-open.yaml"),
        """
        id: doors-open
        title: Doors
        severity: low
        description: Doors.
        remediation: Close them.
        manual: Go and look.
        """);
    end(engine);
    assertThat(last("doors-open")).isEqualTo("resolved: Manual: Go and look.");
    assertThat(states()).containsExactly("lights-on");
  }

  @Test
  void aMistakeInAFileEndsNothing() throws IOException {
    Files.writeString(home.resolve("checks/doors-open.yaml"), "id: doors-open\n  title: [");
    end(engine);
    assertThat(open("doors-open")).containsExactly("org");
    assertThat(states()).containsExactly("doors-open", "lights-on");
  }

  @Test
  void aFolderThatIsNotThereEndsNothing() throws IOException {
    Files.move(home.resolve("checks"), home.resolve("elsewhere"));
    end(engine);
    assertThat(open("doors-open")).containsExactly("org");
    assertThat(states()).containsExactly("doors-open", "lights-on");
  }

  @Test
  void aFolderThatIsNotThereBesideOthersEndsNothing() throws IOException {
    Path ours = Files.createDirectories(home.resolve("ours"));
    Files.move(home.resolve("checks/doors-open.yaml"), ours.resolve("doors-open.yaml"));
    RuleLibrary library =
        new RuleLibrary(
            new RuleFolders(home, List.of("checks/", "ours/"), List.of("detections/")),
            new FindingSettings(Map.of(), FindingSettings.FINDINGS_PER_CHECK),
            engine.database,
            Duration.ofHours(1));
    Files.move(ours, home.resolve("elsewhere"));
    new RetiredChecks(library, engine.database).end();
    assertThat(open("doors-open")).containsExactly("org");
    Files.move(home.resolve("elsewhere"), ours);
    Files.delete(ours.resolve("doors-open.yaml"));
    new RetiredChecks(library, engine.database).end();
    assertThat(open("doors-open")).isEmpty();
  }

  @Test
  void whatAnotherInstanceHasEndsOnlyOnceNoneHasItAnyMore() throws IOException {
    engine.library.refresh();
    Files.delete(home.resolve("checks/doors-open.yaml"));
    end(new Engine(home, Map.of()));
    assertThat(open("doors-open")).containsExactly("org");
    assertThat(states()).containsExactly("doors-open", "lights-on");
    engine.database.sql("update store.rule set loaded_at = now() - interval '4 hours'").update();
    end(new Engine(home, Map.of()));
    assertThat(last("doors-open")).isEqualTo("resolved: No file has this check any more.");
  }

  @Test
  void whatSomebodyDecidedStays() throws IOException {
    long id =
        engine
            .database
            .sql("select id from store.finding where integration = ? and check_id = 'doors-open'")
            .param(integration)
            .query(Long.class)
            .single();
    new Triage(engine.database)
        .decide(id, Decision.accept("grace", "Summer", Instant.now().plusSeconds(3600), false));
    Files.delete(home.resolve("checks/doors-open.yaml"));
    end(engine);
    assertThat(last("doors-open")).isEqualTo("accepted: Summer");
  }

  private void end(Engine with) {
    new RuleTidy(
            with.matches,
            with.active,
            new Triage(with.database),
            new RetiredChecks(with.library, with.database),
            new FindingUpdates(with.database),
            with.trouble)
        .tidy();
  }

  private void write(String id) throws IOException {
    Files.writeString(
        home.resolve("checks/" + id + ".yaml"),
        """
        id: %s
        title: Something
        severity: low
        description: Something.
        remediation: Something else.
        needs: []
        sql: select 'org' as subject_id
        """
            .formatted(id));
  }

  private void evaluate(String id) {
    engine.evaluate((Check) engine.library.current().find(id).orElseThrow(), integration);
  }

  private List<String> open(String id) {
    return engine.open(integration, id);
  }

  private List<String> states() {
    return engine
        .database
        .sql("select check_id from store.check_state where integration = ? order by 1")
        .param(integration)
        .query(String.class)
        .list();
  }

  private String last(String id) {
    return engine
        .database
        .sql(
            """
            select change || ': ' || reason from okta.finding_changes
            where integration = ? and check_id = ? order by id::bigint desc limit 1""")
        .params(integration, id)
        .query(String.class)
        .single();
  }
}
