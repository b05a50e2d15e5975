package org.oktadata.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.Date;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.oktadata.RsaKeys;

class SandboxTokenTest {
  private static final String FORM =
      "grant_type=client_credentials&scope=okta.users.read+okta.groups.read";
  private static final SandboxClient SERVICE = SandboxClient.withSecret("0oaservice", "secret");

  private static SandboxOkta sandbox;
  private static SandboxCaller okta;
  private static RSAKey key;
  private static ECKey proofKey;

  @BeforeAll
  static void start() throws Exception {
    key = RsaKeys.named("one");
    proofKey = new ECKeyGenerator(Curve.P_256).generate();
    sandbox = SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1));
    sandbox.register(SERVICE);
    sandbox.register(SandboxClient.withKeys("0oakeys", new JWKSet(key)));
    sandbox.register(SandboxClient.withKeys("0oadpop", new JWKSet(key)).requiringDpop());
    okta = new SandboxCaller(sandbox.url());
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void aSecretInTheHeaderGivesABearerTokenForAnHour() {
    SandboxCaller.Reply reply =
        okta.token(FORM, "Authorization", SandboxCaller.basic("0oaservice", "secret"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("token_type").asText()).isEqualTo("Bearer");
    assertThat(reply.json().path("expires_in").asInt()).isEqualTo(3_600);
    assertThat(reply.json().path("scope").asText()).isEqualTo("okta.users.read okta.groups.read");
  }

  @Test
  void aSecretInTheBodyIsRefused() {
    refused(
        okta.token(FORM + "&client_id=0oaservice&client_secret=secret"),
        401,
        "invalid_client",
        "private_key_jwt or client_secret_basic");
    refused(okta.token(FORM), 401, "invalid_client", "No client credentials found.");
    refused(
        okta.token(FORM, "Authorization", SandboxCaller.basic("0oaservice", "wrong")),
        401,
        "invalid_client",
        "credentials are invalid");
    refused(
        okta.token(FORM, "Authorization", SandboxCaller.basic("0oakeys", "secret")),
        401,
        "invalid_client",
        "must use the private_key_jwt");
  }

  @Test
  void anAssertionMustBeAsOktaWantsIt() throws Exception {
    assertThat(okta.token(assertion("0oakeys", claims -> {})).status()).isEqualTo(200);
    refused(
        okta.token(assertion("0oakeys", claims -> claims.audience(sandbox.url()))),
        401,
        "invalid_client",
        "audience claim");
    refused(
        okta.token(assertion("0oakeys", claims -> claims.subject("0oaother"))),
        401,
        "invalid_client",
        "subject claim");
    refused(
        okta.token(assertion("0oanobody", claims -> {})), 401, "invalid_client", "issuer claim");
    refused(
        okta.token(assertion("0oakeys", claims -> claims.expirationTime(in(7_300)))),
        401,
        "invalid_client",
        "too far into the future");
    refused(
        okta.token(assertion("0oakeys", claims -> claims.expirationTime(in(-10)))),
        401,
        "invalid_client",
        "is expired");
    refused(
        okta.token(assertion("0oakeys", claims -> claims.issueTime(in(60)))),
        401,
        "invalid_client",
        "issued before the current time");
    refused(
        okta.token(assertion("0oakeys", "two", claims -> {})),
        401,
        "invalid_client",
        "kid is invalid");
  }

  @Test
  void anAssertionIsUsedUpByItsFirstUse() throws Exception {
    String form = assertion("0oakeys", claims -> {});
    assertThat(okta.token(form).status()).isEqualTo(200);
    refused(okta.token(form), 401, "invalid_client", "already been used");
  }

  @Test
  void anAssertionIsUsedUpEvenWhenOnlyTheNonceWasMissing() throws Exception {
    String form = assertion("0oadpop", claims -> {});
    SandboxCaller.Reply first =
        okta.token(form, "DPoP", proof("POST", sandbox.url() + "/oauth2/v1/token", null, null));
    refused(first, 400, "use_dpop_nonce", "requires nonce");
    String nonce = first.header("dpop-nonce");
    refused(
        okta.token(form, "DPoP", proof("POST", sandbox.url() + "/oauth2/v1/token", nonce, null)),
        401,
        "invalid_client",
        "already been used");
  }

  @Test
  void aBoundTokenNeedsANewProofForEachCall() throws Exception {
    refused(
        okta.token(assertion("0oadpop", claims -> {})),
        400,
        "invalid_dpop_proof",
        "header is missing");
    String token = boundToken();
    String url = sandbox.url() + "/api/v1/users";
    String proof = proof("GET", url, null, token);
    assertThat(
            okta.get("/api/v1/users?limit=1", "Authorization", "DPoP " + token, "DPoP", proof)
                .status())
        .isEqualTo(200);
    refused(
        okta.get("/api/v1/users?limit=1", "Authorization", "DPoP " + token, "DPoP", proof),
        400,
        "invalid_dpop_proof",
        "already been used");
    refused(
        okta.get("/api/v1/users", "Authorization", "Bearer " + token),
        400,
        "invalid_request",
        "must use the DPoP authentication scheme");
    refused(
        okta.get(
            "/api/v1/users",
            "Authorization",
            "DPoP " + token,
            "DPoP",
            proof("GET", url + "?limit=1", null, token)),
        400,
        "invalid_dpop_proof",
        "'htu'");
    refused(
        okta.get(
            "/api/v1/users",
            "Authorization",
            "DPoP " + token,
            "DPoP",
            proof("POST", url, null, token)),
        400,
        "invalid_dpop_proof",
        "'htm'");
    refused(
        okta.get(
            "/api/v1/users",
            "Authorization",
            "DPoP " + token,
            "DPoP",
            proof("GET", url, null, "other")),
        400,
        "invalid_dpop_proof",
        "'ath'");
  }

  @Test
  void scopesThatArentGrantedAreLeftOutOrRefused() {
    sandbox.register(SandboxClient.withSecret("0oafew", "secret").withScopes("okta.users.read"));
    String basic = SandboxCaller.basic("0oafew", "secret");
    assertThat(okta.token(FORM, "Authorization", basic).json().path("scope").asText())
        .isEqualTo("okta.users.read");
    refused(
        okta.token("grant_type=client_credentials&scope=okta.nothing.read", "Authorization", basic),
        400,
        "invalid_scope",
        "not configured");
    refused(
        okta.token("grant_type=client_credentials&scope=", "Authorization", basic),
        400,
        "invalid_scope",
        "No scopes");
    try (SandboxOkta strict =
        SandboxOkta.start(sandbox.org(), SandboxOptions.standard().refusingUngrantedScopes())) {
      strict.register(sandbox.client("0oafew"));
      refused(
          new SandboxCaller(strict.url()).token(FORM, "Authorization", basic),
          400,
          "invalid_scope",
          "[okta.groups.read]");
    }
  }

  @Test
  void aTokenEndsWithItsTimeOrWhenItIsRevoked() {
    try (SandboxOkta brief =
        SandboxOkta.start(
            sandbox.org(), SandboxOptions.standard().withTokenLifetime(Duration.ofSeconds(-1)))) {
      SandboxCaller.Reply late = SandboxCaller.of(brief, SERVICE).get("/api/v1/users");
      assertThat(late.status()).isEqualTo(401);
      assertThat(late.json().path("errorCode").asText()).isEqualTo("E0000011");
      assertThat(late.header("WWW-Authenticate")).contains("invalid_token");
    }
    SandboxCaller caller = SandboxCaller.of(sandbox, SERVICE);
    assertThat(caller.get("/api/v1/users").status()).isEqualTo(200);
    sandbox.revokeTokens();
    assertThat(caller.get("/api/v1/users").status()).isEqualTo(401);
  }

  @Test
  void aSecretCanBeChangedWhileTheOldOneStillWorks() {
    sandbox.register(SandboxClient.withSecret("0oarotating", "old").withSecrets("old", "new"));
    assertThat(
            okta.token(FORM, "Authorization", SandboxCaller.basic("0oarotating", "old")).status())
        .isEqualTo(200);
    sandbox.register(sandbox.client("0oarotating").withSecrets("new"));
    assertThat(
            okta.token(FORM, "Authorization", SandboxCaller.basic("0oarotating", "old")).status())
        .isEqualTo(401);
  }

  private static String boundToken() throws Exception {
    String url = sandbox.url() + "/oauth2/v1/token";
    String nonce =
        okta.token(assertion("0oadpop", claims -> {}), "DPoP", proof("POST", url, null, null))
            .header("dpop-nonce");
    SandboxCaller.Reply reply =
        okta.token(assertion("0oadpop", claims -> {}), "DPoP", proof("POST", url, nonce, null));
    assertThat(reply.json().path("token_type").asText()).isEqualTo("DPoP");
    assertThat(reply.header("dpop-nonce")).isEqualTo(nonce);
    return reply.json().path("access_token").asText();
  }

  private static String assertion(String client, Consumer<JWTClaimsSet.Builder> change)
      throws Exception {
    return assertion(client, "one", change);
  }

  private static String assertion(String client, String kid, Consumer<JWTClaimsSet.Builder> change)
      throws Exception {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(client)
            .subject(client)
            .audience(sandbox.url() + "/oauth2/v1/token")
            .issueTime(in(0))
            .expirationTime(in(300))
            .jwtID(UUID.randomUUID().toString());
    change.accept(claims);
    String jwt =
        sign(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build(),
            claims.build(),
            new RSASSASigner(key));
    return FORM + "&client_assertion_type=" + ClientAssertions.TYPE + "&client_assertion=" + jwt;
  }

  private static String proof(String method, String url, String nonce, String token)
      throws Exception {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .claim("htm", method)
            .claim("htu", url)
            .issueTime(in(0))
            .jwtID(UUID.randomUUID().toString());
    if (nonce != null) {
      claims.claim("nonce", nonce);
    }
    if (token != null) {
      claims.claim("ath", DpopProofs.hash(token));
    }
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(proofKey.toPublicJWK())
            .build();
    return sign(header, claims.build(), new ECDSASigner(proofKey));
  }

  private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
      throws Exception {
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static Date in(long seconds) {
    return new Date(System.currentTimeMillis() + seconds * 1_000);
  }

  private static void refused(SandboxCaller.Reply reply, int status, String error, String text) {
    assertThat(reply.text()).contains(text);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("error").asText()).isEqualTo(error);
  }
}
