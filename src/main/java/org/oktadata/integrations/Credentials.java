package org.oktadata.integrations;

import org.oktadata.okta.Credential;

/**
 * The secrets of one integration: a client secret or a private key, and the key of its intakes.
 *
 * @param clientSecret null where a private key is used
 * @param privateKey PEM text, null where a secret is used
 * @param keyId kid of the private key
 * @param intakeKey what streams send; null closes the intakes
 */
public record Credentials(String clientSecret, String privateKey, String keyId, String intakeKey) {

  /** What the API tells about them. */
  public String type() {
    return privateKey == null ? "client-secret" : "private-key";
  }

  /** The same, as requests to Okta take it. */
  public Credential forOkta() {
    return privateKey == null
        ? new Credential.ClientSecret(clientSecret)
        : new Credential.PrivateKey(privateKey, keyId);
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "Credentials[" + type() + "]";
  }
}
