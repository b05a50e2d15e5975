package org.oktadata.okta;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Reads an answer that is an error: status, Okta's error code, and what the headers add. */
final class HttpFailure {
  /** RFC 9449, section 9: the server wants its nonce in the proof; the token itself is fine. */
  static final String NONCE_WANTED = "use_dpop_nonce";

  /**
   * What these say is believed of Okta alone: rows are deleted, or a list is given up for it. All
   * that was ever recorded of Okta have a JSON object, with or without an error code; a page or
   * nothing at all comes from a proxy on the way.
   */
  private static final Set<Integer> ABOUT_WHAT_IS_THERE = Set.of(400, 403, 404, 405, 410);

  private HttpFailure() {}

  static OktaFailure of(HttpOperationFailedException failure) {
    var headers = AnswerHeaders.of(failure.getResponseHeaders());
    var body = OktaErrorBody.read(failure.getResponseBody());
    var challenge = String.join(", ", headers.all("WWW-Authenticate"));
    if (challenge.contains(NONCE_WANTED)) {
      body = body.withCode(NONCE_WANTED);
    }
    var kind = kind(failure, body, challenge, headers);
    var requestId = headers.first("X-Okta-Request-Id");
    return new OktaFailure(
        kind,
        failure.getStatusCode(),
        body.code(),
        sentence(kind, failure, body, challenge, headers),
        requestId == null ? "" : requestId,
        isRetryable(kind, failure.getStatusCode()));
  }

  private static FailureKind kind(
      HttpOperationFailedException failure,
      OktaErrorBody body,
      String challenge,
      AnswerHeaders headers) {
    int status = failure.getStatusCode();
    if (ABOUT_WHAT_IS_THERE.contains(status) && !body.object() && !isAboutScope(challenge)) {
      return FailureKind.BROKEN_ANSWER;
    }
    switch (body.code()) {
      case NONCE_WANTED, "E0000011", "E0000004", "invalid_token", "invalid_dpop_proof":
        return status == 403 ? FailureKind.FORBIDDEN_ROLE : FailureKind.UNAUTHORIZED;
      case "E0000015":
        return FailureKind.FEATURE_ABSENT;
      case "E0000006":
        return isAboutScope(challenge) ? FailureKind.FORBIDDEN_SCOPE : FailureKind.FORBIDDEN_ROLE;
      case "E0000007":
        return status == 400 || status == 404
            ? notFound(failure.getUri())
            : byStatus(status, failure.getUri(), challenge, headers);
      default:
        return byStatus(status, failure.getUri(), body.code() + challenge, headers);
    }
  }

  private static FailureKind byStatus(int status, String url, String said, AnswerHeaders headers) {
    return switch (status) {
      case 400 -> badRequest(url);
      case 401 -> FailureKind.UNAUTHORIZED;
      case 403 -> isAboutScope(said) ? FailureKind.FORBIDDEN_SCOPE : FailureKind.FORBIDDEN_ROLE;
      case 404, 410 -> notFound(url);
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
    if (hasCursor(called)) {
      return FailureKind.CURSOR_REFUSED;
    }
    return String.valueOf(called.getRawPath()).endsWith("/policies")
            && query(called).contains("&type=")
        ? FailureKind.TYPE_ABSENT
        : FailureKind.BAD_REQUEST;
  }

  /** Later pages can't tell a lost cursor from a lost parent; the first page can. */
  private static FailureKind notFound(String url) {
    return hasCursor(URI.create(url)) ? FailureKind.CURSOR_REFUSED : FailureKind.GONE;
  }

  private static boolean hasCursor(URI called) {
    return query(called).contains("&after=");
  }

  private static String query(URI called) {
    return called.getRawQuery() == null ? "" : "&" + called.getRawQuery();
  }

  private static boolean isAboutScope(String said) {
    return said.toLowerCase(Locale.ROOT).contains("insufficient_scope");
  }

  private static boolean isRetryable(FailureKind kind, int status) {
    return switch (kind) {
      case UNAUTHORIZED, RATE_LIMITED, CONCURRENCY -> true;
      // The server says of itself that it can't do this, which won't change.
      case SERVER -> status != 501;
      // A redirect stays; what a proxy says of itself may pass.
      case BROKEN_ANSWER -> status >= 400;
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
          case BROKEN_ANSWER ->
              failure.getStatusCode() >= 400
                  ? "The answer for "
                      + place
                      + " is not Okta's: a proxy may have answered in its place"
                  : "Okta redirects "
                      + place
                      + " to "
                      + OktaErrorBody.summary(headers.first("Location"));
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
    return OktaErrorBody.summary(URI.create(url).getRawPath());
  }
}
