package org.oktadata.integrations;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.oktadata.okta.OktaConnection;
import org.oktadata.okta.OrgUrl;

/**
 * One connected org, as stored.
 *
 * @param managedBy who owns it, and so where it is edited
 * @param state whether it can be collected, as this instance sees it and the org said last
 * @param stateReason one sentence, null while ready
 * @param pipeline {@code idx} or {@code v1}, null until the org was asked
 * @param grantedScopes scopes of the last token, null until there was one
 * @param checkedAt when the org was last asked about itself
 * @param credentials null where the seal doesn't open
 */
public record Integration(
    String name,
    String displayName,
    URI issuer,
    String clientId,
    IntegrationOptions options,
    ManagedBy managedBy,
    Instant firstSeen,
    Instant changedAt,
    State state,
    String stateReason,
    String pipeline,
    List<String> grantedScopes,
    Instant checkedAt,
    Credentials credentials) {

  /** Who owns an integration. */
  public enum ManagedBy {
    CONFIGURATION,
    API
  }

  /** Whether an integration can be collected. */
  public enum State {
    READY,
    FAILED
  }

  /** What requests to this org need. */
  public OktaConnection connection() {
    return new OktaConnection(
        name,
        issuer,
        clientId,
        credentials.forOkta(),
        options.dpop(),
        options.rateLimitShare(),
        options.maxInFlight());
  }

  /** Whether settings lead to the same app of the same org, by the same secret or key. */
  boolean isSameApp(IntegrationSettings wanted) {
    return credentials != null
        && issuer.equals(OrgUrl.normalise(wanted.issuer()))
        && clientId.equals(wanted.clientId())
        && credentials.forOkta().equals(wanted.credentials().forOkta());
  }

  /** The settings that make this integration; secrets are null where the seal doesn't open. */
  public IntegrationSettings settings() {
    Credentials known = credentials == null ? new Credentials(null, null, null, null) : credentials;
    return new IntegrationSettings(
        name,
        displayName,
        issuer.toString(),
        clientId,
        known.clientSecret(),
        known.privateKey(),
        known.keyId(),
        options.dpop(),
        options.dataTypes(),
        options.rateLimitShare(),
        options.logHistory(),
        known.intakeKey(),
        options.maxInFlight());
  }
}
