package org.oktadata.okta;

import java.net.URI;
import java.util.Locale;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Reads an answer that is an error: status, Okta's error code, and what the headers add. */
final class HttpFailure {
  /** RFC 9449, section 9: the server wants its nonce in the proof; the token itself is fine. */
  static final String NONCE_WANTED = "use_dpop_nonce";

  private HttpFailure() {}

  static OktaFailure of(HttpOperationFailedException failure) {
    var headers = AnswerHeaders.of(failure.getResponseHeaders());
    var body = OktaErrorBody.read(failure.getResponseBody());
    var challenge = String.join(", ", headers.all("WWW-Authenticate"));
    var code = challenge.contains(NONCE_WANTED) ? NONCE_WANTED : body.code();
    var kind = kind(failure, code, challenge, headers);
    var requestId = headers.first("X-Okta-Request-Id");
    return new OktaFailure(
        kind,
        failure.getStatusCode(),
        code,
        sentence(kind, failure, new OktaErrorBody(code, body.summary()), challenge, headers),
        requestId == null ? "" : requestId,
        isRetryable(kind, failure.getStatusCode()));
  }

  private static FailureKind kind(
      HttpOperationFailedException failure, String code, String challenge, AnswerHeaders headers) {
    int status = failure.getStatusCode();
    switch (code) {
      case NONCE_WANTED, "E0000011", "E0000004", "invalid_token", "invalid_dpop_proof":
        return status == 403 ? FailureKind.FORBIDDEN_ROLE : FailureKind.UNAUTHORIZED;
      case "E0000015":
        return FailureKind.FEATURE_ABSENT;
      case "E0000006":
        return isAboutScope(challenge) ? FailureKind.FORBIDDEN_SCOPE : FailureKind.FORBIDDEN_ROLE;
      case "E0000007":
        return FailureKind.GONE;
      default:
        return byStatus(status, failure.getUri(), code + challenge, headers);
    }
  }

  private static FailureKind byStatus(int status, String url, String said, AnswerHeaders headers) {
    return switch (status) {
      case 400 -> badRequest(url);
      case 401 -> FailureKind.UNAUTHORIZED;
      case 403 -> isAboutScope(said) ? FailureKind.FORBIDDEN_SCOPE : FailureKind.FORBIDDEN_ROLE;
      case 404, 410 -> FailureKind.GONE;
      case 407 -> FailureKind.NETWORK;
      case 408, 423, 425 -> FailureKind.SERVER;
      case 429 ->
          RateLimit.read(headers).filter(RateLimit::isConcurrency).isPresent()
              ? FailureKind.CONCURRENCY
              : FailureKind.RATE_LIMITED;
      default ->
          status >= 500
              ? FailureKind.SERVER
              : status >= 400 ? FailureKind.BAD_REQUEST : FailureKind.BROKEN_ANSWER;
    };
  }

  private static FailureKind badRequest(String url) {
    var called = URI.create(url);
    var query = called.getRawQuery() == null ? "" : "&" + called.getRawQuery();
    if (query.contains("&after=")) {
      return FailureKind.CURSOR_REFUSED;
    }
    return String.valueOf(called.getRawPath()).endsWith("/policies") && query.contains("&type=")
        ? FailureKind.TYPE_ABSENT
        : FailureKind.BAD_REQUEST;
  }

  private static boolean isAboutScope(String said) {
    return said.toLowerCase(Locale.ROOT).contains("insufficient_scope");
  }

  private static boolean isRetryable(FailureKind kind, int status) {
    return switch (kind) {
      case UNAUTHORIZED, RATE_LIMITED, CONCURRENCY -> true;
      // The server says of itself that it can't do this, which won't change.
      case SERVER -> status != 501;
      default -> false;
    };
  }

  private static String sentence(
      FailureKind kind,
      HttpOperationFailedException failure,
      OktaErrorBody body,
      String challenge,
      AnswerHeaders headers) {
    var place = path(failure.getUri());
    var meaning =
        switch (kind) {
          case UNAUTHORIZED -> "Okta does not accept the access token for " + place;
          case FEATURE_ABSENT -> "This org has no such feature: " + place;
          case FORBIDDEN_SCOPE ->
              "The app lacks the scope for " + place + Challenge.scope(challenge);
          case FORBIDDEN_ROLE -> "The app lacks the admin role for " + place;
          case GONE -> "There is no " + place + " (any more)";
          case TYPE_ABSENT -> "This org has no policies of this type: " + place;
          case CURSOR_REFUSED -> "Okta no longer takes the cursor of " + place;
          case RATE_LIMITED -> "The rate limit for " + place + " is used up";
          case CONCURRENCY -> "Too many requests at the same time at " + place;
          case SERVER -> "Okta's server failed at " + place;
          case NETWORK -> "The proxy asks for a login before it lets calls pass to " + place;
          case BROKEN_ANSWER -> "Okta redirects " + place + " to " + headers.first("Location");
          default -> "Okta does not understand the request for " + place;
        };
    return meaning + detail(failure.getStatusCode(), body);
  }

  private static String detail(int status, OktaErrorBody body) {
    var code = body.code().isEmpty() ? "" : " " + body.code();
    var text = body.summary().isEmpty() ? "" : ": " + body.summary();
    return " (" + status + code + text + ").";
  }

  /** Path without query: the query may be long, and cursors say nothing to people. */
  private static String path(String url) {
    return String.valueOf(URI.create(url).getRawPath());
  }
}
