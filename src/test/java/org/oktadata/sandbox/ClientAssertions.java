package org.oktadata.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Checks signed assertions of a client about itself (RFC 7523), with Okta's error texts. */
final class ClientAssertions {
  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  private static final long HOUR = 3_600_000;

  private final LongSupplier clock;
  private final UsedOnce assertions = new UsedOnce();

  ClientAssertions(LongSupplier clock) {
    this.clock = clock;
  }

  SandboxClient check(String assertion, String url, Function<String, SandboxClient> clients) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      SandboxClient client = claims.getIssuer() == null ? null : clients.apply(claims.getIssuer());
      String wrong = wrong(jwt, claims, client, url);
      if (wrong == null && !assertions.use(used(claims, assertion))) {
        wrong = "The client_assertion token has already been used.";
      }
      if (wrong != null) {
        throw ApiError.oauth(401, "invalid_client", wrong);
      }
      return client;
    } catch (ParseException unreadable) {
      throw ApiError.oauth(401, "invalid_client", "The parsing of the client_assertion failed.");
    }
  }

  private String wrong(SignedJWT jwt, JWTClaimsSet claims, SandboxClient client, String url) {
    if (client == null) {
      return "The issuer claim for client_assertion is not a valid client_id.";
    }
    if (!client.id().equals(claims.getSubject())) {
      return "The subject claim for client_assertion is not a valid client_id.";
    }
    if (!claims.getAudience().contains(url)) {
      return "The audience claim for client_assertion must be the endpoint invoked for the request.";
    }
    if (claims.getExpirationTime() == null) {
      return "The client_assertion must contain the 'exp' claim as seconds since epoch.";
    }
    long now = clock.getAsLong();
    long left = claims.getExpirationTime().getTime() - now;
    if (left <= 0) {
      return "The client_assertion token is expired.";
    }
    if (left > HOUR + 5_000) {
      return "The client_assertion token has an expiration too far into the future.";
    }
    if (claims.getIssueTime() != null && claims.getIssueTime().getTime() > now + 5_000) {
      return "The client_assertion token must be issued before the current time.";
    }
    return wrongSignature(jwt, client);
  }

  private static String wrongSignature(SignedJWT jwt, SandboxClient client) {
    if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
      return "The client_assertion JWT signature algorithm is invalid.";
    }
    if (client.keys().isEmpty()) {
      return "The client does not have a JWKSet configured, but the client_assertion requires one.";
    }
    String kid = jwt.getHeader().getKeyID();
    JWK key = kid == null ? null : client.keys().getKeyByKeyId(kid);
    if (key == null) {
      return "The client_assertion JWT kid is invalid.";
    }
    try {
      return jwt.verify(DpopProofs.verifier(key))
          ? null
          : "The client_assertion signature is invalid.";
    } catch (JOSEException unfit) {
      return "The client_assertion signature is invalid.";
    }
  }

  private static String used(JWTClaimsSet claims, String assertion) {
    return claims.getJWTID() == null ? assertion : claims.getIssuer() + " " + claims.getJWTID();
  }
}
