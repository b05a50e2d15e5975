package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What becomes of those who wait, and of what is known, when calls are stopped for good or for now.
 */
class RequestBudgetEndTest extends BudgetCallers {

  @Test
  void whoWaitsIsLetGoWhenTheIntegrationIsStopped() throws Exception {
    enter();
    var waits = threads.submit(() -> enter());
    untilWaiting(1);
    budget.stop("acme");
    assertStopped(waits);
    var later = threads.submit(() -> enter());
    untilWaiting(1);
    budget.stop();
    assertStopped(later);
    assertThatThrownBy(this::enter).isInstanceOf(CallsStoppedException.class);
  }

  @Test
  void eachBucketIsShownInTheMetrics() throws Exception {
    leave(enter(), limited(100, 99));
    assertThat(meter("limit").gauge().value()).isEqualTo(100);
    assertThat(meter("calls").functionCounter().count()).isEqualTo(1);
  }

  @Test
  void whoWaitsAtTheThrottleIsCalledBackToo() throws Exception {
    leave(enter(), limited(100, 99));
    var throttle = new CountDownLatch(1);
    var exchange = exchange();
    var waits =
        threads.submit(
            () -> {
              budget.learn(exchange, "acme", USERS);
              try {
                throttle.await();
                return false;
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.setException(e);
                budget.leave(exchange);
                return !Thread.currentThread().isInterrupted();
              }
            });
    Awaitility.await()
        .until(
            () -> {
              budget.stop("acme");
              return waits.isDone();
            });
    assertThat(waits.get()).as("the interrupt went no further").isTrue();
  }

  @Test
  void nothingThatOneOrgTaughtHoldsForAnotherOfTheSameIntegration() throws Exception {
    leave(enter(), limited(100, 0));
    assertThat(budget.perMinute("acme", USERS)).isEqualTo(90);
    connection.set(at("https://other.okta.com", 1, 30));
    leave(enter(), limited(40, 39));
    assertThat(budget.perMinute("acme", USERS)).isEqualTo(40);
    assertThat(meter("limit").gauge().value()).isEqualTo(40);
  }

  @Test
  void whatIsRemovedIsForgottenAndShownNoMore() throws Exception {
    leave(enter(), limited(100, 0));
    budget.forget("acme");
    assertThat(registry.find("okta.bucket.limit").gauges()).isEmpty();
    leave(enter(), limited(40, 39));
    assertThat(meter("limit").gauge().value()).isEqualTo(40);
  }

  @Test
  void anotherOwnersWindowsHoldForTheirOrgAlone() throws Exception {
    var used = List.of(new LaneState(USERS, 100, 0, EPOCH + 30, 30, 90));
    budget.adopt("acme", URI.create("https://other.okta.com"), used);
    leave(enter(), limited(40, 39));
    budget.forget("acme");
    budget.adopt("acme", URI.create("https://acme.okta.com"), used);
    threads.submit(() -> enter());
    untilWaiting(1);
  }
}
