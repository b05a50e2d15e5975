package org.oktadata.okta;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.security.MessageDigest;

/** A DPoP proof or client assertion as a server reads it. */
record Proof(SignedJWT jwt) {

  static Proof read(String text) {
    try {
      return new Proof(SignedJWT.parse(text));
    } catch (Exception e) {
      throw new AssertionError("not a JWT: " + text, e);
    }
  }

  Object claim(String name) {
    try {
      return jwt.getJWTClaimsSet().getClaim(name);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  boolean isValid() {
    try {
      var key = jwt.getHeader().getJWK().toECKey();
      return jwt.getHeader().getType().getType().equals("dpop+jwt")
          && !key.isPrivate()
          && jwt.verify(new ECDSAVerifier(key));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static String hash(String token) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return Base64URL.encode(sha256.digest(token.getBytes())).toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
