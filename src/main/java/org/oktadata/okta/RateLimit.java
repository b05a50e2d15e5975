package org.oktadata.okta;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * What one answer said about its rate limit (Okta, "Rate limits overview": {@code X-Rate-Limit-*}).
 *
 * @param limit requests a window; 0 together with remaining 0 means too many at the same time
 * @param remaining requests left in the window
 * @param reset when the window ends, in epoch seconds of the server
 * @param date when the answer was made, in epoch seconds of the server
 */
record RateLimit(long limit, long remaining, long reset, long date) {
  /** Okta's windows last a minute; an answer that claims far more must not stop a run for hours. */
  private static final long LONGEST_SECONDS = 120;

  /** Reads the headers; empty if they are absent or no numbers. A header given twice counts low. */
  static Optional<RateLimit> read(AnswerHeaders headers) {
    var limit = numbers(headers.all("X-Rate-Limit-Limit")).min();
    var remaining = numbers(headers.all("X-Rate-Limit-Remaining")).min();
    var reset = numbers(headers.all("X-Rate-Limit-Reset")).max();
    if (limit.isEmpty() || remaining.isEmpty() || reset.isEmpty()) {
      return Optional.empty();
    }
    var date = ServerClocks.read(headers.first("Date")).orElseGet(Instant::now);
    return Optional.of(
        new RateLimit(
            limit.getAsLong(), remaining.getAsLong(), reset.getAsLong(), date.getEpochSecond()));
  }

  /** Whether this is the answer of the concurrency limit, which says nothing of the bucket. */
  boolean isConcurrency() {
    return limit == 0 && remaining == 0;
  }

  /**
   * How long after the answer's arrival the window is surely over: Reset − Date + 1 s. Both are the
   * server's times, so a wrong local clock doesn't matter, and both are cut to the second.
   */
  long waitMillis() {
    return 1000 * Math.max(1, Math.min(LONGEST_SECONDS, reset - date + 1));
  }

  private static LongStream numbers(List<String> texts) {
    return texts.stream()
        .flatMap(text -> List.of(text.split(",")).stream())
        .map(RateLimit::number)
        .flatMapToLong(OptionalLong::stream);
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
