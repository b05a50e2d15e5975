package org.oktadata.integrations;

import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/** Durations as people write them: with a unit, since one that is left out is anybody's guess. */
public final class DurationText {

  /** What to write instead. */
  public static final String CURE = "a duration with a unit, such as 90d, 24h, 30m or 45s";

  private static final Pattern WITHOUT_UNIT = Pattern.compile("[+-]?0*[1-9]\\d*");

  private DurationText() {}

  /** Whether it is a number that could be of anything; none is of nothing. */
  static boolean lacksUnit(String text) {
    return WITHOUT_UNIT.matcher(text.strip()).matches();
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException for what is no duration, has no unit or is negative
   */
  public static Duration parse(String text) {
    try {
      Duration duration = DurationStyle.detectAndParse(text.strip());
      if (!lacksUnit(text) && !duration.isNegative()) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new IllegalArgumentException("'%s' isn't %s".formatted(text, CURE));
  }
}
