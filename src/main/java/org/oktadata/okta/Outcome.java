package org.oktadata.okta;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * How a request ended, as far as the budget cares.
 *
 * @param status the HTTP status; 0 if there was no answer
 * @param limit what the answer said of its rate limit; null if nothing
 * @param retryAfter how long it asks to wait; null if it doesn't say
 */
record Outcome(int status, RateLimit limit, Duration retryAfter) {
  /** A request that ended without an answer; the server may have counted it. */
  static final Outcome NONE = new Outcome(0, null);

  /** A request that was given up before it was sent. */
  static final Outcome UNSENT = new Outcome(-1, null);

  private static final int TOO_MANY_REQUESTS = 429;

  Outcome(int status, RateLimit limit) {
    this(status, limit, null);
  }

  /** Reads the answer off the exchange, or off the failure of its call. */
  static Outcome of(Exchange exchange, Throwable failure) {
    var headers = AnswerHeaders.of(exchange, failure);
    var limit = RateLimit.read(headers).orElse(null);
    var http = Failures.find(failure, HttpOperationFailedException.class);
    if (http != null) {
      return new Outcome(http.getStatusCode(), limit, RetryAfter.read(headers).orElse(null));
    }
    if (failure == null || Failures.find(failure, BrokenAnswerException.class) != null) {
      return new Outcome(200, limit);
    }
    return isUnsent(failure) ? UNSENT : NONE;
  }

  private static boolean isUnsent(Throwable failure) {
    return Failures.find(failure, OktaTokenException.class) != null
        || Failures.find(failure, ForeignHostException.class) != null
        || Failures.find(failure, CallsStoppedException.class) != null;
  }

  /** Whether the server itself answered; a 5xx may come from anything before it. */
  boolean isAnswered() {
    return status > 0 && status < 500;
  }

  boolean isSuccess() {
    return status == 200;
  }

  /** A 429 because the bucket is empty. */
  boolean isRateLimited() {
    return status == TOO_MANY_REQUESTS && !isConcurrency();
  }

  /** A 429 because too many requests are in flight. */
  boolean isConcurrency() {
    return status == TOO_MANY_REQUESTS && limit != null && limit.isConcurrency();
  }
}
