package org.oktadata.findings;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      @JsonIgnore boolean everywhere) {

    /** Whether it runs nowhere until its file is edited. */
    @JsonIgnore
    public boolean isRefused() {
      return everywhere && state.equals(INVALID);
    }
  }

  private static final String ACTIVE = "active";
  private static final String NOT_EVALUATED = "not-evaluated";
  private static final String INVALID = "invalid";

  /** How a check was when it was last looked at in an integration. */
  private record Last(String check, String integration, String state, String reason) {

    private String sentence() {
      return state + (reason == null ? "" : ": " + reason);
    }
  }

  private record Standing(String state, String reason) {}

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
    Map<String, RuleTrouble.Trouble> troubles = trouble.all();
    rules
        .byId()
        .values()
        .forEach(
            rule ->
                states.add(
                    state(
                        rule,
                        last.getOrDefault(rule.id(), List.of()),
                        Optional.ofNullable(troubles.get(rule.id())))));
    rules.broken().forEach(rule -> states.add(broken(rule)));
    return states;
  }

  private RuleState state(Rule rule, List<Last> last, Optional<RuleTrouble.Trouble> met) {
    Map<String, String> integrations = new LinkedHashMap<>();
    last.forEach(each -> integrations.put(each.integration(), each.sentence()));
    boolean off = library.settings().disabled(rule);
    Optional<Standing> own = own(rule, met);
    Standing standing = own.orElseGet(() -> worst(rule, last));
    return new RuleState(
        rule.id(),
        rule.title(),
        rule.kind(),
        rule.severity(),
        standing.state(),
        standing.reason(),
        rule.source(),
        rule.description(),
        rule.remediation(),
        rule.references(),
        new LinkedHashMap<>(rule.settings()),
        off ? Map.of() : integrations,
        own.isPresent() || last.isEmpty());
  }

  /** How a rule stands whatever its integrations say; empty where it is for them to say. */
  private Optional<Standing> own(Rule rule, Optional<RuleTrouble.Trouble> met) {
    String idle = library.idleReason(rule);
    if (idle != null) {
      return Optional.of(new Standing(NOT_EVALUATED, idle));
    }
    return met.map(trouble -> trouble.of(rule)).map(problem -> new Standing(INVALID, problem));
  }

  /** The worst of how it stands in the integrations. */
  private static Standing worst(Rule rule, List<Last> last) {
    if (rule instanceof Check && last.isEmpty()) {
      return new Standing(NOT_EVALUATED, "Nothing was collected yet.");
    }
    Standing worst = new Standing(ACTIVE, null);
    for (Last each : last) {
      if (!each.state().equals(ACTIVE) && !worst.state().equals(INVALID)) {
        worst = new Standing(each.state(), "%s: %s".formatted(each.integration(), each.reason()));
      }
    }
    return worst;
  }

  private static RuleState broken(BrokenRule rule) {
    return new RuleState(
        rule.id(),
        rule.id(),
        rule.kind(),
        "info",
        INVALID,
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
