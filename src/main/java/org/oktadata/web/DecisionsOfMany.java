package org.oktadata.web;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.oktadata.findings.Decision;
import org.oktadata.findings.ManyDecisions;
import org.oktadata.findings.Triage;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Decides about findings and notes who did so, both or neither. */
@Component
public class DecisionsOfMany {

  private final Triage triage;
  private final ManyDecisions decisions;
  private final Audit audit;

  DecisionsOfMany(Triage triage, ManyDecisions decisions, Audit audit) {
    this.triage = triage;
    this.decisions = decisions;
    this.audit = audit;
  }

  /**
   * Decides about one. False where there is nothing to decide.
   *
   * @param word what it is called in the audit log, such as {@code mute}
   */
  @Transactional
  public boolean decideOne(String word, long id, Decision decision) {
    boolean decided = triage.decide(id, decision);
    if (decided) {
      audit.write("finding." + word, Long.toString(id), noted(decision));
    }
    return decided;
  }

  /**
   * Why, what it turned out to be, and until when: the finding forgets it with the next decision.
   */
  private static String noted(Decision decision) {
    String how =
        Stream.of(
                decision.outcome(),
                decision.until() == null ? null : "until " + decision.until().truncatedTo(SECONDS),
                decision.silenceLater() ? "silent later, too" : null)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    return how.isEmpty() ? decision.reason() : decision.reason() + " (" + how + ")";
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
      audit.writeOfMany("finding." + word, result.decided(), noted(decision));
    }
    return result;
  }
}
