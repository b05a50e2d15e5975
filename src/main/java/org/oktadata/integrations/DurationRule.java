package org.oktadata.integrations;

import java.time.Duration;

/** Durations that a person may set: off (0), or no shorter than makes sense. */
public final class DurationRule {

  private DurationRule() {}

  /** Refuses what is shorter than a second, or negative. */
  public static void check(String key, Duration value) {
    if (!value.isZero() && value.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new WrongSetting(key, "must be 0 or at least a second, with a unit, such as 90d or 1h");
    }
  }
}
