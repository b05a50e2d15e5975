package org.oktadata.sandbox;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads the times of queries as a strict server does: no finer than milliseconds. */
final class SandboxTimes {
  private static final Pattern TOO_FINE = Pattern.compile("\\.\\d{4,}");

  private SandboxTimes() {}

  /** Epoch milliseconds. */
  static long read(String text) {
    if (TOO_FINE.matcher(text).find()) {
      throw new DateTimeParseException("finer than milliseconds", text, 0);
    }
    return Instant.parse(text).toEpochMilli();
  }
}
