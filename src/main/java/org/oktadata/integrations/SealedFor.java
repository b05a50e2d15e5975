package org.oktadata.integrations;

import com.nimbusds.jose.util.Base64URL;
import org.oktadata.digest.Sha256;

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
    return Base64URL.encode(Sha256.of(issuer + "\n" + clientId)).toString();
  }
}
