package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How rules stand, as the API and the console show it. */
class RuleStatesTest {

  @TempDir Path home;

  private final JdbcClient database = JdbcClient.create(FindingsDatabase.open());

  @Test
  void aBrokenRuleIsOfTheKindThatItsFolderIsReadForWhateverItIsCalled() throws IOException {
    write("checks/detection-gaps/open.yaml");
    write("rules/night.yaml");
    RuleFolders folders =
        new RuleFolders(home, List.of("checks/", "detected/"), List.of("file:rules/", "away/"));
    RuleLibrary library =
        new RuleLibrary(
            folders,
            new FindingSettings(Map.of(), FindingSettings.FINDINGS_PER_CHECK),
            database,
            Duration.ofHours(1));
    assertThat(new RuleStates(library, new Engine().trouble, database).all())
        .extracting(rule -> rule.source() + " " + rule.kind())
        .containsExactlyInAnyOrder(
            "checks/detection-gaps/open.yaml posture",
            "detected/ posture",
            "rules/night.yaml detection",
            "away/ detection");
  }

  private void write(String file) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "title: [Nobody could read this\n");
  }
}
