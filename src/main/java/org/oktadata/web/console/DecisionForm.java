package org.oktadata.web.console;

import java.time.Duration;
import java.time.Instant;
import org.oktadata.findings.Decision;
import org.oktadata.findings.Outcome;
import org.springframework.util.StringUtils;

/**
 * What a form says about a decision; an acceptance without days of its own, or for none, is for
 * good.
 */
record DecisionForm(
    String reason, Integer days, Integer acceptDays, Boolean silenceLater, String outcome) {

  private static final Words WORDS = new Words();

  /** What is missing for a decision, in a sentence, or null. */
  String trouble(String word) {
    if (!StringUtils.hasText(reason)) {
      return "Say why: the next person will want to know.";
    }
    if (length(word) < 0) {
      return "Say for how many days: a decision can't end before it.";
    }
    return word.equals("resolve") && Outcome.of(outcome).isEmpty()
        ? "Say what it turned out to be."
        : null;
  }

  /** What somebody decides with it. */
  Decision decision(String word, String actor) {
    return switch (word) {
      case "mute" -> Decision.mute(actor, reason, until(word), Boolean.TRUE.equals(silenceLater));
      case "accept" ->
          Decision.accept(actor, reason, until(word), Boolean.TRUE.equals(silenceLater));
      case "resolve" -> Decision.resolve(actor, reason, Outcome.of(outcome).orElseThrow());
      default -> Decision.reopen(actor, reason);
    };
  }

  /** What a decision means, in a sentence. */
  static String told(Decision decision) {
    return switch (decision.state()) {
      case "muted" -> "Muted until " + WORDS.day(decision.until()) + "; then it is open again.";
      case "accepted" ->
          decision.until() == null
              ? "Accepted for good."
              : "Accepted until " + WORDS.day(decision.until()) + "; then it is open again.";
      case "resolved" -> "Resolved: " + decision.outcome().replace('-', ' ') + ".";
      default -> "Open again.";
    };
  }

  private int length(String word) {
    boolean mute = word.equals("mute");
    Integer chosen = mute || acceptDays == null ? days : acceptDays;
    int length = chosen == null ? 0 : Math.min(chosen, 3_650);
    return length == 0 && mute ? 7 : length;
  }

  private Instant until(String word) {
    int length = length(word);
    return length > 0 ? Instant.now().plus(Duration.ofDays(length)) : null;
  }
}
