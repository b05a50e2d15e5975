package org.oktadata.okta;

import org.apache.camel.Exchange;

/**
 * The failed attempts at one call, kept in an exchange property: Camel's own counter is a header,
 * and headers are gone as soon as an HTTP answer has arrived.
 *
 * @param url the page that is asked for
 * @param failures how often in a row it has failed
 * @param refusals how many of them were a refused token
 * @param requestId Okta's id of the first failed request; empty if there was no answer
 * @param over whether the call was given up, so that a further failure begins a new count
 */
record Attempts(String url, int failures, int refusals, String requestId, boolean over) {
  private static final String PROPERTY = "oktaAttempts";

  /** Those at the exchange's current page; a count of none if it has not failed yet. */
  static Attempts of(Exchange exchange) {
    var url = exchange.getVariable("next", "", String.class);
    var counted = exchange.getProperty(PROPERTY, Attempts.class);
    return counted == null || !counted.url.equals(url)
        ? new Attempts(url, 0, 0, "", false)
        : counted;
  }

  /** Forgets them, because the call has succeeded. */
  static void forget(Exchange exchange) {
    exchange.removeProperty(PROPERTY);
  }

  Attempts failed(OktaFailure failure) {
    var before = over ? new Attempts(url, 0, 0, "", false) : this;
    return new Attempts(
        url,
        before.failures + 1,
        before.refusals + (failure.kind() == FailureKind.UNAUTHORIZED ? 1 : 0),
        before.requestId.isEmpty() ? failure.requestId() : before.requestId,
        false);
  }

  Attempts givenUp() {
    return new Attempts(url, failures, refusals, requestId, true);
  }

  void keep(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }
}
