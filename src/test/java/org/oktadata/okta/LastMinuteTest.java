package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastMinuteTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long ALLOWED = 10;

  private final LastMinute lastMinute = new LastMinute();

  /** The clock of the machine begins anywhere, also below 0. */
  @ParameterizedTest
  @ValueSource(longs = {-1_000, 0, 1_000})
  void whatAMinuteAllowedComesAgainAMinuteAfterIt(long start) {
    call(6, start);
    call(4, start + 20);
    assertThat(secondsFor(1, start + 25)).isEqualTo(35);
    assertThat(secondsFor(6, start + 25)).isEqualTo(35);
    assertThat(secondsFor(7, start + 25)).isEqualTo(55);
    assertThat(secondsFor(10, start + 25)).isEqualTo(55);
    assertThat(secondsFor(11, start + 25)).isEqualTo(95);
  }

  @Test
  void whatIsLeftOfAMinuteGoesAtOnce() {
    call(6, 0);
    assertThat(secondsFor(4, 1)).isZero();
    assertThat(secondsFor(5, 1)).isEqualTo(59);
  }

  @Test
  void whatWasMoreThanAMinuteAgoIsForgotten() {
    call(10, 0);
    assertThat(secondsFor(10, 60)).isZero();
    call(10, 500);
    assertThat(secondsFor(1, 501)).isEqualTo(59);
  }

  private void call(int times, long second) {
    for (int call = 0; call < times; call++) {
      lastMinute.note(second * SECOND);
    }
  }

  private long secondsFor(long calls, long second) {
    return lastMinute.nanosFor(calls, ALLOWED, second * SECOND) / SECOND;
  }
}
