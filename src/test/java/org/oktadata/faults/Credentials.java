package org.oktadata.faults;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Base64;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;

/** The app's credentials in the org: a secret, or keys and proofs of possession (RFC 9449). */
final class Credentials {

  static final String CLIENT = "app";

  private final SandboxOkta okta;
  private final boolean keys;
  private int number;
  private String json;

  Credentials(SandboxOkta okta, boolean keys) {
    this.okta = okta;
    this.keys = keys;
    okta.register(
        keys
            ? SandboxClient.withKeys(CLIENT, new JWKSet()).requiringDpop()
            : SandboxClient.withSecret(CLIENT, "none"));
    rotate();
  }

  /** New ones in the org; those before are no longer good, nor are tokens had by them. */
  void rotate() {
    number++;
    SandboxClient client = okta.client(CLIENT);
    if (keys) {
      RSAKey key = key();
      json = "\"privateKey\":\"%s\",\"keyId\":\"%s\"".formatted(pem(key), key.getKeyID());
      okta.register(client.withPublicKeys(new JWKSet(key)));
    } else {
      json = "\"clientSecret\":\"secret-%d\"".formatted(number);
      okta.register(client.withSecrets("secret-" + number));
    }
    okta.revokeTokens();
  }

  /** The fields of the integration in the API. */
  String json() {
    return json;
  }

  private RSAKey key() {
    try {
      return new RSAKeyGenerator(2_048).keyID("key-" + number).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(RSAKey key) {
    try {
      String text = Base64.getEncoder().encodeToString(key.toRSAPrivateKey().getEncoded());
      return "-----BEGIN PRIVATE KEY-----\\n" + text + "\\n-----END PRIVATE KEY-----\\n";
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
