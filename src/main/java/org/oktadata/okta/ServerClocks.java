package org.oktadata.okta;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What time it is at each Okta org, learnt from the {@code Date} of its answers. Okta refuses
 * signatures whose times are minutes off, and machines with wrong clocks are common.
 */
@Component
public final class ServerClocks {
  /** A Date header is cut to the second, so on average half a second has passed since. */
  private static final Duration CUT = Duration.ofMillis(500);

  private final Map<String, Duration> offsets = new ConcurrentHashMap<>();
  private final Clock local;

  ServerClocks() {
    this(Clock.systemUTC());
  }

  ServerClocks(Clock local) {
    this.local = local;
  }

  /** The server's time now; the local time until an answer was seen. */
  Instant now(String integration) {
    return local.instant().plus(offset(integration));
  }

  /** How far the server's clock is ahead of the local one; negative if behind. */
  public Duration offset(String integration) {
    return offsets.getOrDefault(integration, Duration.ZERO);
  }

  /** Takes the Date header of an answer that has just arrived; ignores null and nonsense. */
  void learn(String integration, String date) {
    read(date)
        .ifPresent(
            server ->
                offsets.put(integration, Duration.between(local.instant(), server.plus(CUT))));
  }

  /** An HTTP date (RFC 9110, section 5.6.7), if it is one. */
  static Optional<Instant> read(String date) {
    if (date == null) {
      return Optional.empty();
    }
    try {
      var parsed = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(parsed.toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
