package org.oktadata.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginThrottleTest {

  private static final int AT_ONCE = 50;

  private final AtomicLong clock = new AtomicLong(1);
  private final LoginThrottle throttle = new LoginThrottle(clock::get);

  @Test
  void fourMistakesAreForgivenAndTheFifthCostsAWait() {
    fail("1.1.1.1", "ada", 4);
    assertThat(left("1.1.1.1", "ada")).isZero();
    fail("1.1.1.1", "ada", 1);
    assertThat(left("1.1.1.1", "ada")).isEqualTo(Duration.ofSeconds(15));
    pass(Duration.ofSeconds(15));
    assertThat(left("1.1.1.1", "ada")).isZero();
  }

  @Test
  void eachFurtherMistakeCostsTwiceAsMuchButNeverMoreThanAQuarterOfAnHour() {
    fail("1.1.1.1", "ada", 6);
    assertThat(left("1.1.1.1", "ada")).isEqualTo(Duration.ofSeconds(30));
    fail("1.1.1.1", "ada", 34);
    assertThat(left("1.1.1.1", "ada")).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void anAttackerDoesNotLockTheAdministratorOut() {
    fail("6.6.6.6", "ada", 40);
    assertThat(left("1.1.1.1", "ada")).isZero();
  }

  @Test
  void anAddressThatTriesManyNamesWaitsToo() {
    for (int i = 0; i < 20; i++) {
      fail("6.6.6.6", "user" + i, 1);
    }
    assertThat(left("6.6.6.6", "another")).isPositive();
  }

  @Test
  void aRightPasswordForgivesEarlierMistakes() {
    fail("1.1.1.1", "ada", 4);
    throttle.begin("1.1.1.1", "ada");
    throttle.end("1.1.1.1", "ada", true);
    fail("1.1.1.1", "ada", 4);
    assertThat(left("1.1.1.1", "ada")).isZero();
  }

  /** Accounts are found by any of these. */
  @ParameterizedTest
  @CsvSource({"ADA", "Ada", "' ada '"})
  void anotherSpellingOfTheNameIsTheSamePerson(String spelling) {
    fail("1.1.1.1", "ada", 5);
    assertThat(left("1.1.1.1", spelling)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2:ffff:1:2:3, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    "fe80::1%eth0, fe80::2%eth1, true",
    "::ffff:1.1.1.1, 1.1.1.1, true",
    "1.1.1.1, 1.1.1.2, false",
    "a:proxy's:word, a:proxy's:word, true"
  })
  void addressesOfOneNetworkOfIpv6ShareACount(String one, String other, boolean shared) {
    fail(one, "ada", 5);
    assertThat(left(other, "ada").isZero()).isNotEqualTo(shared);
  }

  /** A guess that is under way may be wrong, so as many go on as mistakes are left. */
  @Test
  void guessesAtTheSameTimeAreNoMoreThanGuessesOneByOne() throws Exception {
    assertThat(guessesAtOnce(false)).as("of the first").isEqualTo(5);
    pass(Duration.ofSeconds(15));
    assertThat(guessesAtOnce(false)).as("after a pause").isEqualTo(1);
  }

  @Test
  void rightPasswordsAtTheSameTimeAllGoOn() throws Exception {
    assertThat(guessesAtOnce(true)).isEqualTo(AT_ONCE);
  }

  @Test
  void whoTriedIsRememberedBrieflyWhateverTheNamesAreLike() {
    fail("1.1.1.1", "a".repeat(100_000), 4);
    for (int i = 0; i < 5; i++) {
      fail("9.9.9." + i, "ada", 1);
    }
    assertThat(throttle.size()).isEqualTo(12);
    pass(Duration.ofMinutes(31));
    fail("1.1.1.1", "ada", 1);
    assertThat(throttle.size()).isEqualTo(2);
    for (int i = 0; i < 11_000; i++) {
      fail("9.9." + i / 250 + "." + i % 250, "ada", 1);
    }
    assertThat(throttle.size()).isEqualTo(10_000);
  }

  /** How many of fifty that begin together get to have their password looked at. */
  private int guessesAtOnce(boolean right) throws Exception {
    AtomicInteger looked = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(AT_ONCE);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> guesses = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        guesses.add(
            threads.submit(
                () -> {
                  all.countDown();
                  all.await();
                  if (throttle.begin("1.1.1.1", "ada").isZero()) {
                    looked.incrementAndGet();
                    Thread.yield();
                    throttle.end("1.1.1.1", "ada", right);
                  }
                  return null;
                }));
      }
      for (Future<?> guess : guesses) {
        guess.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return looked.get();
  }

  private Duration left(String address, String name) {
    return throttle.left(address, name);
  }

  /** Each as soon as it is allowed. */
  private void fail(String address, String name, int times) {
    for (int i = 0; i < times; i++) {
      Duration wait = throttle.begin(address, name);
      if (!wait.isZero()) {
        pass(wait);
        assertThat(throttle.begin(address, name)).isZero();
      }
      throttle.end(address, name, false);
    }
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
