package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.oktadata.findings.RuleStates;
import org.oktadata.findings.RuleStates.RuleState;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

class RuleCountsTest extends StartedApplication {

  @Autowired private RuleCounts counts;
  @Autowired private RuleStates rules;

  @Test
  void whatIsSwitchedOffIsShownSoHoweverItLastWent() {
    jdbc.sql(
            """
            insert into store.check_state (integration, check_id, state, fingerprint)
            values ('stands', 'on', 'active', 'f'), ('stands', 'off', 'active', 'f')""")
        .update();
    Map<String, RuleCounts.Standing> standings =
        counts.standings(
            "stands",
            List.of(
                rule("on", "Nothing was collected elsewhere", Map.of("stands", "active")),
                rule("off", "Switched off", Map.of()),
                rule("elsewhere", "Active elsewhere", Map.of("other", "active"))));
    assertThat(standings.get("on").state()).isEqualTo("active");
    assertThat(standings.get("off"))
        .isEqualTo(new RuleCounts.Standing("not-evaluated", "Switched off"));
    assertThat(standings.get("elsewhere"))
        .isEqualTo(new RuleCounts.Standing("not-evaluated", "Nothing was collected yet."));
    jdbc.sql("delete from store.check_state where integration = 'stands'").update();
  }

  @Test
  void howARuleWentElsewhereSaysNothingHere() {
    jdbc.sql(
            """
            insert into store.check_state (integration, check_id, state, reason, fingerprint) values
              ('stands', 'app-limited-adoption', 'active', null, 'f'), ('other', 'app-limited-adoption', 'invalid', 'took too long', 'f')""")
        .update();
    List<RuleState> all =
        rules.all().stream().filter(rule -> rule.id().equals("app-limited-adoption")).toList();
    assertThat(all).singleElement().matches(rule -> rule.state().equals("invalid"));
    assertThat(counts.standings("stands", all).get("app-limited-adoption").state())
        .isEqualTo("active");
    assertThat(counts.standings("other", all).get("app-limited-adoption").reason())
        .isEqualTo("took too long");
    jdbc.sql("delete from store.check_state where integration in ('stands', 'other')").update();
  }

  private static RuleState rule(String id, String reason, Map<String, String> integrations) {
    return new RuleState(
        id,
        id,
        "posture",
        "low",
        "not-evaluated",
        reason,
        "checks/" + id + ".yaml",
        "",
        "",
        Map.of(),
        Map.of(),
        integrations,
        integrations.isEmpty());
  }
}
