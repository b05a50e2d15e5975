package org.oktadata.web.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times that somebody asks for, in UTC: a day, or a day with a time as a form sends it. */
final class AskedTime {

  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private AskedTime() {}

  /**
   * Null where nothing is asked for.
   *
   * @param later days that are added to a day without a time, 1 for the end of it
   */
  static Instant of(String text, int later) {
    String asked = text.strip();
    try {
      if (asked.isEmpty()) {
        return null;
      }
      LocalDateTime time =
          asked.indexOf('T') > 0
              ? LocalDateTime.parse(asked)
              : LocalDate.parse(asked).plusDays(later).atStartOfDay();
      return possible(time.toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' isn't a time such as 2026-03-01 or 2026-03-01T05:40", e);
    }
  }

  /** What is wrong with two times, the end being that of its day where it has no time; or null. */
  static String disorder(String from, String until) {
    Instant start = of(from, 0);
    Instant end = of(until, 1);
    if (start == null || end == null || start.isBefore(end)) {
      return null;
    }
    boolean same = start.equals(end) && until.indexOf('T') > 0;
    return same ? "From and Until are the same." : "Until lies before From.";
  }

  /** As a form shows it; empty for what is no time. */
  static String minute(String text, int later) {
    try {
      Instant time = of(text, later);
      return time == null ? "" : minute(time);
    } catch (IllegalArgumentException wrong) {
      return "";
    }
  }

  /** As a form shows it. */
  static String minute(Instant time) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
        time.truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC));
  }

  /** No event was before or will be after that, and the database has no time without end. */
  static Instant possible(Instant time) {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
      throw new DateTimeException("out of range");
    }
    return time;
  }
}
