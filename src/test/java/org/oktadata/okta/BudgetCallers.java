package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** One integration's budget, a clock that the test moves, and requests that call it. */
abstract class BudgetCallers {
  static final String USERS = "/api/v1/users";
  final ExecutorService threads = Executors.newCachedThreadPool();
  final AtomicLong now = new AtomicLong();
  final OktaRoutes.Connection connection = new OktaRoutes.Connection();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final RequestBudget budget =
      new RequestBudget(connection, new BudgetMeters(provide(registry)), now::get);

  BudgetCallers() {
    allow(0.9, 30);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  static ObjectProvider<MeterRegistry> provide(MeterRegistry registry) {
    var beans = new StaticListableBeanFactory();
    beans.addBean("meters", registry);
    return beans.getBeanProvider(MeterRegistry.class);
  }

  static final long EPOCH = 1_800_000_000L;

  static String date() {
    return date(0);
  }

  static String date(long later) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.ofEpochSecond(EPOCH + later).atOffset(ZoneOffset.UTC));
  }

  static Map<String, Object> limited(long limit, long remaining) {
    return limited(limit, remaining, 0);
  }

  static Map<String, Object> limited(long limit, long remaining, long later) {
    return Map.of(
        "X-Rate-Limit-Limit", "" + limit,
        "X-Rate-Limit-Remaining", "" + remaining,
        "X-Rate-Limit-Reset", "" + (EPOCH + later + 30),
        "Date", date(later));
  }

  void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  static HttpOperationFailedException tooMany(Map<String, String> headers) {
    return new HttpOperationFailedException("https://a/" + USERS, 429, "", null, headers, "");
  }

  RequiredSearch meter(String name) {
    return registry.get("okta.bucket." + name).tags("integration", "acme", "bucket", USERS);
  }

  void allow(double share, int mostInFlight) {
    connection.set(at("https://acme.okta.com", share, mostInFlight));
  }

  static OktaConnection at(String issuer, double share, int mostInFlight) {
    return new OktaConnection(
        "acme",
        URI.create(issuer),
        "0oa1",
        new Credential.ClientSecret("x"),
        DpopMode.AUTO,
        share,
        mostInFlight);
  }

  Exchange known(String bucket) throws InterruptedException {
    if (budget.snapshot("acme").stream().noneMatch(each -> each.bucket().equals(bucket))) {
      leave(enter(bucket), Map.of());
    }
    return enter(bucket);
  }

  Exchange enter() throws InterruptedException {
    return enter(USERS);
  }

  Exchange enterUnchecked() {
    try {
      return enter();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Exchange enter(String bucket) throws InterruptedException {
    var exchange = exchange();
    budget.learn(exchange, "acme", bucket);
    budget.enter(exchange);
    return exchange;
  }

  void leave(Exchange exchange, Map<String, Object> headers) {
    exchange.getMessage().setHeaders(new HashMap<>(headers));
    budget.leave(exchange);
  }

  void fail(Exchange exchange, Exception failure) {
    exchange.setException(failure);
    budget.leave(exchange);
  }

  void untilWaiting(int count) {
    Awaitility.await().until(() -> waitingIn(USERS) == count);
  }

  int waitingIn(String bucket) {
    return budget.snapshot("acme").stream()
        .filter(each -> each.bucket().equals(bucket))
        .mapToInt(BucketSnapshot::waiting)
        .sum();
  }

  static void assertStopped(Future<Exchange> waits) {
    assertThatThrownBy(waits::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CallsStoppedException.class);
  }

  static Exchange exchange() {
    return new DefaultExchange(new DefaultCamelContext());
  }
}
