package org.oktadata.findings;

import org.springframework.stereotype.Component;

/**
 * Forgets what no rule counts any more, and ends decisions whose time is over and findings of
 * checks that run no more.
 */
@Component
public class RuleTidy {

  private final Matches matches;
  private final ActiveDetections active;
  private final Triage triage;
  private final RetiredChecks retired;
  private final FindingUpdates updates;

  RuleTidy(
      Matches matches,
      ActiveDetections active,
      Triage triage,
      RetiredChecks retired,
      FindingUpdates updates) {
    this.matches = matches;
    this.active = active;
    this.triage = triage;
    this.retired = retired;
    this.updates = updates;
  }

  /** Does it all once; route {@code tidy-findings} calls it. */
  public void tidy() {
    triage.expire();
    retired.end();
    updates.tellHeldBack();
    matches.forget(active.known());
  }
}
