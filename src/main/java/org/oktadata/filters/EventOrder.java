package org.oktadata.filters;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/**
 * Before, equal or after: numbers as numbers although many events have them as texts, times as
 * times whatever their zone and fraction, and all else by the alphabet.
 */
final class EventOrder {

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.{1,30}");

  private final String text;
  private final BigDecimal number;
  private final Instant time;

  EventOrder(String limit) {
    this.text = limit;
    this.number = number(limit);
    this.time = time(limit);
  }

  /** Below zero where the value comes before the limit. */
  int compare(String value) {
    BigDecimal amount = number == null ? null : number(value);
    if (amount != null) {
      return amount.compareTo(number);
    }
    Instant at = time == null ? null : time(value);
    return at == null ? value.compareToIgnoreCase(text) : at.compareTo(time);
  }

  private static BigDecimal number(String text) {
    return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
  }

  private static Instant time(String text) {
    try {
      return TIME.matcher(text).matches() ? OffsetDateTime.parse(text).toInstant() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
