package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** A mistake costs one file, and says where it is. */
class RuleFoldersTest {

  @TempDir Path home;

  @Test
  void aSyntaxErrorNamesFileLineAndProblemAndLeavesTheOthers() throws IOException {
    write("good.yaml", "eventType eq \"user.session.start\"");
    file("detections/bad.yaml", "id: bad\ntitle: [Bad\nseverity: low\n");
    assertThat(rules().byId()).containsOnlyKeys("good");
    assertTheOnlyProblem(rules()).startsWith("detections/bad.yaml line 3: ");
  }

  @Test
  void aFilterThatIsNoneNamesItsLine() throws IOException {
    write("bad.yaml", "eventType equals x");
    assertTheOnlyProblem(rules()).startsWith("detections/bad.yaml line 6: filter: ");
  }

  @Test
  void anUnknownKeyIsAMistake() throws IOException {
    write("bad.yaml", "eventType pr\ntreshold: 5");
    assertTheOnlyProblem(rules())
        .isEqualTo("detections/bad.yaml line 7: unknown key 'treshold' (threshold?)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          threshold: 5                                     | 'threshold' needs a window
          group-by: [actor.id]                             | 'group-by' needs a window or first-time
          window: 5m                                       | a window needs one of [absent, distinct, having, sequence, sql, threshold]
          {window: 5m, threshold: 5, where: true}          | 'where' is about one event; with a window write 'having'
          {window: 5m, sequence: [event, later]}           | 'later' isn't a step
          {window: 5m, absent: later}                      | 'later' isn't a step
          {hide: [login]}                                  | 'login' isn't in the evidence
          {window: 5m, threshold: 2, keep: {ip: client.ipAddress}, hide: [actor]} | 'actor' isn't in the evidence
          {window: 5m, threshold: limit}                   | 'limit' is neither a number nor a setting that holds one
          {window: 5m, distinct: {ip: limit}}              | 'limit' is neither a number nor a setting that holds one
          {window: 5m, keep: {ip: client.ipAddress}, distinct: {ipp: 5}} | 'ipp' isn't kept: keep says which values can be counted
          {window: 30, threshold: 5}                       | '30' isn't a duration with a unit, such as 90d, 24h, 30m or 45s
          {window: -5m, threshold: 5}                      | '-5m' isn't a duration with a unit, such as 90d, 24h, 30m or 45s
          {window: 0m, threshold: 5}                       | 'window' must be at least a second
          {window: 4000000d, threshold: 5}                 | 'window' must be at most 3650 days
          {first-time: {value: actor.id, memory: 4000d}}   | 'memory' must be at most 3650 days
          {window: 5m, threshold: 5, rest: 60}             | '60' isn't a duration with a unit, such as 90d, 24h, 30m or 45s
          {first-time: {value: actor.id, memory: 90}}      | '90' isn't a duration with a unit, such as 90d, 24h, 30m or 45s
          hunt: 'yes'                                      | 'yes' isn't true or false
          {window: 5m, group-by: [actr.id], threshold: 2}  | events have no 'actr' (actor?)
          `{window: 5m, keep: {ip: 'actor.id | clint.ipAddress'}, threshold: 2}` | events have no 'clint' (client?)
          {subject: actors.id}                             | events have no 'actors' (actor?)
          {settings: {days: {default: 3}}, where: 'published < now() - :dayz'} | no setting is called ':dayz' (days?)
          {settings: {days: {default: 0, min: 1}}}         | the default 0 of 'days' isn't allowed by its own min and max (at least 1)
          {settings: {days: {default: 9, min: 1, max: 7}}} | the default 9 of 'days' isn't allowed by its own min and max (1 to 7)
          {window: 5m, first-time: {value: actor.id}}      | 'window' doesn't go with 'first-time', which has a memory
          """)
  void aKeyThatWouldDoNothingIsAMistake(String keys, String problem) throws IOException {
    Map<String, Object> more = new Yaml().load(keys);
    write("bad.yaml", "eventType pr\n" + new Yaml().dumpAsMap(more));
    assertTheOnlyProblem(rules()).endsWith(": " + problem);
  }

  @Test
  void aPlaceThatNoEventHasIsAMistakeInAFilterToo() throws IOException {
    write("bad.yaml", "eventType eq \"actr.x eq\" and outcom.result eq \"SUCCESS\"");
    write("good.yaml", "target.displayName pr and debugContext.debugData.factor pr");
    assertThat(rules().byId()).containsOnlyKeys("good");
    assertTheOnlyProblem(rules())
        .isEqualTo("detections/bad.yaml line 6: events have no 'outcom' (outcome?)");
  }

  @Test
  void aCheckThatWouldFindOtherOrgsRowsIsAMistake() throws IOException {
    check("select id as subject_id from okta.users");
    assertTheOnlyProblem(rules())
        .isEqualTo(
            "checks/odd.yaml line 6: it would find rows of other orgs, too: let it ask for 'integration = :integration'");
  }

  @Test
  void aSettingThatSqlNamesAndNobodyHasIsToldWithItsLine() throws IOException {
    check(
        """
        |
          -- at :noon
          select id as subject_id, (array[1, 2])[1:2] as two
          from okta.users where integration = :integration
            and login <> :logn""");
    assertTheOnlyProblem(rules())
        .isEqualTo("checks/odd.yaml line 10: no setting is called ':logn'");
  }

  @Test
  void whatRanBeforeGoesOnWhereAnotherFileTakesItsId() throws IOException {
    write("good.yaml", "eventType pr");
    RuleFolders folders = folders();
    Rules before = folders.read();
    Files.copy(home.resolve("detections/good.yaml"), home.resolve("detections/a-copy.yaml"));
    Rules after = folders.read(before);
    assertThat(after.byId().get("good").source()).isEqualTo("detections/good.yaml");
    assertTheOnlyProblem(after)
        .isEqualTo(
            "detections/a-copy.yaml line 1: the id 'good' is used by detections/good.yaml already: write another, or delete one of the files");
  }

  @Test
  void aFileThatIsTooLargeForARuleIsNotRead() throws IOException {
    write("good.yaml", "eventType pr");
    file("detections/dump.yaml", "#".repeat(2_000_000));
    assertThat(rules().byId()).containsOnlyKeys("good");
    assertTheOnlyProblem(rules())
        .startsWith("detections/dump.yaml line 1: cannot be read: it has 2,000,000 bytes, and");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          title: Odd: one          ; put a value that has a colon and a space in it in quotes, or look at how the lines above it are indented
          title: |-\\n  Odd\\n one ; this line, or one above it, is indented otherwise than what it belongs to
          """)
  void whatTheParserExpectedComesWithWhatToDo(String text, String cure) throws IOException {
    file("detections/bad.yaml", "id: bad\n" + text.replace("\\n", "\n") + "\n");
    assertTheOnlyProblem(rules()).endsWith(": " + cure);
  }

  private void check(String sql) throws IOException {
    file(
        "checks/odd.yaml",
        "id: odd\ntitle: T\nseverity: low\ndescription: D\nremediation: R\nsql: " + sql + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter: eventType pr\nreferences: &all [*all]",
        "filter: eventType pr\nreferences: &all {more: *all}",
        "filter: eventType pr\nreferences: %DEEP%",
        "filter: '%BRACKETS% eventType pr'",
        "filter: eventType pr\nreferences: \u0000"
      })
  void aFileThatNobodyCouldReadToItsEndLeavesTheOthers(String rest) throws IOException {
    write("good.yaml", "eventType pr");
    file(
        "detections/bad.yaml",
        "id: bad\ntitle: T\nseverity: low\ndescription: D\nremediation: R\n"
            + rest.replace("%DEEP%", "[".repeat(100_000))
                .replace("%BRACKETS%", "(".repeat(1_000_000)));
    assertThat(rules().byId()).containsOnlyKeys("good");
    assertTheOnlyProblem(rules()).startsWith("detections/bad.yaml line ");
  }

  @Test
  void aQuestionAboutDevicesIsNamedAsSuch() throws IOException {
    file(
        "detections/extension.yml",
        "title: Extension\nid: 0a1b\ndescription: D\nplatform: [macOS]\nquery: SELECT 1\n");
    assertTheOnlyProblem(rules())
        .isEqualTo(
            "detections/extension.yml line 5: a question for osquery about a device, not about events");
  }

  /** Okta's format names nobody, and the actor of these is Okta itself or whoever was attacked. */
  @ParameterizedTest
  @CsvSource({
    "user.risk.detect, user bob, systemprincipal okta",
    "security.threat.detected, ip 203.0.113.9, ip 203.0.113.9",
    "system.api_token.create, systemprincipal okta, systemprincipal okta"
  })
  void aRuleInOktasFormatIsAboutTheVictimOfARiskAndTheAddressOfAThreat(
      String type, String subject, String withoutTarget) throws IOException {
    file(
        "detections/itp.yml",
        "title: T\ndetection:\n  okta_systemlog:\n    OIE: 'eventType eq \"%s\" and outcome.reason co \"x\"'\n"
            .formatted(type));
    Subject found = ((Detection) rules().find("okta-itp").orElseThrow()).subject();
    String event =
        """
        {"actor": {"id": "okta", "type": "SystemPrincipal"}, "client": {"ipAddress": "203.0.113.9"}, "target": %s}""";
    for (String target : List.of("[{\"id\": \"bob\", \"type\": \"User\"}]", "null")) {
      JsonNode json = Json.read(event.formatted(target));
      assertThat(found.type(json) + " " + found.id(json, "acme"))
          .isEqualTo(target.equals("null") ? withoutTarget : subject);
    }
  }

  @Test
  void anEditChangesTheFingerprint() throws IOException {
    write("good.yaml", "eventType pr");
    RuleFolders folders = new RuleFolders(home, List.of(), List.of("detections/"));
    long before = folders.fingerprint();
    write("good.yaml", "eventType eq \"x\"");
    assertThat(folders.fingerprint()).isNotEqualTo(before);
  }

  @Test
  void aMountedFolderOfLinksIsReadOnce() throws IOException {
    write("good.yaml", "eventType pr");
    Path mounted = Files.createDirectories(home.resolve("mount/..2026"));
    Files.move(home.resolve("detections/good.yaml"), mounted.resolve("good.yaml"));
    Files.createSymbolicLink(home.resolve("mount/..data"), Path.of("..2026"));
    Files.createSymbolicLink(home.resolve("mount/good.yaml"), Path.of("..data/good.yaml"));
    Files.delete(home.resolve("detections"));
    Files.createSymbolicLink(home.resolve("detections"), Path.of("mount"));
    assertThat(rules().byId()).containsOnlyKeys("good");
    assertThat(rules().broken()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsToldAndSoIsThatItVanished() throws IOException {
    Files.createDirectories(home.resolve("checks"));
    write("good.yaml", "eventType pr");
    RuleFolders folders =
        new RuleFolders(home, List.of("checks/", "file:ours/"), List.of("file:detections/"));
    Files.createDirectories(home.resolve("ours"));
    assertThat(folders.read().broken()).isEmpty();
    long before = folders.fingerprint();
    Files.delete(home.resolve("ours"));
    assertThat(folders.fingerprint()).isNotEqualTo(before);
    assertThat(folders.read().byId()).containsOnlyKeys("good");
    assertTheOnlyProblem(folders.read()).isEqualTo("file:ours/: there is no such folder");
  }

  @Test
  void aFolderThatCannotBeWalkedIsToldAndLeavesTheOthers() throws IOException {
    write("good.yaml", "eventType pr");
    RuleFolders folders = new RuleFolders(home, List.of(), List.of("detections/"));
    long before = folders.fingerprint();
    Path circle = Files.createSymbolicLink(home.resolve("detections/circle"), Path.of("."));
    assertThat(folders.fingerprint()).isNotEqualTo(before);
    assertThat(rules().byId()).containsOnlyKeys("good");
    assertTheOnlyProblem(rules())
        .startsWith("detections/circle: cannot be read: ")
        .contains(circle.toString());
    Files.delete(circle);
    assertThat(folders.fingerprint()).isEqualTo(before);
  }

  private static AbstractStringAssert<?> assertTheOnlyProblem(Rules rules) {
    return assertThat(rules.broken()).singleElement().extracting(BrokenRule::problem).asString();
  }

  private Rules rules() throws IOException {
    return folders().read();
  }

  private RuleFolders folders() throws IOException {
    Files.createDirectories(home.resolve("checks"));
    Files.createDirectories(home.resolve("detections"));
    return new RuleFolders(home, List.of("checks/"), List.of("file:detections/"));
  }

  private void write(String name, String filter) throws IOException {
    file(
        "detections/" + name,
        "id: %s\ntitle: T\nseverity: low\ndescription: D\nremediation: R\nfilter: %s\n"
            .formatted(
                name.replace(".yaml", ""), filter.contains("\n") ? filter : "'" + filter + "'"));
  }

  private void file(String path, String text) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
