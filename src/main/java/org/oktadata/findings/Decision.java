package org.oktadata.findings;

import java.time.Instant;
import org.springframework.util.StringUtils;

/**
 * What somebody decides about a finding.
 *
 * @param state what it is from then on, as the database has it
 * @param until when it is open again by itself, or null for good
 * @param silenceLater whether this holds for what a detection sees later, too: otherwise that opens
 *     the finding again
 * @param outcome what it turned out to be, as {@link Outcome} has it, or null
 */
public record Decision(
    String state,
    String actor,
    String reason,
    Instant until,
    boolean silenceLater,
    String outcome) {

  public Decision {
    reason = StringUtils.hasText(reason) ? reason : null;
  }

  /**
   * Says nothing about it until a time. Not of what is resolved: there is nothing to decide about,
   * and nobody would be told when it comes again.
   */
  public static Decision mute(String actor, String reason, Instant until, boolean silenceLater) {
    return new Decision("muted", actor, reason, until, silenceLater, null);
  }

  /** Lives with it, until a time or for good. Not of what is resolved, as for a mute. */
  public static Decision accept(String actor, String reason, Instant until, boolean silenceLater) {
    return new Decision("accepted", actor, reason, until, silenceLater, null);
  }

  /**
   * Ends the finding of a detection; what was not seen by then opens it again. Not of a finding of
   * a check, which ends when the check passes.
   */
  public static Decision resolve(String actor, String reason, Outcome outcome) {
    return new Decision("resolved", actor, reason, null, false, outcome.word());
  }

  /** Takes a decision back. */
  public static Decision reopen(String actor, String reason) {
    return new Decision("open", actor, reason, null, false, null);
  }
}
