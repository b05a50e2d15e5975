package org.oktadata.web.console;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * The moment that a page tells of.
 *
 * @param day the past day somebody chose, or null for now; its end in UTC counts
 */
record Moment(LocalDate day) {

  /** Nothing was collected before it, and databases have no days without end. */
  private static final LocalDate FIRST = LocalDate.EPOCH;

  /** Of a day such as 2026-03-01; what is none, or hasn't passed, stands for now. */
  static Moment of(String text) {
    try {
      LocalDate day = text == null || text.isBlank() ? null : LocalDate.parse(text.strip());
      boolean past = day != null && day.isBefore(LocalDate.now(ZoneOffset.UTC));
      return new Moment(!past ? null : day.isBefore(FIRST) ? FIRST : day);
    } catch (DateTimeParseException e) {
      return new Moment(null);
    }
  }

  public boolean now() {
    return day == null;
  }

  Instant instant() {
    return now()
        ? Instant.now().plusSeconds(3600)
        : day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
