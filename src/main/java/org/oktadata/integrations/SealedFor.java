package org.oktadata.integrations;

import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Where sealed credentials belong, and so where they may be sent.
 *
 * @param integration its name
 * @param issuer the org's address, as it is stored
 * @param clientId of the app in Okta
 */
record SealedFor(String integration, String issuer, String clientId) {

  /** SHA-256 of issuer and client: a seal's header can be read by anybody. */
  String fingerprint() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((issuer + "\n" + clientId).getBytes(StandardCharsets.UTF_8));
      return Base64URL.encode(hash).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
