package org.oktadata.okta;

/** What a failure means for a collection. */
public enum FailureKind {
  /** 401: the token was not accepted; a new one is fetched and the call repeated once. */
  UNAUTHORIZED,
  /** E0000015: the org has no such feature; the data type is skipped. */
  FEATURE_ABSENT,
  /** 403: the token lacks the scope. */
  FORBIDDEN_SCOPE,
  /** 403: the app lacks the admin role. */
  FORBIDDEN_ROLE,
  /** 404: the object vanished between list and call, which is normal. */
  GONE,
  /** 400: the org has no policies of this type; the data type stays complete. */
  TYPE_ABSENT,
  /**
   * 400, 404, 410: the cursor is no longer taken, or it led in a circle; the list must be started
   * again.
   */
  CURSOR_REFUSED,
  /** Any other request that Okta doesn't understand. */
  BAD_REQUEST,
  /** 429 of a bucket; the budget waits for its reset. */
  RATE_LIMITED,
  /** 429 because too many requests were in flight; fewer are sent from now on. */
  CONCURRENCY,
  /** 5xx, and 423 while policies are being reconciled. */
  SERVER,
  /** No answer: connection, time-out, TLS, unknown host. */
  NETWORK,
  /** An answer that is not whole, not JSON, or not Okta's. */
  BROKEN_ANSWER,
  /** An answer larger than is read; fewer rows a page may do. */
  TOO_LARGE,
  /** No access token could be had. */
  TOKEN,
  /** The integration or the application stops; not a failure of anything. */
  STOPPED,
  /** Not Okta's doing, such as the database. */
  OTHER
}
