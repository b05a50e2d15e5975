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
  private final RuleTrouble trouble;

  RuleTidy(
      Matches matches,
      ActiveDetections active,
      Triage triage,
      RetiredChecks retired,
      FindingUpdates updates,
      RuleTrouble trouble) {
    this.matches = matches;
    this.active = active;
    this.triage = triage;
    this.retired = retired;
    this.updates = updates;
    this.trouble = trouble;
  }

  /** Does it all once; route {@code tidy-findings} calls it. */
  public void tidy() {
    triage.expire();
    retired.end();
    updates.tellHeldBack();
    matches.forget(active.known());
    trouble.forgetOthers(active.known());
  }
}
