package org.oktadata.web;

import java.time.DateTimeException;
import java.time.Instant;
import org.oktadata.findings.NewExclusion;
import org.oktadata.integrations.DurationText;
import org.oktadata.integrations.WrongSetting;

/**
 * An exclusion as programs send it; {@code until} is a time, {@code expiresIn} a duration such as
 * 30d. Without both it lasts as long as is usual, unless it is {@code forGood}.
 */
record ExclusionBody(
    String check,
    String integration,
    String subject,
    String reason,
    Instant until,
    String expiresIn,
    boolean forGood) {

  NewExclusion exclusion() {
    return new NewExclusion(check, integration, subject, reason, end());
  }

  private Instant end() {
    if (forGood && (until != null || expiresIn != null)) {
      throw new WrongSetting("for-good", "and an end can't both be.");
    }
    if (forGood || until != null && expiresIn == null) {
      return until;
    }
    try {
      return Instant.now()
          .plus(expiresIn == null ? NewExclusion.USUAL : DurationText.parse(expiresIn));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new WrongSetting("expires-in", "must be " + DurationText.CURE + ".");
    }
  }
}
