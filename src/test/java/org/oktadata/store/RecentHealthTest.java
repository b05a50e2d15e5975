package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

@Timeout(60)
class RecentHealthTest {

  @Test
  void nobodyWaitsForADatabaseThatAnotherIsAskingAlready() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    RecentHealth recent =
        new RecentHealth(
            () -> {
              asked.countDown();
              try {
                answered.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return Health.up().build();
            },
            Duration.ofMinutes(1));
    CompletableFuture<Health> first = CompletableFuture.supplyAsync(recent::health);
    asked.await();
    assertThat(recent.health().getStatus()).isEqualTo(Status.UNKNOWN);
    answered.countDown();
    assertThat(first.get().getStatus()).isEqualTo(Status.UP);
    assertThat(recent.health()).isSameAs(first.get());
  }

  @Test
  void anAnswerThatTakesLongIsToldToWhoeverComesThen() {
    CountDownLatch answered = new CountDownLatch(1);
    RecentHealth recent =
        new RecentHealth(
            () -> {
              try {
                answered.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return Health.up().build();
            },
            Duration.ofMillis(1));
    assertThat(recent.health().getStatus()).isEqualTo(Status.UNKNOWN);
    answered.countDown();
    Awaitility.await().until(() -> recent.health().getStatus().equals(Status.UP));
  }

  @Test
  void aQuestionThatFailedIsAskedAgain() {
    int[] questions = {0};
    RecentHealth recent =
        new RecentHealth(
            () -> {
              if (questions[0]++ == 0) {
                throw new IllegalStateException("as it was closed");
              }
              return Health.up().build();
            },
            Duration.ofMinutes(1));
    assertThat(org.assertj.core.api.Assertions.catchThrowable(recent::health)).isNotNull();
    assertThat(recent.health().getStatus()).isEqualTo(Status.UP);
  }
}
