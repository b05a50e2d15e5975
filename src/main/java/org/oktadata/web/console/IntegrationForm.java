package org.oktadata.web.console;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.oktadata.web.IntegrationRequest;
import org.springframework.util.StringUtils;

/**
 * What a person types to connect an org. Secrets are never written back into a page.
 *
 * @param name the key; made of the display name where it is empty
 * @param credential {@code secret} or {@code key}
 */
record IntegrationForm(
    String name,
    String displayName,
    String issuer,
    String clientId,
    String credential,
    String clientSecret,
    String keyId,
    String privateKey) {

  static final IntegrationForm EMPTY =
      new IntegrationForm(null, null, null, null, "secret", null, null, null);

  IntegrationRequest request() {
    return of(key(), displayName, clientId, url(), credential, clientSecret, keyId, privateKey);
  }

  private static IntegrationRequest of(
      String name,
      String displayName,
      String clientId,
      String issuer,
      String credential,
      String clientSecret,
      String keyId,
      String privateKey) {
    boolean key = "key".equals(credential);
    return new IntegrationRequest(
        name,
        displayName,
        issuer,
        clientId,
        key ? null : clientSecret,
        key ? privateKey : null,
        key ? keyId : null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The credentials alone, for an integration that exists. */
  IntegrationRequest credentials() {
    return of(null, null, null, null, credential, clientSecret, keyId, privateKey);
  }

  /** Names, address and client; a secret only where one was typed. */
  IntegrationRequest identity() {
    return of(null, displayName, clientId, url(), credential, clientSecret, keyId, privateKey);
  }

  /** A request that changes how it is collected, and nothing else. */
  static IntegrationRequest collection(
      List<String> dataTypes, Double share, String logHistory, Integer maxInFlight) {
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
        share,
        logHistory,
        null,
        maxInFlight);
  }

  /** A request that changes the key of the intakes, and nothing else. */
  static IntegrationRequest intakeKey(String key) {
    return new IntegrationRequest(
        null, null, null, null, null, null, null, null, null, null, null, key, null);
  }

  /** Whether a secret was typed, which a page that is shown again doesn't have. */
  public boolean isTyped() {
    return StringUtils.hasText(clientSecret) || StringUtils.hasText(privateKey);
  }

  private String key() {
    if (StringUtils.hasText(name)) {
      return name.strip();
    }
    String plain =
        Normalizer.normalize(displayName == null ? "" : displayName, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT);
    return plain.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  /** People paste the host alone. */
  private String url() {
    String text = issuer == null ? "" : issuer.strip();
    return text.isEmpty() || text.contains("://") ? text : "https://" + text;
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "IntegrationForm[" + name + "]";
  }
}
