package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** How callers wait for each other; the arithmetic is in {@link BudgetSimulationTest}. */
class RequestBudgetTest {
  private static final String USERS = "/api/v1/users";
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong now = new AtomicLong();
  private final OktaRoutes.Connection connection = new OktaRoutes.Connection();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RequestBudget budget =
      new RequestBudget(connection, new BudgetMeters(provide(registry)), now::get);

  RequestBudgetTest() {
    allow(0.9, 30);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

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
    fail(first, new java.net.SocketException("reset"));
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
  void callsWithoutAnAnswerUseAWindowUpButNeverForGood() throws Exception {
    allow(1, 30);
    leave(enter(), limited(5, 4));
    pass(62);
    for (int i = 0; i < 5; i++) {
      fail(enter(), new java.net.SocketException("reset"));
    }
    var next = threads.submit(() -> enter());
    untilWaiting(1);
    pass(59);
    assertThat(next).isNotDone();
    pass(3);
    fail(next.get(10, TimeUnit.SECONDS), new java.net.SocketException("reset"));
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
    var many = java.util.stream.IntStream.range(0, 20).mapToObj(i -> enterUnchecked()).toList();
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
    Awaitility.await().pollDelay(java.time.Duration.ofMillis(1200)).until(() -> !waits.isDone());
    now.addAndGet(600_000_000L);
    assertThat(waits.get()).isNotNull();
    assertThat(budget.snapshot("acme").get(0).rateLimited()).isEqualTo(1);
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

  private static ObjectProvider<MeterRegistry> provide(MeterRegistry registry) {
    var beans = new StaticListableBeanFactory();
    beans.addBean("meters", registry);
    return beans.getBeanProvider(MeterRegistry.class);
  }

  private static final long EPOCH = 1_800_000_000L;

  private static String date() {
    return date(0);
  }

  private static String date(long later) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.ofEpochSecond(EPOCH + later).atOffset(ZoneOffset.UTC));
  }

  private static Map<String, Object> limited(long limit, long remaining) {
    return limited(limit, remaining, 0);
  }

  private static Map<String, Object> limited(long limit, long remaining, long later) {
    return Map.of(
        "X-Rate-Limit-Limit", "" + limit,
        "X-Rate-Limit-Remaining", "" + remaining,
        "X-Rate-Limit-Reset", "" + (EPOCH + later + 30),
        "Date", date(later));
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private static HttpOperationFailedException tooMany(Map<String, String> headers) {
    return new HttpOperationFailedException("https://a/" + USERS, 429, "", null, headers, "");
  }

  private RequiredSearch meter(String name) {
    return registry.get("okta.bucket." + name).tags("integration", "acme", "bucket", USERS);
  }

  private void allow(double share, int mostInFlight) {
    connection.set(at("https://acme.okta.com", share, mostInFlight));
  }

  private static OktaConnection at(String issuer, double share, int mostInFlight) {
    return new OktaConnection(
        "acme",
        URI.create(issuer),
        "0oa1",
        new Credential.ClientSecret("x"),
        DpopMode.AUTO,
        share,
        mostInFlight);
  }

  private Exchange known(String bucket) throws InterruptedException {
    if (budget.snapshot("acme").stream().noneMatch(each -> each.bucket().equals(bucket))) {
      leave(enter(bucket), Map.of());
    }
    return enter(bucket);
  }

  private Exchange enter() throws InterruptedException {
    return enter(USERS);
  }

  private Exchange enterUnchecked() {
    try {
      return enter();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Exchange enter(String bucket) throws InterruptedException {
    var exchange = exchange();
    budget.learn(exchange, "acme", bucket);
    budget.enter(exchange);
    return exchange;
  }

  private void leave(Exchange exchange, Map<String, Object> headers) {
    exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
    budget.leave(exchange);
  }

  private void fail(Exchange exchange, Exception failure) {
    exchange.setException(failure);
    budget.leave(exchange);
  }

  private void untilWaiting(int count) {
    Awaitility.await().until(() -> waitingIn(USERS) == count);
  }

  private int waitingIn(String bucket) {
    return budget.snapshot("acme").stream()
        .filter(each -> each.bucket().equals(bucket))
        .mapToInt(BucketSnapshot::waiting)
        .sum();
  }

  private static void assertStopped(Future<Exchange> waits) {
    assertThatThrownBy(waits::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CallsStoppedException.class);
  }

  private static Exchange exchange() {
    return new DefaultExchange(new DefaultCamelContext());
  }
}
