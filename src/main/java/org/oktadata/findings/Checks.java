package org.oktadata.findings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.oktadata.store.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Evaluates checks. Without whole data there is no answer, and no answer changes no finding. */
@Component
public class Checks {

  private static final Logger log = LoggerFactory.getLogger(Checks.class);

  /** How often one fails for what passes by itself before it is told as its own fault. */
  private static final int TRIES = 3;

  private static final String NO_SUBJECT =
      "%s line %d: the query has no column subject_id, which says whom or what a finding is about";

  private record Place(String check, String integration) {}

  private final Map<Place, Integer> passing = new ConcurrentHashMap<>();
  private final RuleLibrary library;
  private final Readiness readiness;
  private final UnknownNeeds unknown;
  private final UnnamedNeeds unnamed;
  private final CheckQuery query;
  private final PostureFindings findings;
  private final DueChecks due;

  Checks(
      RuleLibrary library,
      Readiness readiness,
      UnknownNeeds unknown,
      UnnamedNeeds unnamed,
      CheckQuery query,
      PostureFindings findings,
      DueChecks due) {
    this.library = library;
    this.readiness = readiness;
    this.unknown = unknown;
    this.unnamed = unnamed;
    this.query = query;
    this.findings = findings;
    this.due = due;
  }

  /** Evaluates the checks whose data has changed, in every integration. */
  public void evaluateDue() {
    List<Check> checks =
        library.current().checks().stream()
            .filter(check -> check.manual() == null && !library.settings().disabled(check))
            .toList();
    unknown.tell(checks);
    due.of(checks).forEach((integration, ready) -> ready.forEach(c -> evaluate(c, integration)));
  }

  /** Evaluates one check now. */
  void evaluate(Check check, String integration) {
    Optional<String> obstacle = readiness.obstacle(integration, check);
    if (obstacle.isPresent()) {
      findings.remember(check, integration, "not-evaluated", obstacle.get());
      return;
    }
    long started = System.nanoTime();
    try {
      Map<String, Object> settings = SettingValues.of(check, library.settings());
      Optional<String> unnamedNeed = unnamed.problem(check, asked(settings, integration));
      if (unnamedNeed.isPresent()) {
        invalid(check, integration, unnamedNeed.get());
        return;
      }
      CheckQuery.Failing failing =
          query.failing(check, integration, settings, library.settings().findingsPerCheck());
      if (failing.lacksSubject()) {
        invalid(check, integration, NO_SUBJECT.formatted(check.source(), check.sqlLine()));
        return;
      }
      findings.store(check, integration, failing, (System.nanoTime() - started) / 1_000_000);
      passing.remove(new Place(check.id(), integration));
    } catch (IllegalArgumentException e) {
      findings.remember(check, integration, "invalid", "Setting " + e.getMessage());
    } catch (DataAccessException e) {
      if (SqlState.READ_ONLY.is(e)) {
        throw e; // Not the check's fault: it would have been refused for its rights.
      }
      if (SqlState.AWAY.is(e) && comesAgain(check, integration, e)) {
        return;
      }
      invalid(check, integration, RuleProblem.of(check, e));
    }
  }

  private static Map<String, Object> asked(Map<String, Object> settings, String integration) {
    Map<String, Object> values = new HashMap<>(settings);
    values.put("integration", integration);
    return values;
  }

  private void invalid(Check check, String integration, String problem) {
    log.error("Check {}: {}", check.id(), problem);
    findings.remember(check, integration, "invalid", problem);
  }

  /**
   * Whether it stays due, and has its turn with the next heartbeat. What never passes is its own
   * fault after all, such as a hash too large for the server's memory; somebody's lock is over in
   * the end, and told once.
   */
  private boolean comesAgain(Check check, String integration, DataAccessException failure) {
    Place place = new Place(check.id(), integration);
    boolean locked = SqlState.LOCKED.is(failure);
    boolean news = !locked || passing.putIfAbsent(place, 0) == null;
    boolean again = locked || passing.merge(place, 1, Integer::sum) < TRIES;
    if (!again) {
      passing.remove(place);
    } else if (news) {
      log.warn("Check {} is evaluated once more: {}", check.id(), ReaderQuery.problem(failure));
    }
    return again;
  }
}
