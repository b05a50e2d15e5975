package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule file brings its own cases; here they run through the database. */
class RuleCasesTest {

  private static final Engine engine = new Engine();

  static List<RuleCase> checks() {
    return only("checks");
  }

  static List<RuleCase> detections() {
    return only("detections");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("checks")
  void checkFindsWhatItSays(RuleCase each) {
    assertThat(CaseRun.check(engineFor(each), each)).isEqualTo(each.finds());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("detections")
  void detectionFindsWhatItSays(RuleCase each) {
    assertThat(CaseRun.detection(engineFor(each), each)).isEqualTo(each.finds());
  }

  @Test
  void aListInASettingMayHaveSpacesAroundItsCommas() {
    Engine ignoring =
        new Engine(
            Path.of("").toAbsolutePath(),
            Map.of("admin-mass-activity", Map.of("ignore-list", " bob , ada ")));
    RuleCase each =
        RuleCase.of(Path.of("detections")).stream()
            .filter(one -> one.rule().equals("admin-mass-activity") && !one.finds().isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(CaseRun.detection(engine, each)).containsExactly("ada");
    assertThat(CaseRun.detection(ignoring, each)).isEmpty();
  }

  @Test
  void everyFileCanBeRead() {
    assertThat(engine.library.current().broken()).isEmpty();
  }

  @Test
  void everyRuleHasACaseThatFailsAndOneThatPasses() {
    Map<String, List<RuleCase>> byRule =
        cases("checks", "detections").collect(Collectors.groupingBy(RuleCase::rule));
    List<String> without =
        engine.library.current().byId().values().stream()
            .filter(rule -> !(rule instanceof Check check) || check.manual() == null)
            .map(Rule::id)
            .filter(
                id -> {
                  List<RuleCase> cases = byRule.getOrDefault(id, List.of());
                  return cases.stream().noneMatch(c -> c.finds().isEmpty())
                      || cases.stream().allMatch(c -> c.finds().isEmpty());
                })
            .toList();
    assertThat(without).isEmpty();
  }

  private static Engine engineFor(RuleCase each) {
    return each.settings().isEmpty()
        ? engine
        : new Engine(Path.of("").toAbsolutePath(), Map.of(each.rule(), each.settings()));
  }

  /** {@code -Drule=mfa-flood} runs the cases of one rule; the other folder then has none. */
  private static List<RuleCase> only(String folder) {
    String wanted = System.getProperty("rule", "");
    assertThat(cases("checks", "detections").map(RuleCase::rule))
        .as("ids of rules with tests, one of which has '%s' in it", wanted)
        .anyMatch(rule -> rule.contains(wanted));
    return cases(folder).filter(each -> each.rule().contains(wanted)).toList();
  }

  private static Stream<RuleCase> cases(String... folders) {
    return Stream.of(folders).flatMap(folder -> RuleCase.of(Path.of(folder)).stream());
  }
}
