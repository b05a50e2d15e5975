package org.oktadata.findings;

import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which findings somebody wants to see; what is null or empty stands for all. All but the
 * integration and the subject may be lists with commas.
 *
 * @param subject id, login or name of what it is about, whole
 * @param changedSince from when on something happened to it
 */
public record FindingFilter(
    String integration,
    String check,
    String status,
    String severity,
    String kind,
    String subject,
    Instant changedSince) {

  public FindingFilter {
    integration = integration == null || integration.isBlank() ? null : integration.strip();
    check = list(check);
    status = list(status);
    severity = list(severity);
    kind = list(kind);
    subject = subject == null || subject.isBlank() ? null : subject.strip();
  }

  /** Whether it stands for all there are. */
  public boolean findsAll() {
    return Stream.of(integration, check, status, severity, kind, subject, changedSince)
        .allMatch(Objects::isNull);
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
