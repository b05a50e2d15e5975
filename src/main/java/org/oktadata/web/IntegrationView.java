package org.oktadata.web;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.oktadata.collect.Verifications;
import org.oktadata.integrations.Credentials;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.IntegrationOptions;
import org.springframework.boot.convert.DurationStyle;

/**
 * What {@code /api} tells about an integration: everything but its secrets.
 *
 * @param credentials null where they can't be opened or were erased
 * @param intakeKeySet whether streams may deliver
 * @param logHistory such as {@code 90d}
 * @param verification what the last verification of a sample came to; null before the first
 */
record IntegrationView(
    String name,
    String displayName,
    String issuer,
    String clientId,
    CredentialsView credentials,
    boolean intakeKeySet,
    String dpop,
    List<String> dataTypes,
    double rateLimitShare,
    String logHistory,
    int maxInFlight,
    String managedBy,
    String state,
    String stateReason,
    String pipeline,
    List<String> grantedScopes,
    Instant firstSeen,
    Instant changedAt,
    Instant checkedAt,
    Verifications.Last verification) {

  /**
   * Which kind of credentials, never the credentials.
   *
   * @param type {@code client-secret} or {@code private-key}
   * @param keyId kid of the private key
   */
  record CredentialsView(String type, String keyId) {}

  static IntegrationView of(Integration integration, Verifications verifications) {
    Credentials credentials = integration.credentials();
    IntegrationOptions options = integration.options();
    return new IntegrationView(
        integration.name(),
        integration.displayName(),
        integration.issuer().toString(),
        integration.clientId(),
        credentials == null ? null : new CredentialsView(credentials.type(), credentials.keyId()),
        credentials != null && credentials.intakeKey() != null,
        lower(options.dpop()),
        options.dataTypes(),
        options.rateLimitShare(),
        text(options.logHistory()),
        options.maxInFlight(),
        lower(integration.managedBy()),
        lower(integration.state()),
        integration.stateReason(),
        integration.pipeline(),
        integration.grantedScopes(),
        integration.firstSeen(),
        integration.changedAt(),
        integration.checkedAt(),
        verifications.last(integration.name()).orElse(null));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String text(Duration duration) {
    boolean days = duration.equals(Duration.ofDays(duration.toDays()));
    return DurationStyle.SIMPLE.print(duration, days ? ChronoUnit.DAYS : ChronoUnit.SECONDS);
  }
}
