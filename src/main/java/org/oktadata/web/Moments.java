package org.oktadata.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.springframework.format.FormatterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Moments among parameters: with date, time and zone. Left to itself Spring takes a number for
 * milliseconds since 1970, and who sends seconds would be answered with everything.
 */
@Component
class Moments implements WebMvcConfigurer {

  /** What is said of another. */
  static final String CURE =
      "must be a moment with its zone, such as 2026-03-01T08:00:00Z; in an address + is %2B.";

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(String.class, Instant.class, Moments::read);
  }

  private static Instant read(String text) {
    if (text.isBlank()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(CURE, e);
    }
  }
}
