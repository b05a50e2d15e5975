package org.oktadata.findings;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How every rule stands: whether it runs, and if not, why. */
@Component
public class RuleStates {

  /**
   * A rule and its state, as the API shows it.
   *
   * @param integrations how it stands in each, where it is evaluated one by one and not switched
   *     off
   * @param everywhere whether the state is the rule's own and holds in all of them; otherwise it is
   *     the worst of theirs
   */
  public record RuleState(
      String id,
      String title,
      String kind,
      String severity,
      String state,
      String reason,
      String source,
      String description,
      String remediation,
      Map<String, List<String>> references,
      Map<String, Object> settings,
      Map<String, String> integrations,
      @JsonIgnore boolean everywhere) {}

  private record Last(String check, String integration, String state, String reason) {}

  private final RuleLibrary library;
  private final RuleTrouble trouble;
  private final JdbcClient database;

  RuleStates(RuleLibrary library, RuleTrouble trouble, JdbcClient database) {
    this.library = library;
    this.trouble = trouble;
    this.database = database;
  }

  /** All rules by id, then the files that cannot be read. */
  public List<RuleState> all() {
    Map<String, List<Last>> last = new LinkedHashMap<>();
    database
        .sql(
            "select check_id, integration, state, reason from store.check_state order by integration")
        .query(
            (row, n) ->
                new Last(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
        .list()
        .forEach(each -> last.computeIfAbsent(each.check(), id -> new ArrayList<>()).add(each));
    List<RuleState> states = new ArrayList<>();
    Rules rules = library.current();
    rules
        .byId()
        .values()
        .forEach(rule -> states.add(of(rule, last.getOrDefault(rule.id(), List.of()))));
    rules.broken().forEach(rule -> states.add(broken(rule)));
    return states;
  }

  private RuleState of(Rule rule, List<Last> last) {
    String state = "active";
    String reason = null;
    Map<String, String> integrations = new LinkedHashMap<>();
    for (Last each : last) {
      integrations.put(
          each.integration(), each.state() + (each.reason() == null ? "" : ": " + each.reason()));
      if (!each.state().equals("active") && !state.equals("invalid")) {
        state = each.state();
        reason = "%s: %s".formatted(each.integration(), each.reason());
      }
    }
    boolean everywhere = last.isEmpty();
    if (rule instanceof Check && last.isEmpty()) {
      state = "not-evaluated";
      reason = "Nothing was collected yet.";
    }
    if (library.settings().disabled(rule)) {
      state = "not-evaluated";
      reason = library.settings().reasonOff(rule);
      integrations.clear();
      everywhere = true;
    } else if (rule.idleReason() != null && !library.settings().enabled(rule)) {
      state = "not-evaluated";
      reason = rule.idleReason();
      everywhere = true;
    } else if (trouble.of(rule) != null) {
      state = "invalid";
      reason = trouble.of(rule);
      everywhere = true;
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    rule.settings().forEach((name, setting) -> settings.put(name, setting));
    return new RuleState(
        rule.id(),
        rule.title(),
        rule.kind(),
        rule.severity(),
        state,
        reason,
        rule.source(),
        rule.description(),
        rule.remediation(),
        rule.references(),
        settings,
        integrations,
        everywhere);
  }

  private static RuleState broken(BrokenRule rule) {
    String file = rule.source().replaceAll(".*[/\\\\]", "").replaceAll("\\.ya?ml$", "");
    return new RuleState(
        file,
        file,
        rule.kind(),
        "info",
        "invalid",
        rule.problem(),
        rule.source(),
        "",
        "",
        Map.of(),
        Map.of(),
        Map.of(),
        true);
  }
}
