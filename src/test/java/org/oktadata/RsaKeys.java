package org.oktadata;

import com.nimbusds.jose.jwk.RSAKey;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;

/** The RSA key of tests for which any will do: to look for another one's primes takes seconds. */
public final class RsaKeys {

  private static KeyPair pair;

  private RsaKeys() {}

  /** Of 2,048 bits, the same within a JVM. */
  public static synchronized KeyPair shared() {
    if (pair == null) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        pair = generator.generateKeyPair();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
    return pair;
  }

  /** It as a JSON Web Key of that id. */
  public static RSAKey named(String keyId) {
    return new RSAKey.Builder((RSAPublicKey) shared().getPublic())
        .privateKey(shared().getPrivate())
        .keyID(keyId)
        .build();
  }
}
