package org.oktadata.web;

import java.util.List;
import org.oktadata.findings.Decision;
import org.oktadata.findings.ManyDecisions;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Decides about many findings and notes who did so, both or neither. */
@Component
public class DecisionsOfMany {

  private final ManyDecisions decisions;
  private final Audit audit;

  DecisionsOfMany(ManyDecisions decisions, Audit audit) {
    this.decisions = decisions;
    this.audit = audit;
  }

  /**
   * Decides.
   *
   * @param word what it is called in the audit log, such as {@code mute}
   */
  @Transactional
  public ManyDecisions.Result decide(
      String word, List<ManyDecisions.Shown> shown, Decision decision) {
    ManyDecisions.Result result = decisions.decide(shown, decision);
    if (!result.decided().isEmpty()) {
      audit.writeOfMany("finding." + word, result.decided(), decision.reason());
    }
    return result;
  }
}
