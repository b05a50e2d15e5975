package org.oktadata.findings;

import java.time.Duration;
import java.time.Instant;
import org.oktadata.integrations.WrongSetting;
import org.springframework.util.StringUtils;

/**
 * What somebody wants to leave out of a check or detection.
 *
 * @param check id of the check or detection
 * @param integration null for each
 * @param subject a login, the name of a group or an app, or an id
 * @param until when it ends by itself; null for never
 */
public record NewExclusion(
    String check, String integration, String subject, String reason, Instant until) {

  /** What it lasts where nobody says how long. */
  public static final Duration USUAL = Duration.ofDays(90);

  private static final Duration LONGEST = Duration.ofDays(366);

  /** Refuses what has no reason or no end that can be. */
  public NewExclusion {
    integration = StringUtils.hasText(integration) ? integration.strip() : null;
    if (!StringUtils.hasText(check)) {
      throw new WrongSetting("check", "is missing: the id of a check or detection.");
    }
    if (!StringUtils.hasText(subject)) {
      throw new WrongSetting("subject", "is missing: a login, the name of a group or an id.");
    }
    if (!StringUtils.hasText(reason)) {
      throw new WrongSetting("reason", "is missing: the next person will want to know.");
    }
    Instant now = Instant.now();
    if (until != null && !until.isAfter(now)) {
      throw new WrongSetting("until", "has to lie ahead.");
    }
    if (until != null && until.isAfter(now.plus(LONGEST))) {
      throw new WrongSetting("until", "may be a year ahead at most.");
    }
    subject = subject.strip();
    reason = reason.strip();
  }
}
