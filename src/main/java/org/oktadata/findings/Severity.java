package org.oktadata.findings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How bad a finding is, the worst first. Files, database and API have the words. */
public enum Severity {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW,
  INFO;

  private static final List<String> WORDS =
      Arrays.stream(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();

  /** Their words, the worst first. */
  public static List<String> words() {
    return WORDS;
  }

  /** An SQL array of the words, the worst first. */
  public static String array() {
    return "array['" + String.join("', '", WORDS) + "']";
  }

  /**
   * An SQL expression to order by, the worst first.
   *
   * @param value SQL expression of a word
   */
  public static String rank(String value) {
    return "array_position(%s, %s)".formatted(array(), value);
  }

  /** The words of this one and of all that are worse. */
  public List<String> orWorse() {
    return WORDS.subList(0, ordinal() + 1);
  }
}
