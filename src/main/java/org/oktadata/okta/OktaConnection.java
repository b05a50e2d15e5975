package org.oktadata.okta;

import java.net.URI;

/**
 * All that is needed to speak to one Okta org.
 *
 * @param integration the name of the integration, the key everywhere
 * @param issuer the org's URL as {@link OrgUrl#normalise} returns it
 * @param clientId the app's client id
 * @param credential the app's secret or private key
 * @param dpop whether tokens are bound to a key
 * @param rateLimitShare how much of each rate-limit bucket to use at most, above 0 and up to 1
 * @param maxInFlight how many requests may wait for Okta at the same time at most, 1 or more
 */
public record OktaConnection(
    String integration,
    URI issuer,
    String clientId,
    Credential credential,
    DpopMode dpop,
    double rateLimitShare,
    int maxInFlight) {

  /** Refuses a share outside 0 to 1 and an in-flight limit below 1. */
  public OktaConnection {
    if (!(rateLimitShare > 0 && rateLimitShare <= 1)) {
      throw new IllegalArgumentException(
          "The rate limit share must be above 0 and at most 1, but is " + rateLimitShare + ".");
    }
    if (maxInFlight < 1) {
      throw new IllegalArgumentException(
          "At least one request must be allowed in flight, but the limit is " + maxInFlight + ".");
    }
  }

  /** The URL of the token endpoint of the org's own authorization server. */
  URI tokenUrl() {
    return issuer.resolve("/oauth2/v1/token");
  }

  @Override
  public String toString() {
    return integration + " at " + issuer + " as " + clientId + " with " + credential;
  }
}
