package org.oktadata.okta;

import java.io.IOException;
import java.net.URI;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What a failed call means.
 *
 * @param kind what it means for the collection
 * @param status the HTTP status; 0 if there was no answer
 * @param errorCode Okta's or OAuth's error code; empty if there was none
 * @param sentence one sentence for a person, without secrets
 * @param requestId Okta's id of the request, for its support; empty if unknown
 * @param retryable whether the same call may succeed if it is repeated
 */
public record OktaFailure(
    FailureKind kind,
    int status,
    String errorCode,
    String sentence,
    String requestId,
    boolean retryable) {

  /** The failure that an exchange carries now, or in onException carried until now. */
  public static OktaFailure of(Exchange exchange) {
    return of(Failures.of(exchange));
  }

  /** Explains any exception that a route may meet. */
  public static OktaFailure of(Throwable failure) {
    var http = Failures.find(failure, HttpOperationFailedException.class);
    if (http != null) {
      return HttpFailure.of(http);
    }
    var token = Failures.find(failure, OktaTokenException.class);
    if (token != null) {
      return local(FailureKind.TOKEN, token.getMessage(), token.isPassing());
    }
    var broken = Failures.find(failure, BrokenAnswerException.class);
    if (broken != null) {
      return local(broken.kind(), broken.getMessage(), broken.isPassing());
    }
    var foreign = Failures.find(failure, ForeignHostException.class);
    if (foreign != null) {
      return local(FailureKind.BROKEN_ANSWER, foreign.getMessage(), false);
    }
    var endless = Failures.find(failure, EndlessListException.class);
    if (endless != null) {
      return local(FailureKind.CURSOR_REFUSED, endless.getMessage(), false);
    }
    var stopped = Failures.find(failure, CallsStoppedException.class);
    if (stopped != null || Failures.find(failure, InterruptedException.class) != null) {
      var sentence = stopped == null ? "The call was interrupted." : stopped.getMessage();
      return local(FailureKind.STOPPED, sentence, false);
    }
    var network = Failures.find(failure, IOException.class);
    if (network != null) {
      var problem = NetworkProblem.of(network, UnansweredCallException.address(failure));
      return local(FailureKind.NETWORK, problem.sentence(), problem.passing());
    }
    return local(FailureKind.OTHER, Failures.sentence(failure), false);
  }

  /** The same, with the host that was called in the sentence of a network problem. */
  public static OktaFailure of(Throwable failure, URI called) {
    var plain = of(failure);
    var network = Failures.find(failure, IOException.class);
    return plain.kind() == FailureKind.NETWORK
            && plain.status() == 0
            && network != null
            && called != null
        ? local(
            FailureKind.NETWORK, NetworkProblem.of(network, called).sentence(), plain.retryable())
        : plain;
  }

  /** What an exchange's failure means, by whom it had called: Okta's hosts, or another's. */
  public static OktaFailure explain(Exchange exchange) {
    var next = exchange.getVariable("next", String.class);
    var url = next == null ? null : URI.create(IllegalCharacters.encode(next));
    var failure = of(Failures.of(exchange), url);
    var other = Elsewhere.called(exchange);
    var told =
        other == null || failure.kind() == FailureKind.STOPPED
            ? failure
            : elsewhere(other, Failures.of(exchange));
    return told.kind() == FailureKind.OTHER
        ? FailedStep.placeOf(exchange).map(told::at).orElse(told)
        : told;
  }

  /** Whether a call to Okta, or for its token, came to nobody: no connection could be opened. */
  public static boolean reachedNobody(Exchange exchange) {
    var kind = explain(exchange).kind();
    return (kind == FailureKind.NETWORK || kind == FailureKind.TOKEN)
        && NetworkProblem.reachedNobody(Failures.of(exchange));
  }

  /**
   * A failed call to another than Okta, which a step of somebody's own makes. It says nothing about
   * Okta: neither that it is away nor, with a 404, that what was asked for is gone.
   *
   * @param address what was called, without secrets
   */
  private static OktaFailure elsewhere(String address, Throwable failure) {
    var http = Failures.find(failure, HttpOperationFailedException.class);
    return local(
        FailureKind.OTHER,
        "A step of a route calls %s, which %s. It is asked again with the next delta: mend or remove the step."
            .formatted(
                address,
                http == null
                    ? "cannot be reached (%s)".formatted(Failures.root(failure))
                    : "answered " + http.getStatusCode()),
        false);
  }

  /** The same, with the place in a route where it happened. */
  private OktaFailure at(String place) {
    return new OktaFailure(
        kind, status, errorCode, "%s (%s)".formatted(sentence, place), requestId, retryable);
  }

  /** Whether the answer says that the token is no good, so that a new one must be fetched. */
  boolean refusesToken() {
    return kind == FailureKind.UNAUTHORIZED && !errorCode.equals(HttpFailure.NONCE_WANTED);
  }

  private static OktaFailure local(FailureKind kind, String sentence, boolean retryable) {
    return new OktaFailure(kind, 0, "", sentence, "", retryable);
  }
}
