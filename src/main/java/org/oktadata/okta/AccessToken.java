package org.oktadata.okta;

import java.net.URI;
import java.util.Set;

/**
 * One access token. It never leaves this package, and {@code toString} doesn't show it.
 *
 * @param number tells two tokens apart without showing either
 * @param issuer the org that it may be sent to
 * @param value the token itself
 * @param dpop whether it is bound to this process's DPoP key
 * @param asked the scopes that it was asked for with
 * @param granted the scopes that Okta put into it
 * @param askedAt when that was, by {@link System#nanoTime}
 * @param renewAt when to ask for the next one, by {@link System#nanoTime}
 * @param expiresAt until when Okta accepts it, by {@link System#nanoTime}
 */
record AccessToken(
    long number,
    URI issuer,
    String value,
    boolean dpop,
    Set<String> asked,
    Set<String> granted,
    long askedAt,
    long renewAt,
    long expiresAt) {

  /** So young a token has what was granted: nobody grants a scope and collects in less. */
  private static final long FRESH = 10_000_000_000L;

  /** Whether this one lacks a scope that may have been granted, or asked for, since. */
  boolean newOneMayHave(String scope, long nanos) {
    return !granted.contains(scope) && (!asked.contains(scope) || nanos - askedAt > FRESH);
  }

  boolean isDueAt(long nanos) {
    return nanos - renewAt >= 0;
  }

  boolean isExpiredAt(long nanos) {
    return nanos - expiresAt >= 0;
  }

  @Override
  public String toString() {
    return "token " + number + " for " + issuer;
  }
}
