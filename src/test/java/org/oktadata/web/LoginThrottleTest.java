package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

  private final AtomicLong clock = new AtomicLong(1);
  private final LoginThrottle throttle = new LoginThrottle(clock::get);

  @Test
  void fourMistakesAreForgivenAndTheFifthCostsAWait() {
    fail("1.1.1.1", "ada", 4);
    assertThat(throttle.wait("1.1.1.1", "ada")).isZero();
    fail("1.1.1.1", "ada", 1);
    assertThat(throttle.wait("1.1.1.1", "ada")).isEqualTo(Duration.ofSeconds(15));
    pass(Duration.ofSeconds(15));
    assertThat(throttle.wait("1.1.1.1", "ada")).isZero();
    fail("1.1.1.1", "ada", 1);
    assertThat(throttle.wait("1.1.1.1", "ada")).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void nobodyWaitsLongerThanAQuarterOfAnHour() {
    fail("1.1.1.1", "ada", 40);
    assertThat(throttle.wait("1.1.1.1", "ada")).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void anAttackerDoesNotLockTheAdministratorOut() {
    fail("6.6.6.6", "ada", 40);
    assertThat(throttle.wait("1.1.1.1", "ada")).isZero();
  }

  @Test
  void anAddressThatTriesManyNamesWaitsToo() {
    for (int i = 0; i < 20; i++) {
      fail("6.6.6.6", "user" + i, 1);
    }
    assertThat(throttle.wait("6.6.6.6", "another")).isPositive();
  }

  @Test
  void aRightPasswordForgivesEarlierMistakes() {
    fail("1.1.1.1", "ada", 4);
    throttle.succeeded("1.1.1.1", "ada");
    fail("1.1.1.1", "ada", 4);
    assertThat(throttle.wait("1.1.1.1", "ada")).isZero();
  }

  private void fail(String address, String name, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(address, name);
    }
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
