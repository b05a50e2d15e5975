package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Clocks of orgs, and what is remembered of those that are set. */
class ServerClocksTest {

  private static final Instant NOW = Instant.parse("2026-11-28T02:39:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final ServerClocks clocks =
      new ServerClocks(Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);

  @Test
  void aClockThatWasSetIsRememberedForAnHourOrTwo() {
    assertThat(clocks.leastOffset("acme")).isZero();
    answer(0);
    answer(-6);
    answer(0);
    assertOffsets(0, -6);
    pass(Duration.ofMinutes(61));
    answer(0);
    assertOffsets(0, -6);
    pass(Duration.ofMinutes(61));
    answer(0);
    assertOffsets(0, 0);
  }

  @Test
  void aClockThatIsAheadAllTheTimeIsAhead() {
    answer(10);
    answer(10);
    assertOffsets(10, 10);
    assertThat(clocks.leastOffset("other")).isZero();
  }

  @Test
  void anAnswerOfLongAgoIsNoClockThatWasSet() {
    answer(-300_000);
    answer(0);
    assertOffsets(0, -120);
  }

  private void answer(int minutesAhead) {
    clocks.learn(
        "acme",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            NOW.plus(Duration.ofMinutes(minutesAhead)).atOffset(ZoneOffset.UTC)));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** A Date header is cut to the second. */
  private void assertOffsets(int now, int least) {
    assertThat(clocks.offset("acme")).isEqualTo(Duration.ofMinutes(now).plusMillis(500));
    assertThat(clocks.leastOffset("acme")).isEqualTo(Duration.ofMinutes(least).plusMillis(500));
  }
}
