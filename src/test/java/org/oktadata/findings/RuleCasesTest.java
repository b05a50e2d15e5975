package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule file brings its own cases; here they run through the database. */
class RuleCasesTest {

  private static final Engine engine = new Engine();

  static List<RuleCase> checks() {
    return only(RuleCase.of(Path.of("checks")));
  }

  static List<RuleCase> detections() {
    return only(RuleCase.of(Path.of("detections")));
  }

  @ParameterizedTest
  @MethodSource("checks")
  void checkFindsWhatItSays(RuleCase each) {
    Check check = (Check) engine.library.current().find(each.rule()).orElseThrow();
    String integration = FindingsDatabase.integration();
    CaseData data = new CaseData(engine.database, integration);
    data.documents(each.data());
    data.events(each.events());
    data.collected(check.needs());
    engine.evaluate(check, integration);
    assertThat(state(integration, check)).isEqualTo("active");
    assertThat(
            engine.open(integration, check.id()).stream().map(id -> id.replace(integration, "org")))
        .isEqualTo(each.finds());
  }

  @ParameterizedTest
  @MethodSource("detections")
  void detectionFindsWhatItSays(RuleCase each) {
    Detection rule = (Detection) engine.library.current().find(each.rule()).orElseThrow();
    String integration = FindingsDatabase.integration();
    CaseData data = new CaseData(engine.database, integration);
    data.documents(each.data());
    data.events(each.events());
    engine.transaction.executeWithoutResult(
        status -> {
          engine.detections.evaluate(
              data.stored(), new RuleIndex(List.of(rule)), new QuietGroups());
          engine.nothingIsUnread();
          engine.detections.evaluateAbsences(List.of(rule), Optional.empty());
        });
    assertThat(engine.trouble.of(rule)).isNull();
    assertThat(
            engine.open(integration, rule.id()).stream().map(id -> id.replace(integration, "org")))
        .isEqualTo(each.finds());
  }

  @Test
  void everyFileCanBeRead() {
    assertThat(engine.library.current().broken()).isEmpty();
  }

  @Test
  void everyRuleHasACaseThatFailsAndOneThatPasses() {
    Map<String, List<RuleCase>> byRule =
        Stream.concat(
                RuleCase.of(Path.of("checks")).stream(),
                RuleCase.of(Path.of("detections")).stream())
            .collect(Collectors.groupingBy(RuleCase::rule));
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

  private static String state(String integration, Check check) {
    return engine
        .database
        .sql(
            "select state || coalesce(': ' || reason, '') from store.check_state where integration = ? and check_id = ?")
        .params(integration, check.id())
        .query(String.class)
        .single();
  }

  /** {@code -Drule=mfa-flood} runs the cases of one rule. */
  private static List<RuleCase> only(List<RuleCase> cases) {
    String wanted = System.getProperty("rule", "");
    return cases.stream().filter(each -> each.rule().contains(wanted)).toList();
  }
}
