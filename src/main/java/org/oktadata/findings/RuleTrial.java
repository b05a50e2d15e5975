package org.oktadata.findings;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Shows the database what detections will ask it, each text of a file once: a mistake in it is told
 * when the file is saved, and not when the first event would have been found.
 */
@Component
class RuleTrial {

  private final ReaderQuery reader;
  private final EventCheck where;
  private final Correlations correlations;
  private final Isolation isolation;
  private Set<String> tried = Set.of();
  private List<Detection> last = List.of();

  RuleTrial(ReaderQuery reader, EventCheck where, Correlations correlations, Isolation isolation) {
    this.reader = reader;
    this.where = where;
    this.correlations = correlations;
    this.isolation = isolation;
  }

  /** Tries what is new among the rules, in the transaction of the caller. */
  void of(List<Detection> rules) {
    if (rules == last || !reader.mayAsk()) {
      return;
    }
    Set<String> now = new HashSet<>();
    for (Detection rule : rules) {
      if (!tried.contains(rule.fingerprint())) {
        isolation.tried(rule, () -> tryOut(rule));
      }
      now.add(rule.fingerprint());
    }
    tried = now;
    last = rules;
  }

  private void tryOut(Detection rule) {
    where.tryOut(rule);
    correlations.tryOut(rule);
  }
}
