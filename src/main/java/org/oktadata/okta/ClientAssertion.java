package org.oktadata.okta;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/**
 * The signed statement that stands for a client secret: {@code private_key_jwt}, RFC 7523. Okta
 * takes each one only once, even if the request fails, so every attempt needs a new one.
 */
final class ClientAssertion {
  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** Dated a little back, because Okta refuses what seems to come from the future. */
  private static final Duration BACKDATED = Duration.ofSeconds(5);

  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private ClientAssertion() {}

  /** A new assertion for one request to the connection's token endpoint, by the server's clock. */
  static String sign(OktaConnection connection, SigningKey key, Instant serverNow) {
    var issued = serverNow.minus(BACKDATED);
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(connection.clientId())
            .subject(connection.clientId())
            .audience(connection.tokenUrl().toString())
            .issueTime(Date.from(issued))
            .expirationTime(Date.from(issued.plus(LIFETIME)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    var header =
        new JWSHeader.Builder(key.algorithm()).type(JOSEObjectType.JWT).keyID(key.keyId()).build();
    var jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(key.signer());
    } catch (JOSEException e) {
      throw new OktaTokenException("The private key cannot sign: it may be damaged.");
    }
    return jwt.serialize();
  }
}
