package org.oktadata.sandbox;

import java.util.Set;

/**
 * An access token that was given out.
 *
 * @param thumbprint of the key it is bound to (RFC 9449, {@code cnf.jkt}), null for a bearer token
 */
record AccessToken(
    String value, String clientId, Set<String> scopes, String thumbprint, long expires) {

  boolean bound() {
    return thumbprint != null;
  }
}
