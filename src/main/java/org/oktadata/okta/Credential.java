package org.oktadata.okta;

/** How an app proves to Okta who it is. No {@code toString} shows the secret. */
public sealed interface Credential {

  /**
   * The client secret of an API service integration, sent as {@code client_secret_basic}.
   *
   * @param value the secret as Okta showed it
   */
  record ClientSecret(String value) implements Credential {
    @Override
    public String toString() {
      return "client secret ****";
    }
  }

  /**
   * The private key of a service app, used as {@code private_key_jwt}.
   *
   * @param pem PKCS#1, PKCS#8 or SEC1 text of an RSA or EC key
   * @param keyId the {@code kid} that Okta shows beside the public key; null or empty if unknown
   */
  record PrivateKey(String pem, String keyId) implements Credential {
    @Override
    public String toString() {
      return "private key **** with key id " + keyId;
    }
  }
}
