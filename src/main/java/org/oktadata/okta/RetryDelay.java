package org.oktadata.okta;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * Counts the failed attempts at a call, and says whether it is made once more and after what pause.
 * Route {@code okta-call} marks what repeats another ({@link #mark}).
 */
@Component
public class RetryDelay implements Processor {
  private static final int MOST_RATE_LIMITED = 30;
  private static final long SHORTEST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 30_000;

  private final int mostFailures;

  RetryDelay(OktaHttpSettings settings) {
    this.mostFailures = settings.attempts();
  }

  /** Notes the failure and sets the delay before the next attempt, in milliseconds. */
  @Override
  public void process(Exchange exchange) {
    var failure = OktaFailure.of(exchange);
    var attempts = Attempts.of(exchange).failed(failure);
    attempts.keep(exchange);
    exchange
        .getIn()
        .setHeader(Exchange.REDELIVERY_DELAY, millis(failure, attempts.failures(), exchange));
  }

  /** Whether the failed call should be made once more. */
  public boolean again(Exchange exchange) {
    var failure = OktaFailure.of(exchange);
    var attempts = Attempts.of(exchange);
    var again =
        switch (failure.kind()) {
          // A new token was refused as well: it won't get better.
          case UNAUTHORIZED -> attempts.refusals() < 2;
          case RATE_LIMITED, CONCURRENCY -> attempts.failures() < MOST_RATE_LIMITED;
          default -> failure.retryable() && attempts.failures() < mostFailures;
        };
    if (!again) {
      attempts.givenUp().keep(exchange);
    }
    return again;
  }

  /**
   * Whether a page that came may be asked for again although it was no use so many times: the call
   * succeeded, so its own count is none.
   */
  public boolean mayTurnOutWell(int failures) {
    return failures < mostFailures;
  }

  /** Tells Okta that a request is a repetition, and of which (as Okta's SDKs do). */
  public void mark(Exchange exchange) {
    var attempts = Attempts.of(exchange);
    if (attempts.failures() > 0 && !attempts.over() && !attempts.requestId().isEmpty()) {
      exchange.getIn().setHeader("X-Okta-Retry-For", attempts.requestId());
      exchange.getIn().setHeader("X-Okta-Retry-Count", attempts.failures());
    }
  }

  private static long millis(OktaFailure failure, int failures, Exchange exchange) {
    return switch (failure.kind()) {
      // The budget waits for the reset of the bucket; here only the herd is spread a little.
      case RATE_LIMITED, UNAUTHORIZED -> jitter(50, 250);
      case TOKEN -> Math.max(tokenWait(exchange), exponential(failures));
      default -> exponential(failures);
    };
  }

  private static long tokenWait(Exchange exchange) {
    var token = Failures.find(Failures.of(exchange), OktaTokenException.class);
    return token == null ? 0 : token.retryAfter().toMillis();
  }

  private static long exponential(int failures) {
    long most = Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << Math.min(failures, 10));
    return jitter(most / 2, most);
  }

  private static long jitter(long from, long to) {
    return ThreadLocalRandom.current().nextLong(from, to + 1);
  }
}
