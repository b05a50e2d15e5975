package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How callers wait for each other; the arithmetic is in {@link BudgetSimulationTest}. */
class RequestBudgetTest extends BudgetCallers {

  @Test
  void whileABucketIsUnknownOneRequestGoesFirst() throws Exception {
    var first = enter();
    var second = threads.submit(() -> enter());
    untilWaiting(1);
    leave(first, limited(100, 99));
    assertThat(second.get()).isNotNull();
    assertThat(budget.perMinute("acme", USERS)).isEqualTo(90);
  }

  @Test
  void ifTheFirstFailsTheNextFindsOut() throws Exception {
    var first = enter();
    var second = threads.submit(() -> enter());
    untilWaiting(1);
    fail(first, new SocketException("reset"));
    var third = threads.submit(() -> enter());
    untilWaiting(1);
    leave(second.get(), limited(100, 99));
    third.get();
    assertThat(budget.snapshot("acme").get(0).inFlight()).isEqualTo(1);
  }

  @Test
  void answersWithoutLimitsAreNotThrottled() throws Exception {
    leave(enter(), Map.of());
    assertThat(budget.isPaced("acme", USERS)).isFalse();
    for (int i = 0; i < 30; i++) {
      enter();
    }
    assertThat(budget.snapshot("acme").get(0).inFlight()).isEqualTo(30);
  }

  @Test
  void aLimitThatOnlyARefusalNamedIsForgottenOnceAnswersNameNone() throws Exception {
    leave(enter(), Map.of());
    var refusal = new HashMap<String, String>();
    limited(5, 0).forEach((name, value) -> refusal.put(name, value.toString()));
    fail(enter(), tooMany(refusal));
    assertThat(budget.perMinute("acme", USERS)).isEqualTo(4);
    for (int window = 1; window <= 3; window++) {
      pass(62);
      for (int i = 0; i < 4; i++) {
        leave(enter(), Map.of());
      }
    }
    assertThat(budget.perMinute("acme", USERS)).isZero();
    assertThat(budget.isPaced("acme", USERS)).isFalse();
    assertThat(budget.pace("acme", USERS)).as("for who is still at the throttle").isEqualTo(4);
    leave(enter(), limited(5, 4, 300));
    assertThat(budget.perMinute("acme", USERS)).isEqualTo(4);
  }

  @Test
  void aLimitIsBelievedForAsLongAsAnswersOfEachWindowNameIt() throws Exception {
    leave(enter(), limited(30, 29));
    for (int i = 0; i < 20; i++) {
      leave(enter(), Map.of());
    }
    assertThat(budget.snapshot("acme").get(0).remaining()).isEqualTo(9);
  }

  /**
   * Until it is known that they are two, the share kept free of the large one isn't asked of the
   * small.
   */
  @Test
  void twoBucketsUnderOneNameArePacedByTheOneThatHasLess() throws Exception {
    leave(enter(), limited(50, 49));
    leave(enter(), limited(600, 599));
    assertThat(enter()).as("a tenth of 600 would be more than the 48 that are left").isNotNull();
    assertThat(budget.perMinute("acme", USERS)).isEqualTo(45);
  }

  @Test
  void callsWithoutAnAnswerUseAWindowUpButNeverForGood() throws Exception {
    allow(1, 30);
    leave(enter(), limited(5, 4));
    pass(62);
    for (int i = 0; i < 5; i++) {
      fail(enter(), new SocketException("reset"));
    }
    var next = threads.submit(() -> enter());
    untilWaiting(1);
    pass(59);
    assertThat(next).isNotDone();
    pass(3);
    fail(next.get(10, TimeUnit.SECONDS), new SocketException("reset"));
    leave(enter(), limited(5, 3, 124));
    assertThat(budget.snapshot("acme").get(0).remaining()).isEqualTo(3);
  }

  @Test
  void aLimitOutOfReachIsKeptByTheWindowAloneNotByAnObjectForEachRequest() throws Exception {
    leave(enter(), limited(1_000_000, 1));
    assertThat(budget.perMinute("acme", USERS)).isEqualTo(900_000);
    assertThat(budget.isPaced("acme", USERS)).isFalse();
    var beyond = threads.submit(() -> enter());
    untilWaiting(1);
    assertThat(beyond).isNotDone();
  }

  @Test
  void noMoreThanTheLimitOfRequestsIsInFlightOverAllBuckets() throws Exception {
    allow(1, 3);
    var some = List.of(known("a"), known("b"), known("b"));
    var fourth = threads.submit(() -> enter("a"));
    Awaitility.await().until(() -> waitingIn("a") == 1);
    leave(some.get(1), Map.of());
    assertThat(fourth.get()).isNotNull();
  }

  @Test
  void tooManyAtOnceHalvesThemOnceAndThePauseIsShort() throws Exception {
    leave(enter(), limited(600, 599));
    var many = IntStream.range(0, 20).mapToObj(i -> enterUnchecked()).toList();
    many.forEach(
        each ->
            fail(
                each,
                tooMany(
                    Map.of(
                        "X-Rate-Limit-Limit",
                        "0",
                        "X-Rate-Limit-Remaining",
                        "0",
                        "X-Rate-Limit-Reset",
                        "1"))));
    assertThat(budget.mostInFlight("acme")).isEqualTo(15);
    assertThat(budget.snapshot("acme").get(0).rateLimited()).isZero();
    now.addAndGet(1_000_000_001L);
    for (int i = 0; i < 40; i++) {
      leave(enter(), limited(600, 500 - i));
    }
    assertThat(budget.mostInFlight("acme")).isBetween(16, 18);
  }

  @Test
  void aRefusalPausesTheBucketUntilTheServersReset() throws Exception {
    leave(enter(), limited(100, 50));
    fail(
        enter(),
        tooMany(
            Map.of(
                "x-rate-limit-limit",
                "100",
                "x-rate-limit-remaining",
                "0",
                "x-rate-limit-reset",
                "" + (EPOCH + 20),
                "date",
                date())));
    var waits = threads.submit(() -> enter());
    untilWaiting(1);
    now.addAndGet(20_500_000_000L);
    Awaitility.await().pollDelay(Duration.ofMillis(1200)).until(() -> !waits.isDone());
    now.addAndGet(600_000_000L);
    assertThat(waits.get()).isNotNull();
    assertThat(budget.snapshot("acme").get(0).rateLimited()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none|60|so long a window may take",
        "7|7|seconds",
        "Tue, 19 Jan 2038 03:14:07 GMT|120|a date, but nobody waits for years",
        "86400|120|seconds, but nobody waits for a day",
        "0|1|at least a moment",
        "soon|60|nonsense"
      })
  void aRefusalThatNamesNoLimitPausesTheBucketToo(String retryAfter, long seconds, String why) {
    assertThat(pausedSeconds(retryAfter == null ? Map.of() : Map.of("retry-after", retryAfter)))
        .as(why)
        .isEqualTo(seconds);
  }

  @Test
  void aRefusalThatNamesADatePausesTheBucketUntilThen() {
    assertThat(pausedSeconds(Map.of("retry-after", date(25), "date", date()))).isEqualTo(25);
  }

  @Test
  void aRefusalThatNamesNoLimitPausesTheBucketUntilItsWindowEnds() throws Exception {
    leave(enter(), limited(100, 50));
    fail(enter(), tooMany(Map.of()));
    var waits = threads.submit(() -> enter());
    untilWaiting(1);
    pass(30);
    assertThat(waits).isNotDone();
    pass(1);
    assertThat(waits.get(10, TimeUnit.SECONDS)).isNotNull();
  }

  private static long pausedSeconds(Map<String, String> headers) {
    var bucket = new Bucket();
    var exchange = exchange();
    bucket.take(0);
    bucket.release(Outcome.of(exchange, tooMany(headers)), 0, 0);
    return TimeUnit.NANOSECONDS.toSeconds(bucket.blockedFor(0, 1));
  }

  @Test
  void headersGivenTwiceCountLow() {
    var limit =
        RateLimit.read(
                AnswerHeaders.of(
                    Map.of(
                        "X-Rate-Limit-Limit", List.of("600", "100"),
                        "x-rate-limit-remaining", "50, 70",
                        "X-RATE-LIMIT-RESET", List.of(EPOCH + 10, EPOCH + 20),
                        "date", date())))
            .orElseThrow();
    assertThat(limit).isEqualTo(new RateLimit(100, 50, EPOCH + 20, EPOCH));
    assertThat(limit.waitMillis()).isEqualTo(21_000);
    assertThat(RateLimit.read(AnswerHeaders.of(Map.of("X-Rate-Limit-Limit", "x")))).isEmpty();
  }

  @Test
  void leavingTwiceOrWithoutHavingEnteredDoesNoHarm() throws Exception {
    var exchange = exchange();
    budget.leave(exchange);
    budget.learn(exchange, "acme", USERS);
    budget.leave(exchange);
    leave(enter(), limited(100, 99));
    var other = enter();
    leave(other, limited(100, 98));
    budget.leave(other);
    assertThat(budget.snapshot("acme").get(0).inFlight()).isZero();
    assertThat(budget.snapshot("acme").get(0).calls()).isEqualTo(2);
  }

  @Test
  void aCallThatWasNeverSentDoesNotCount() throws Exception {
    leave(enter(), limited(100, 99));
    fail(enter(), new OktaTokenException("Wrong secret."));
    var bucket = budget.snapshot("acme").get(0);
    assertThat(bucket.calls()).isEqualTo(1);
    assertThat(bucket.remaining()).isEqualTo(99);
  }
}
