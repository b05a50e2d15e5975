package org.oktadata.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** Checks proofs of possession of a key (RFC 9449, section 4.3), with Okta's error texts. */
final class DpopProofs {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  private static final long FIVE_MINUTES = 300_000;

  private final LongSupplier clock;
  private final UsedOnce proofs = new UsedOnce();
  private volatile String nonce = UUID.randomUUID().toString().replace("-", "");
  private volatile String previousNonce = nonce;

  DpopProofs(LongSupplier clock) {
    this.clock = clock;
  }

  String nonce() {
    return nonce;
  }

  /** From now on there is another nonce; the one before stays valid for a while, as with Okta. */
  void changeNonce(boolean forgetOld) {
    previousNonce = nonce;
    nonce = UUID.randomUUID().toString().replace("-", "");
    if (forgetOld) {
      previousNonce = nonce;
    }
  }

  /** Checks a proof for the token endpoint; returns the thumbprint of its key. */
  String forToken(String proof, String url) {
    SignedJWT jwt = parse(proof, DpopProofs::tokenError);
    String thumbprint = check(jwt, "POST", url, DpopProofs::tokenError);
    String claimed = claim(jwt, "nonce");
    if (claimed == null || !(claimed.equals(nonce) || claimed.equals(previousNonce))) {
      throw ApiError.oauth(
              400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof.")
          .with("dpop-nonce", nonce);
    }
    return thumbprint;
  }

  /** Checks a proof for a resource and the token it comes with. */
  void forResource(String proof, String method, String url, AccessToken token) {
    SignedJWT jwt = parse(proof, DpopProofs::resourceError);
    String thumbprint = check(jwt, method, url, DpopProofs::resourceError);
    if (!hash(token.value()).equals(claim(jwt, "ath"))) {
      throw resourceError(
          "invalid_dpop_proof",
          "'ath' claim in the DPoP proof does not match the presented access_token.");
    }
    if (!thumbprint.equals(token.thumbprint())) {
      throw resourceError(
          "invalid_dpop_proof", "The access_token is not bound to the provided DPoP proof.");
    }
  }

  static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static SignedJWT parse(String proof, BiFunction<String, String, ApiError> error) {
    if (proof == null) {
      throw error.apply("invalid_dpop_proof", "The DPoP proof JWT header is missing.");
    }
    try {
      return SignedJWT.parse(proof);
    } catch (ParseException unreadable) {
      throw error.apply("invalid_dpop_proof", "The DPoP proof JWT cannot be parsed.");
    }
  }

  private String check(
      SignedJWT jwt, String method, String url, BiFunction<String, String, ApiError> error) {
    JWK key = jwt.getHeader().getJWK();
    String wrong = wrong(jwt, key, method, url);
    if (wrong == null && !proofs.use(claim(jwt, "jti"))) {
      wrong = "The DPoP proof JWT has already been used.";
    }
    if (wrong != null) {
      throw error.apply("invalid_dpop_proof", wrong);
    }
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String wrong(SignedJWT jwt, JWK key, String method, String url) {
    if (jwt.getHeader().getType() == null
        || !"dpop+jwt".equals(jwt.getHeader().getType().getType())) {
      return "'typ' must be 'dpop+jwt' in the DPoP proof JWT.";
    }
    if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
      return "The DPoP proof JWT signature algorithm is invalid.";
    }
    if (key == null || key.isPrivate() || !signedBy(jwt, key)) {
      return "The DPoP proof JWT signature is invalid.";
    }
    if (!method.equals(claim(jwt, "htm"))) {
      return "'htm' claim in the DPoP proof JWT is invalid.";
    }
    if (!url.equals(claim(jwt, "htu"))) {
      return "'htu' claim in the DPoP proof JWT is invalid.";
    }
    if (claim(jwt, "jti") == null) {
      return "'jti' claim in the DPoP proof JWT is invalid.";
    }
    Date issued = claims(jwt).getIssueTime();
    if (issued == null) {
      return "'iat' claim in the DPoP proof JWT is invalid.";
    }
    long age = clock.getAsLong() - issued.getTime();
    if (age < -5_000) {
      return "The DPoP proof JWT is issued in the future.";
    }
    return age > FIVE_MINUTES
        ? "The DPoP proof JWT is issued more than five minutes in the past."
        : null;
  }

  private static boolean signedBy(SignedJWT jwt, JWK key) {
    try {
      return jwt.verify(verifier(key));
    } catch (JOSEException invalid) {
      return false;
    }
  }

  static JWSVerifier verifier(JWK key) throws JOSEException {
    return key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier((ECKey) key);
  }

  private static String claim(SignedJWT jwt, String name) {
    Object value = claims(jwt).getClaim(name);
    return value == null ? null : value.toString();
  }

  private static JWTClaimsSet claims(SignedJWT jwt) {
    try {
      return jwt.getJWTClaimsSet();
    } catch (ParseException unreadable) {
      return new JWTClaimsSet.Builder().build();
    }
  }

  private static ApiError tokenError(String error, String text) {
    return ApiError.oauth(400, error, text);
  }

  private static ApiError resourceError(String error, String text) {
    return ApiError.oauth(400, error, text)
        .with(
            "WWW-Authenticate", "DPoP error=\"" + error + "\", error_description=\"" + text + "\"");
  }
}
