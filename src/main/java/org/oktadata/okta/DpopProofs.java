package org.oktadata.okta;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.oktadata.digest.Sha256;
import org.springframework.stereotype.Component;

/**
 * DPoP proofs (RFC 9449): each request is signed anew with a key that only this process has, so
 * that a stolen token is of no use. Remembers the nonces that Okta hands out; the authorization
 * server's and the API's are kept apart (RFC 9449, section 8.2).
 */
@Component
final class DpopProofs {
  private final ECKey key;
  private final ECDSASigner signer;
  private final ServerClocks clocks;
  private final Map<String, String> nonces = new ConcurrentHashMap<>();

  DpopProofs(ServerClocks clocks) throws JOSEException {
    this.clocks = clocks;
    this.key = new ECKeyGenerator(Curve.P_256).generate();
    this.signer = new ECDSASigner(key);
  }

  /** A new proof for one token request. */
  String forToken(String integration, String method, URI called) {
    return sign(integration, method, called, null);
  }

  /** A new proof for one call with the token, for the host that is really called. */
  String forCall(String integration, String method, URI called, String token) {
    return sign(integration, method, called, hash(token));
  }

  /** Keeps the nonce of an answer for the next proof to the same server. */
  void remember(String integration, URI called, String nonce) {
    if (nonce != null && !nonce.isBlank()) {
      nonces.put(place(integration, called), nonce);
    }
  }

  private String sign(String integration, String method, URI called, String tokenHash) {
    var target = called.getScheme() + "://" + called.getRawAuthority() + called.getRawPath();
    var claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("htm", method)
            .claim("htu", target)
            .issueTime(Date.from(clocks.now(integration).minusSeconds(2)))
            .claim("ath", tokenHash)
            .claim("nonce", nonces.get(place(integration, called)));
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(key.toPublicJWK())
            .build();
    var jwt = new SignedJWT(header, claims.build());
    try {
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("The DPoP key of this process cannot sign.", e);
    }
  }

  private static String place(String integration, URI called) {
    return integration + (called.getRawPath().startsWith("/oauth2/") ? " token" : " api");
  }

  private static String hash(String token) {
    return Base64URL.encode(Sha256.of(token.getBytes(StandardCharsets.US_ASCII))).toString();
  }
}
