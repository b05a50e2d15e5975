package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules and test events that others publish. */
class PublishedRulesTest {

  private final Rules ours =
      new RuleFolders(Path.of("").toAbsolutePath(), List.of(), List.of("detections/")).read();

  @Test
  void oktasCatalogueLoadsAsItIsAndNamesWhatIsInAnotherLanguage() throws IOException {
    Path folder = SharedData.folder("detections/okta-catalog");
    Rules rules = new RuleFolders(folder, List.of(), List.of(folder.toString())).read();
    try (Stream<Path> files = Files.list(folder)) {
      long count = files.filter(file -> file.toString().endsWith(".yml")).count();
      assertThat(rules.byId()).hasSize((int) count);
    }
    assertThat(rules.broken()).isEmpty();
    for (Detection rule : rules.detections()) {
      String text = Files.readString(folder.resolve(rule.source()));
      assertThat(rule.unsupported() == null)
          .as(rule.id())
          .isEqualTo(text.contains("okta_systemlog"));
    }
    assertThat(rules.detections().stream().filter(rule -> rule.unsupported() != null))
        .allMatch(rule -> rule.idleReason().contains("splunk"));
  }

  @Test
  void publishedTestEventsGetTheStatedVerdicts() throws IOException {
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (String line : SharedData.lines("detections/rule-tests.jsonl")) {
      JsonNode test = Json.read(line);
      String file = test.get("rule_file").asText().replaceAll(".*/", "");
      for (Detection rule : coveringBySource(test.get("source").asText() + ":" + file)) {
        judged++;
        boolean matches =
            rule.steps().stream().anyMatch(step -> step.filter().matches(test.get("event")));
        if (matches != test.get("should_match").asBoolean()) {
          wrong.add(rule.id() + ": " + test.get("test").asText());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(judged).isGreaterThanOrEqualTo(15);
  }

  private List<Detection> coveringBySource(String source) {
    return ours.detections().stream()
        .filter(rule -> rule.references().getOrDefault("rules", List.of()).contains(source))
        .toList();
  }
}
