package org.oktadata.findings;

import org.springframework.stereotype.Component;

/** Forgets what no rule counts any more, and ends decisions whose time is over. */
@Component
public class RuleTidy {

  private final Matches matches;
  private final ActiveDetections active;
  private final Triage triage;

  RuleTidy(Matches matches, ActiveDetections active, Triage triage) {
    this.matches = matches;
    this.active = active;
    this.triage = triage;
  }

  public void tidy() {
    triage.expire();
    matches.forget(active.known());
  }
}
