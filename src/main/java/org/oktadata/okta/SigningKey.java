package org.oktadata.okta;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAKey;

/**
 * A private key ready to sign: RS256 for RSA, and for EC the algorithm of its curve (RFC 7518).
 *
 * @param algorithm the {@code alg} of the JWT
 * @param signer signs with the key
 * @param keyId the {@code kid}; null if none was given
 */
public record SigningKey(JWSAlgorithm algorithm, JWSSigner signer, String keyId) {
  private static final int SHORTEST_RSA = 2048;

  /**
   * Reads the key, and thereby says whether it can be used.
   *
   * @throws OktaTokenException "The private key cannot be read because …"
   */
  public static SigningKey of(Credential.PrivateKey credential) {
    var kid = credential.keyId();
    return of(
        PrivateKeyPem.read(credential.pem()), kid == null || kid.isBlank() ? null : kid.strip());
  }

  private static SigningKey of(PrivateKey key, String keyId) {
    try {
      if (key instanceof ECPrivateKey ec) {
        var signer = new ECDSASigner(ec);
        var algorithm = signer.supportedJWSAlgorithms().iterator().next();
        if (algorithm.equals(JWSAlgorithm.ES256K)) {
          throw otherCurve();
        }
        return new SigningKey(algorithm, signer, keyId);
      }
      if (((RSAKey) key).getModulus().bitLength() < SHORTEST_RSA) {
        throw new OktaTokenException(
            "The private key cannot be used because it is shorter than 2048 bits.");
      }
      return new SigningKey(JWSAlgorithm.RS256, new RSASSASigner(key), keyId);
    } catch (JOSEException e) {
      throw otherCurve();
    }
  }

  private static OktaTokenException otherCurve() {
    return new OktaTokenException(
        "The private key cannot be used because its curve is none of P-256, P-384 and P-521.");
  }

  @Override
  public String toString() {
    return algorithm + " key " + keyId;
  }
}
