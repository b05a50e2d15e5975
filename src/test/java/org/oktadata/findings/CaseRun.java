package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs one case of a rule through the database, in an integration of its own. */
final class CaseRun {

  private CaseRun() {}

  /** The subjects that a check finds; {@code org} stands for the integration itself. */
  static List<String> check(Engine engine, RuleCase each) {
    Check check = (Check) engine.library.current().find(each.rule()).orElseThrow();
    String integration = FindingsDatabase.integration();
    CaseData data = data(engine, each, integration);
    data.collected(
        Stream.concat(
                check.needs().stream(),
                each.data().keySet().stream().map(place -> place.split(" of ")[0]))
            .distinct()
            .toList());
    engine.evaluate(check, integration);
    assertThat(state(engine, integration, check)).isEqualTo("active");
    return found(engine, integration, check);
  }

  /** The subjects that a detection finds. */
  static List<String> detection(Engine engine, RuleCase each) {
    Detection rule = (Detection) engine.library.current().find(each.rule()).orElseThrow();
    String integration = FindingsDatabase.integration();
    CaseData data = data(engine, each, integration);
    engine.transaction.executeWithoutResult(
        status -> {
          engine.detections.evaluate(
              data.stored(), new RuleIndex(List.of(rule)), new QuietGroups());
          engine.nothingIsUnread();
          engine.detections.evaluateAbsences(List.of(rule), Optional.empty());
        });
    assertThat(engine.trouble(rule)).isNull();
    return found(engine, integration, rule);
  }

  private static CaseData data(Engine engine, RuleCase each, String integration) {
    CaseData data = new CaseData(engine.database, integration);
    data.documents(each.data());
    data.events(each.events());
    return data;
  }

  private static List<String> found(Engine engine, String integration, Rule rule) {
    return engine.open(integration, rule.id()).stream()
        .map(id -> id.replace(integration, "org"))
        .toList();
  }

  private static String state(Engine engine, String integration, Check check) {
    return engine
        .database
        .sql(
            "select state || coalesce(': ' || reason, '') from store.check_state where integration = ? and check_id = ?")
        .params(integration, check.id())
        .query(String.class)
        .single();
  }
}
