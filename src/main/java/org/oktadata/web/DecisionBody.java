package org.oktadata.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.oktadata.findings.Decision;
import org.oktadata.findings.Outcome;
import org.oktadata.integrations.DurationText;
import org.oktadata.integrations.WrongSetting;
import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ResponseStatusException;

/**
 * A decision as programs send it; {@code until} is a time, {@code expiresIn} a duration such as
 * 30d. {@code silenceLater}: what a detection sees later doesn't open it again; {@code outcome}:
 * what turned out where it is resolved.
 */
record DecisionBody(
    String reason, Instant until, String expiresIn, boolean silenceLater, String outcome) {

  /** What reopening without a word says. */
  static final DecisionBody NONE = new DecisionBody(null, null, null, false, null);

  /** What somebody decides with it; only reopening needs no reason. */
  Decision decision(String word, String actor) {
    return switch (word) {
      case "mute" -> Decision.mute(actor, given(), mutedUntil(), silenceLater);
      case "accept" -> Decision.accept(actor, given(), end(), silenceLater);
      case "resolve" -> Decision.resolve(actor, given(), turnedOut());
      default -> Decision.reopen(actor, reason);
    };
  }

  private String given() {
    if (!StringUtils.hasText(reason)) {
      throw wrong("A reason is missing.");
    }
    return reason;
  }

  private Outcome turnedOut() {
    return Outcome.of(outcome)
        .orElseThrow(
            () ->
                new WrongSetting(
                    "outcome", "must be of " + String.join(", ", Outcome.words()) + "."));
  }

  private Instant mutedUntil() {
    Instant end = end();
    if (end == null) {
      throw wrong("A mute needs an end: until (a time) or expiresIn (such as 7d).");
    }
    return end;
  }

  private Instant end() {
    Instant end = expiresIn == null ? until : fromNow();
    if (end != null && end.isBefore(Instant.now().plusSeconds(1))) {
      throw wrong("The end has to lie ahead (7d, not 7).");
    }
    return end;
  }

  private Instant fromNow() {
    try {
      Duration duration = DurationText.parse(expiresIn);
      return Instant.now().plus(duration);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw wrong("expiresIn is a duration such as 7d, not '" + expiresIn + "'.");
    }
  }

  private static ResponseStatusException wrong(String problem) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, problem);
  }
}
