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

  static Moment of(String text) {
    try {
      LocalDate day = text == null || text.isBlank() ? null : LocalDate.parse(text.strip());
      boolean past = day != null && day.isBefore(LocalDate.now(ZoneOffset.UTC));
      return new Moment(past ? day : null);
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
