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
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/**
 * What time it is at each Okta org, learnt from the {@code Date} of its answers. Okta refuses
 * signatures whose times are minutes off, and machines with wrong clocks are common.
 */
@Component
public final class ServerClocks {
  /** A Date header is cut to the second, so on average half a second has passed since. */
  private static final Duration CUT = Duration.ofMillis(500);

  /** For how long a clock that was set is still remembered as it was, at least. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** What is further off is no clock that was set, but an old answer that something repeated. */
  private static final Duration FURTHEST = Duration.ofHours(2);

  /**
   * @param least the smallest offset since a moment
   * @param before the smallest of the time before that moment
   * @param since the moment, by a clock that nobody sets, in nanoseconds
   */
  private record Offset(Duration now, Duration least, Duration before, long since) {

    private Offset next(Duration next, long nanos) {
      return nanos - since < REMEMBERED.toNanos()
          ? new Offset(next, smaller(least, next), before, since)
          : new Offset(next, next, least, nanos);
    }

    private Duration ofLate() {
      Duration earliest = now.minus(FURTHEST);
      Duration late = smaller(least, before);
      return late.compareTo(earliest) < 0 ? earliest : late;
    }

    private static Duration smaller(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }

  private final Map<String, Offset> offsets = new ConcurrentHashMap<>();
  private final Clock local;
  private final LongSupplier nanos;

  ServerClocks() {
    this(Clock.systemUTC());
  }

  ServerClocks(Clock local) {
    this(local, System::nanoTime);
  }

  ServerClocks(Clock local, LongSupplier nanos) {
    this.local = local;
    this.nanos = nanos;
  }

  /** The server's time now; the local time until an answer was seen. */
  Instant now(String integration) {
    return local.instant().plus(offset(integration));
  }

  /** How far the server's clock is ahead of the local one; negative if behind. */
  public Duration offset(String integration) {
    Offset known = offsets.get(integration);
    return known == null ? Duration.ZERO : known.now();
  }

  /**
   * The least that the server's clock was ahead of the local one within the last hour or two. When
   * one of both is set, what was created shortly before has times of the former clock.
   */
  public Duration leastOffset(String integration) {
    Offset known = offsets.get(integration);
    return known == null ? Duration.ZERO : known.ofLate();
  }

  /** Takes the Date header of an answer that has just arrived; ignores null and nonsense. */
  void learn(String integration, String date) {
    read(date)
        .ifPresent(
            server -> note(integration, Duration.between(local.instant(), server.plus(CUT))));
  }

  private void note(String integration, Duration offset) {
    long now = nanos.getAsLong();
    offsets.merge(
        integration,
        new Offset(offset, offset, offset, now),
        (known, none) -> known.next(offset, now));
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
