package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TokenSlotTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private final AtomicLong now = new AtomicLong(-MINUTE);
  private final AtomicInteger fetched = new AtomicInteger();
  private final TokenSlot slot = new TokenSlot(now::incrementAndGet);

  @Test
  void oneFetchesAndTheOthersWaitForIt() throws Exception {
    var go = new CountDownLatch(1);
    var seen =
        together(
            () ->
                slot.hold(
                        () -> {
                          await(go);
                          return token();
                        })
                    .number(),
            go);
    assertThat(seen).containsExactly(1L);
    assertThat(fetched).hasValue(1);
  }

  @Test
  void aFailureIsSharedByAllWhoWaitedForIt() throws Exception {
    var go = new CountDownLatch(1);
    var seen =
        together(
            () -> {
              try {
                slot.hold(
                    () -> {
                      await(go);
                      fetched.incrementAndGet();
                      throw new OktaTokenException("Wrong secret.");
                    });
                return "a token";
              } catch (OktaTokenException e) {
                return e.getMessage();
              }
            },
            go);
    assertThat(seen).containsExactly("Wrong secret.");
    assertThat(fetched).hasValue(1);
  }

  @Test
  void aTokenIsRenewedBeforeItExpires() throws Exception {
    assertThat(slot.hold(this::token).number()).isEqualTo(1);
    now.addAndGet(54 * MINUTE);
    assertThat(slot.hold(this::token).number()).isEqualTo(1);
    now.addAndGet(2 * MINUTE);
    assertThat(slot.hold(this::token).number()).isEqualTo(2);
  }

  @Test
  void ifTheEarlyRenewalFailsTheOldTokenServesUntilItExpires() throws Exception {
    slot.hold(this::token);
    now.addAndGet(56 * MINUTE);
    assertThat(slot.hold(this::fail).number()).isEqualTo(1);
    assertThat(slot.hold(this::fail).number()).isEqualTo(1);
    assertThat(fetched).as("not tried again at once").hasValue(2);
    now.addAndGet(5 * MINUTE);
    assertThatThrownBy(() -> slot.hold(this::fail)).hasMessage("Okta is busy.");
    assertThat(slot.hold(this::token).number()).isEqualTo(4);
  }

  @Test
  void onlyTheTokenThatWasRefusedIsDropped() throws Exception {
    var old = slot.hold(this::token);
    slot.drop(old.number());
    assertThat(slot.valid()).isNull();
    var young = slot.hold(this::token);
    slot.drop(old.number());
    assertThat(slot.valid()).isEqualTo(young);
  }

  @Test
  void aTokenThatIsDroppedJustBeforeItsRenewalIsFetchedAnew() throws Exception {
    var looks = new AtomicInteger(-1);
    var dropped = new AtomicReference<TokenSlot>();
    var raced =
        new TokenSlot(
            () -> {
              if (looks.incrementAndGet() == 1) {
                dropped.get().drop(1);
              }
              return now.incrementAndGet();
            });
    dropped.set(raced);
    raced.hold(this::token);
    now.addAndGet(56 * MINUTE);
    looks.set(-1);
    assertThat(raced.hold(this::token).number()).isEqualTo(2);
  }

  private Set<Object> together(Callable<Object> call, CountDownLatch go) throws Exception {
    var threads = Executors.newFixedThreadPool(30);
    var arrived = new AtomicInteger();
    try {
      var all =
          IntStream.range(0, 30)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            arrived.incrementAndGet();
                            return call.call();
                          }))
              .toList();
      Awaitility.await().untilAtomic(arrived, org.hamcrest.Matchers.is(30));
      go.countDown();
      return all.stream()
          .map(
              each -> {
                try {
                  return each.get(10, TimeUnit.SECONDS);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              })
          .collect(Collectors.toSet());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aTokenMayLackWhatItWasNotAskedForOrWhatWasGrantedSince() {
    var token = token();
    assertThat(token.newOneMayHave("okta.users.read", now.get() + 50 * MINUTE)).isFalse();
    assertThat(token.newOneMayHave("okta.zones.read", now.get() + MINUTE / 12)).isFalse();
    assertThat(token.newOneMayHave("okta.zones.read", now.get() + MINUTE / 4)).isTrue();
    assertThat(token.newOneMayHave("okta.templates.read", now.get())).isTrue();
  }

  @Test
  void aTokenIsRenewedOnceForAllWhoFindItOldAndKeptWhereThatFails() throws Exception {
    var old = slot.hold(this::token);
    assertThat(slot.renew(old, this::token).number()).isEqualTo(2);
    assertThat(slot.renew(old, this::token).number()).isEqualTo(2);
    var newer = slot.hold(this::token);
    assertThat(slot.renew(newer, this::fail)).isSameAs(newer);
    assertThat(slot.renew(newer, this::fail)).as("not tried again at once").isSameAs(newer);
    assertThat(fetched).hasValue(3);
  }

  private AccessToken token() {
    long number = fetched.incrementAndGet();
    return new AccessToken(
        number,
        URI.create("https://acme.okta.com"),
        "t",
        false,
        Set.of("okta.users.read", "okta.zones.read"),
        Set.of("okta.users.read"),
        now.get(),
        now.get() + 55 * MINUTE,
        now.get() + 60 * MINUTE);
  }

  private AccessToken fail() {
    fetched.incrementAndGet();
    throw OktaTokenException.passing("Okta is busy.");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
