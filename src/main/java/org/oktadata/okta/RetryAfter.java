package org.oktadata.okta;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a refusal asks to wait: {@code Retry-After} in seconds or as an HTTP date (RFC 9110,
 * section 10.2.3). Okta sends none; what stands before it may.
 */
final class RetryAfter {
  /** Nobody who refuses us may stop a run for hours by it: after that time we ask again. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private RetryAfter() {}

  /** The wait, of a second at least; empty if the header is absent or nonsense. */
  static Optional<Duration> read(AnswerHeaders headers) {
    var text = headers.first("Retry-After");
    if (text == null) {
      return Optional.empty();
    }
    var wait =
        text.strip().matches("\\d{1,9}")
            ? Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())))
            : ServerClocks.read(text.strip()).map(end -> Duration.between(sent(headers), end));
    return wait.map(RetryAfter::within);
  }

  /** By the server's own clock, so that a wrong local one doesn't matter. */
  private static Instant sent(AnswerHeaders headers) {
    return ServerClocks.read(headers.first("Date")).orElseGet(Instant::now);
  }

  private static Duration within(Duration wait) {
    var shortest = Duration.ofSeconds(1);
    return wait.compareTo(shortest) < 0 ? shortest : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
