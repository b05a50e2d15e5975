package org.oktadata.integrations;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.oktadata.okta.DpopMode;
import org.oktadata.okta.OktaConnection;
import org.oktadata.okta.OrgUrl;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.StringUtils;

/**
 * One integration as a person describes it, in configuration or through the API. Empty values count
 * as unset.
 *
 * @param name key everywhere: lower-case letters, digits and dashes
 * @param displayName what people read; the name where it is unset
 * @param issuer the org URL
 * @param clientId id of the app in Okta
 * @param clientSecret secret of an API service integration
 * @param privateKey PEM text, or {@code file:} and its path; instead of a secret
 * @param keyId kid of the private key
 * @param dpop whether requests carry a DPoP proof
 * @param dataTypes names of data types; {@code managed} stands for all that need no decision
 * @param rateLimitShare part of what the app may use, over 0 and up to 1
 * @param logHistory how far back the first collection of the System Log goes, 179 days at most
 * @param intakeKey what streams send as Authorization; null closes the intakes
 * @param maxInFlight most requests at the same time
 */
public record IntegrationSettings(
    String name,
    String displayName,
    String issuer,
    String clientId,
    String clientSecret,
    String privateKey,
    String keyId,
    @DefaultValue("auto") DpopMode dpop,
    @DefaultValue("managed") List<String> dataTypes,
    @DefaultValue("0.9") double rateLimitShare,
    @DefaultValue("90d") @DurationUnit(ChronoUnit.DAYS) Duration logHistory,
    String intakeKey,
    @DefaultValue("30") int maxInFlight) {

  /** Okta refuses to begin its log more than 180 days ago (E0000053). */
  public static final Duration LONGEST_LOG_HISTORY = Duration.ofDays(179);

  public IntegrationSettings {
    name = text(name);
    issuer = text(issuer);
    clientId = text(clientId);
    clientSecret = text(clientSecret);
    privateKey = text(privateKey);
    keyId = text(keyId);
    intakeKey = text(intakeKey);
    displayName = text(displayName) == null ? name : displayName.strip();
    dataTypes =
        dataTypes.stream().filter(StringUtils::hasText).map(String::strip).distinct().toList();
    dataTypes = dataTypes.isEmpty() ? List.of("managed") : dataTypes;
  }

  /** A new integration of that name: all else is unset, or as it is by default. */
  public static IntegrationSettings fresh(String name) {
    Map<String, String> set = name == null ? Map.of() : Map.of("fresh.name", name);
    return new Binder(new MapConfigurationPropertySource(set))
        .bindOrCreate("fresh", Bindable.of(IntegrationSettings.class));
  }

  /** Refuses a wrong shape; whether Okta takes the credentials is not asked here. */
  public void check() {
    IntegrationShape.check(this);
  }

  /** What requests to that org need. */
  public OktaConnection connection() {
    return new OktaConnection(
        name,
        OrgUrl.normalise(issuer),
        clientId,
        credentials().forOkta(),
        dpop,
        rateLimitShare,
        maxInFlight);
  }

  /** The secrets among the settings. */
  Credentials credentials() {
    return new Credentials(clientSecret, privateKey, keyId, intakeKey);
  }

  /** The rest of how the integration is collected. */
  IntegrationOptions options() {
    return new IntegrationOptions(dpop, dataTypes, rateLimitShare, logHistory, maxInFlight);
  }

  /** The same with another private key. */
  IntegrationSettings withPrivateKey(String text) {
    return new IntegrationSettings(
        name,
        displayName,
        issuer,
        clientId,
        clientSecret,
        text,
        keyId,
        dpop,
        dataTypes,
        rateLimitShare,
        logHistory,
        intakeKey,
        maxInFlight);
  }

  /** Nothing is set that says which org is meant. */
  boolean isUnset() {
    return Stream.of(
            name, displayName, issuer, clientId, clientSecret, privateKey, keyId, intakeKey)
        .allMatch(Objects::isNull);
  }

  private static String text(String value) {
    return StringUtils.hasText(value) ? value.strip() : null;
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "IntegrationSettings[" + name + ", " + issuer + "]";
  }
}
