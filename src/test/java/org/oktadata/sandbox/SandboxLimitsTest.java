package org.oktadata.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SandboxLimitsTest {
  private static final SandboxClient CLIENT = SandboxClient.withSecret("0oaall", "s");
  private static final SandboxOrg ORG = SandboxOrg.generate(OrgSize.tiny(), 3);

  @Test
  void bucketsAreFoundByTheExactPathAndThenByTheLongestPrefix() {
    SandboxLimits limits = SandboxLimits.workforce(1);
    assertThat(limits.bucketOf("/api/v1/users")).isEqualTo("/api/v1/users");
    assertThat(limits.bucketOf("/api/v1/users/00u1")).isEqualTo("/api/v1/users/{id}");
    assertThat(limits.bucketOf("/api/v1/users/00u1/factors")).isEqualTo("/api/v1/users");
    assertThat(limits.bucketOf("/api/v1/groups/rules")).isEqualTo("/api/v1/groups");
    assertThat(limits.bucketOf("/api/v1/groups/00g1")).isEqualTo("/api/v1/groups/{id}");
    assertThat(limits.bucketOf("/api/v1/groups/00g1/users")).isEqualTo("/api/v1/groups");
    assertThat(limits.bucketOf("/api/v1/apps/0oa1/users")).isEqualTo("/api/v1/apps");
    assertThat(limits.bucketOf("/api/v1/iam/roles")).isEqualTo("/api/v1/iam");
    assertThat(limits.bucketOf("/api/v1/zones")).isEqualTo("/api/v1");
  }

  @Test
  void anAppMayUseItsShareOfABucketAndIsToldSo() {
    SandboxOptions options =
        SandboxOptions.standard()
            .withLimits(SandboxLimits.workforce(0.5).bucket("/api/v1/logs", 6));
    try (SandboxOkta sandbox = SandboxOkta.start(ORG, options)) {
      SandboxCaller okta = SandboxCaller.of(sandbox, CLIENT);
      SandboxCaller.Reply first = okta.get("/api/v1/logs");
      assertThat(first.header("X-Rate-Limit-Limit")).isEqualTo("3");
      assertThat(first.header("X-Rate-Limit-Remaining")).isEqualTo("2");
      long reset =
          Long.parseLong(first.header("X-Rate-Limit-Reset")) - System.currentTimeMillis() / 1_000;
      assertThat(reset).isBetween(0L, 61L);
      IntStream.range(0, 3).forEach(call -> okta.get("/api/v1/logs"));
      SandboxCaller.Reply tooMany = okta.get("/api/v1/logs");
      assertThat(tooMany.status()).isEqualTo(429);
      assertThat(tooMany.json().path("errorCode").asText()).isEqualTo("E0000047");
      assertThat(tooMany.header("X-Rate-Limit-Remaining")).isEqualTo("0");
      assertThat(tooMany.header("Retry-After")).isNull();
      assertThat(okta.get("/api/v1/users").status()).isEqualTo(200);
      assertThat(sandbox.statistics().tooManyRequests()).isEqualTo(2);
      assertThat(sandbox.statistics().callsInBucket("/api/v1/logs")).isEqualTo(5);
    }
  }

  @Test
  void aNewWindowAllowsCallsAgain() throws InterruptedException {
    SandboxLimits limits =
        SandboxLimits.workforce(1).bucket("/api/v1/logs", 1).every(Duration.ofMillis(300));
    try (SandboxOkta sandbox =
        SandboxOkta.start(ORG, SandboxOptions.standard().withLimits(limits))) {
      SandboxCaller okta = SandboxCaller.of(sandbox, CLIENT);
      okta.get("/api/v1/logs");
      Thread.sleep(310);
      assertThat(okta.get("/api/v1/logs").status()).isEqualTo(200);
    }
  }

  @Test
  void tooManyCallsAtOnceAreToldByALimitOfZero() {
    SandboxLimits limits = SandboxLimits.workforce(1).atMostInFlight(3);
    SandboxOptions options =
        SandboxOptions.standard().withLimits(limits).withLatency(Duration.ofMillis(150));
    try (SandboxOkta sandbox = SandboxOkta.start(ORG, options)) {
      SandboxCaller okta = SandboxCaller.of(sandbox, CLIENT);
      Thread[] threads = new Thread[8];
      for (int index = 0; index < threads.length; index++) {
        threads[index] =
            new Thread(
                () -> {
                  SandboxCaller.Reply reply = okta.get("/api/v1/users?limit=1");
                  if (reply.status() == 429) {
                    assertThat(reply.header("X-Rate-Limit-Limit")).isEqualTo("0");
                  }
                });
        threads[index].start();
      }
      for (Thread thread : threads) {
        assertThat(join(thread)).isTrue();
      }
      assertThat(sandbox.statistics().answers(429)).isEqualTo(5);
      assertThat(sandbox.statistics().mostInFlight()).isGreaterThan(3);
    }
  }

  @Test
  void withoutLimitsThereAreNoRateHeaders() {
    try (SandboxOkta sandbox = SandboxOkta.start(ORG)) {
      assertThat(
              SandboxCaller.of(sandbox, CLIENT).get("/api/v1/users").header("X-Rate-Limit-Limit"))
          .isNull();
    }
  }

  private static boolean join(Thread thread) {
    try {
      thread.join(5_000);
      return !thread.isAlive();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
