package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A step that calls another than Okta, put into a route of ours. */
class ElsewhereTest {

  @Test
  void itsRefusalSaysNothingAboutOkta() {
    OktaFailure failure =
        OktaFailure.explain(
            failed("http://ada:pw@hook.example/x?token=t", refusal("http://hook.example/x")));
    assertThat(failure.kind()).isEqualTo(FailureKind.OTHER);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.sentence())
        .isEqualTo(
            "A step of a route calls http://hook.example/x, which answered 404. It is asked again with the next delta: mend or remove the step.");
  }

  @Test
  void thatItIsAwayIsNotAnOutageOfOkta() {
    OktaFailure failure =
        OktaFailure.explain(
            failed("http://hook.example/x", new ConnectException("Connection refused")));
    assertThat(failure.kind()).isEqualTo(FailureKind.OTHER);
    assertThat(failure.sentence())
        .startsWith(
            "A step of a route calls http://hook.example/x, which cannot be reached (Connection refused).");
  }

  @Test
  void whatOktaItselfAnswersStaysAsItIs() {
    OktaFailure failure =
        OktaFailure.explain(
            failed("http://okta?httpMethod=GET", new ConnectException("Connection refused")));
    assertThat(failure.kind()).isEqualTo(FailureKind.NETWORK);
    assertThat(failure.sentence()).contains("acme.okta.com");
  }

  private static HttpOperationFailedException refusal(String address) {
    return new HttpOperationFailedException(address, 404, "Not Found", null, Map.of(), "");
  }

  private static Exchange failed(String endpoint, Exception failure) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("next", "https://acme.okta.com/api/v1/zones");
    exchange.setProperty(ExchangePropertyKey.TO_ENDPOINT, endpoint);
    exchange.setException(failure);
    return exchange;
  }
}
