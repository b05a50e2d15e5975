package org.oktadata.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.oktadata.integrations.IntegrationSettings;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.okta.DpopMode;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

/**
 * An integration as a client sends it. What is left out keeps its value, or takes its default in a
 * new one; an empty intake key closes the intakes; what an answer only tells may be sent back.
 */
@JsonIgnoreProperties({
  "credentials",
  "intakeKeySet",
  "managedBy",
  "state",
  "stateReason",
  "pipeline",
  "grantedScopes",
  "firstSeen",
  "changedAt",
  "checkedAt",
  "verification"
})
public record IntegrationRequest(
    String name,
    String displayName,
    String issuer,
    String clientId,
    String clientSecret,
    String privateKey,
    String keyId,
    DpopMode dpop,
    @JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> dataTypes,
    Double rateLimitShare,
    String logHistory,
    String intakeKey,
    Integer maxInFlight) {

  /** Names nothing: what an integration has stays. */
  public static final IntegrationRequest NOTHING =
      new IntegrationRequest(
          null, null, null, null, null, null, null, null, null, null, null, null, null);

  public IntegrationRequest {
    if (privateKey != null && privateKey.strip().startsWith("file:")) {
      throw new WrongSetting(
          "private-key", "must be the PEM text here; files are for configuration");
    }
  }

  /** The same for an integration of that name, org and client. */
  public IntegrationRequest withIdentity(
      String name, String displayName, String issuer, String clientId) {
    return new IntegrationRequest(
        name,
        displayName,
        issuer,
        clientId,
        clientSecret,
        privateKey,
        keyId,
        dpop,
        dataTypes,
        rateLimitShare,
        logHistory,
        intakeKey,
        maxInFlight);
  }

  /** The same with a secret, and no key. */
  public IntegrationRequest withClientSecret(String clientSecret) {
    return withCredentials(clientSecret, null, null);
  }

  /** The same with a key, and no secret. */
  public IntegrationRequest withPrivateKey(String privateKey, String keyId) {
    return withCredentials(null, privateKey, keyId);
  }

  private IntegrationRequest withCredentials(String clientSecret, String privateKey, String keyId) {
    return new IntegrationRequest(
        name,
        displayName,
        issuer,
        clientId,
        clientSecret,
        privateKey,
        keyId,
        dpop,
        dataTypes,
        rateLimitShare,
        logHistory,
        intakeKey,
        maxInFlight);
  }

  /** The same, with how it is to be collected. */
  public IntegrationRequest withCollection(
      List<String> dataTypes, Double rateLimitShare, String logHistory, Integer maxInFlight) {
    return new IntegrationRequest(
        name,
        displayName,
        issuer,
        clientId,
        clientSecret,
        privateKey,
        keyId,
        dpop,
        dataTypes,
        rateLimitShare,
        logHistory,
        intakeKey,
        maxInFlight);
  }

  /** The same with another key of the intakes. */
  public IntegrationRequest withIntakeKey(String intakeKey) {
    return new IntegrationRequest(
        name,
        displayName,
        issuer,
        clientId,
        clientSecret,
        privateKey,
        keyId,
        dpop,
        dataTypes,
        rateLimitShare,
        logHistory,
        intakeKey,
        maxInFlight);
  }

  /** The settings of a new integration. */
  IntegrationSettings settings() {
    return over(IntegrationSettings.fresh(name));
  }

  /**
   * The settings of an integration after the change. Its secret stays unless another one is sent.
   */
  IntegrationSettings over(IntegrationSettings now) {
    boolean replaced = sendsSecret();
    return new IntegrationSettings(
        now.name(),
        or(displayName, now.displayName()),
        or(issuer, now.issuer()),
        or(clientId, now.clientId()),
        replaced ? clientSecret : now.clientSecret(),
        replaced ? privateKey : now.privateKey(),
        replaced ? keyId : or(keyId, now.keyId()),
        dpop == null ? now.dpop() : dpop,
        dataTypes == null ? now.dataTypes() : dataTypes,
        rateLimitShare == null ? now.rateLimitShare() : rateLimitShare,
        StringUtils.hasText(logHistory) ? duration(logHistory) : now.logHistory(),
        intakeKey == null ? now.intakeKey() : intakeKey,
        maxInFlight == null ? now.maxInFlight() : maxInFlight);
  }

  /** Whether the credentials are to be replaced. */
  public boolean sendsSecret() {
    return StringUtils.hasText(clientSecret) || StringUtils.hasText(privateKey);
  }

  private static String or(String value, String otherwise) {
    return StringUtils.hasText(value) ? value : otherwise;
  }

  private static Duration duration(String text) {
    try {
      return DurationStyle.detectAndParse(text, ChronoUnit.DAYS);
    } catch (IllegalArgumentException e) {
      throw new WrongSetting("log-history", "must be a duration with a unit, such as 90d");
    }
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "IntegrationRequest[" + name + "]";
  }
}
