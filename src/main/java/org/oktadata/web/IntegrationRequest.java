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

  public IntegrationRequest {
    if (privateKey != null && privateKey.strip().startsWith("file:")) {
      throw new WrongSetting(
          "private-key", "must be the PEM text here; files are for configuration");
    }
  }

  /** Which org is meant, and how it is entered; null leaves what an integration has. */
  public static IntegrationRequest ofConnection(
      String name,
      String displayName,
      String issuer,
      String clientId,
      String clientSecret,
      String privateKey,
      String keyId) {
    return new IntegrationRequest(
        name,
        displayName,
        issuer,
        clientId,
        clientSecret,
        privateKey,
        keyId,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** How it is to be collected alone. */
  public static IntegrationRequest ofCollection(
      List<String> dataTypes, Double rateLimitShare, String logHistory, Integer maxInFlight) {
    return new IntegrationRequest(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        dataTypes,
        rateLimitShare,
        logHistory,
        null,
        maxInFlight);
  }

  /** Another key of the intakes alone. */
  public static IntegrationRequest ofIntakeKey(String intakeKey) {
    return new IntegrationRequest(
        null, null, null, null, null, null, null, null, null, null, null, intakeKey, null);
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
