package org.oktadata.deliveries;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * How long a channel asks to be left alone: 429, or 503 with {@code Retry-After} (RFC 9110, section
 * 10.2.3; RFC 6585, section 4). It didn't fail, it has enough for now: Slack takes one message a
 * second.
 */
final class AskedPause {

  /** Of a 429 that doesn't say. */
  private static final Duration USUAL = Duration.ofMinutes(1);

  /** Nobody is to be silent for days by a slip: after that time the channel is asked again. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private AskedPause() {}

  /** Empty where the channel failed, or says nothing of the kind. */
  static Optional<Duration> of(Throwable problem) {
    if (problem instanceof DeliveryRefused refused) {
      return of(refused.status(), refused.retryAfter(), Instant.now());
    }
    if (problem instanceof HttpOperationFailedException http) {
      return of(http.getStatusCode(), retryAfter(http.getResponseHeaders()), Instant.now());
    }
    return Optional.empty();
  }

  /**
   * @param retryAfter seconds or an HTTP date; null where the answer had none
   */
  static Optional<Duration> of(int status, String retryAfter, Instant now) {
    Optional<Duration> told = retryAfter == null ? Optional.empty() : told(retryAfter.strip(), now);
    return switch (status) {
      case 429 -> Optional.of(within(told.orElse(USUAL)));
      case 503 -> told.map(AskedPause::within);
      default -> Optional.empty();
    };
  }

  private static Optional<Duration> told(String text, Instant now) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant end = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, end));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration within(Duration pause) {
    return pause.compareTo(SHORTEST) < 0
        ? SHORTEST
        : pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  private static String retryAfter(Map<String, String> headers) {
    return headers == null
        ? null
        : headers.entrySet().stream()
            .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }
}
