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
 * @param granted the scopes that Okta put into it
 * @param renewAt when to ask for the next one, by {@link System#nanoTime}
 * @param expiresAt until when Okta accepts it, by {@link System#nanoTime}
 */
record AccessToken(
    long number,
    URI issuer,
    String value,
    boolean dpop,
    Set<String> granted,
    long renewAt,
    long expiresAt) {

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
