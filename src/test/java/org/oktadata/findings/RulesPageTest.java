package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about rules shows rules that work, and names every key that there is. */
class RulesPageTest {

  /** An example begins with the name of its file. */
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\n# (checks|detections)/(\\S+)\n(.*?)```", Pattern.DOTALL);

  private static final Pattern ROW = Pattern.compile("^\\| (`[^|]*) \\|", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");

  @TempDir Path home;
  private String page;

  @BeforeEach
  void writeTheExamples() throws IOException {
    page = Files.readString(Path.of("docs", "rules.md"));
    for (String folder : Set.of("checks", "detections")) {
      Files.createDirectories(home.resolve(folder));
    }
    for (Matcher example = EXAMPLE.matcher(page); example.find(); ) {
      Files.writeString(home.resolve(example.group(1)).resolve(example.group(2)), example.group(3));
    }
  }

  @Test
  void theExamplesAreReadAndFindWhatTheySay() {
    Engine engine = new Engine(home, Map.of());
    Rules rules = engine.library.current();
    assertThat(rules.broken()).isEmpty();
    assertThat(rules.checks()).hasSize(1);
    assertThat(rules.detections()).hasSize(1);
    assertThat(RuleCase.of(home.resolve("checks")))
        .hasSize(2)
        .allSatisfy(each -> assertThat(CaseRun.check(engine, each)).isEqualTo(each.finds()));
    assertThat(RuleCase.of(home.resolve("detections")))
        .hasSize(2)
        .allSatisfy(each -> assertThat(CaseRun.detection(engine, each)).isEqualTo(each.finds()));
  }

  @Test
  void theTablesNameEveryKeyAndNoOther() {
    String tables = page.substring(page.indexOf("## Keys"), page.indexOf("## Tests"));
    Set<String> named =
        ROW.matcher(tables)
            .results()
            .flatMap(row -> NAME.matcher(row.group(1)).results())
            .map(name -> name.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known = new TreeSet<>(Check.KEYS);
    known.addAll(DetectionReader.KEYS);
    assertThat(named).isEqualTo(known);
  }
}
