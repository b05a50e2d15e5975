package org.oktadata.web.console.integrations;

import java.text.Normalizer;
import java.util.Locale;
import org.oktadata.integrations.PrivateKeyText;
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

  /** A new integration. */
  IntegrationRequest request() {
    return connection(key(), displayName, url(), clientId);
  }

  /** The credentials alone, for an integration that exists. */
  IntegrationRequest credentials() {
    return connection(null, null, null, null);
  }

  /** Names, address and client; a secret only where one was typed. */
  IntegrationRequest identity() {
    return connection(null, displayName, url(), clientId);
  }

  private IntegrationRequest connection(
      String name, String displayName, String issuer, String clientId) {
    if ("key".equals(credential)) {
      PrivateKeyText.refuseUnreadable(privateKey, keyId);
    }
    return "key".equals(credential)
        ? IntegrationRequest.ofConnection(
            name, displayName, issuer, clientId, null, privateKey, keyId)
        : IntegrationRequest.ofConnection(
            name, displayName, issuer, clientId, clientSecret, null, null);
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
