package org.oktadata.findings;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which findings somebody wants to see; what is null or empty stands for all. All but the
 * integration may be lists with commas.
 */
public record FindingFilter(String integration, String check, String status, String severity) {

  public FindingFilter {
    integration = integration == null || integration.isBlank() ? null : integration.strip();
    check = list(check);
    status = list(status);
    severity = list(severity);
  }

  /** Without blanks around its words. */
  private static String list(String text) {
    String words =
        Stream.of(text == null ? new String[0] : text.split(","))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(","));
    return words.isEmpty() ? null : words;
  }
}
