package org.oktadata.findings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a finding turned out to be once somebody looked after it. Database and API have the words.
 */
public enum Outcome {
  /** It was true, and is dealt with. */
  HANDLED,
  /** It wasn't what the detection looks for. */
  FALSE_ALARM,
  /** It was true, and is as it should be. */
  EXPECTED;

  /** Its word, such as false-alarm. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Outcome::word).toList();
  }

  /** The one with that word. */
  public static Optional<Outcome> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
