package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.RsaKeys;
import org.oktadata.okta.OktaStub.Answer;
import org.springframework.util.unit.DataSize;

/** How a token is asked for, against a server that is as strict as Okta. */
class TokenFetchTest {
  private static final Credential SECRET = new Credential.ClientSecret("s3cret: +");
  private final ServerClocks clocks = new ServerClocks(Clock.systemUTC());
  private OktaStub okta;
  private Set<String> scopes = Set.of("okta.users.read", "okta.groups.read", "okta.apps.manage");

  @BeforeEach
  void start() throws IOException {
    okta = new OktaStub();
  }

  @AfterEach
  void stop() {
    okta.close();
  }

  @Test
  void aSecretIsSentAsBasicAndManageScopesAreNeverAskedFor() throws Exception {
    var token = fetch(SECRET, DpopMode.AUTO);
    var call = okta.tokenCalls().get(0);
    var basic = Base64.getEncoder().encodeToString("0oa1:s3cret%3A+%2B".getBytes());
    assertThat(call.headers()).containsEntry("authorization", "Basic " + basic);
    assertThat(call.form())
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("scope", "okta.groups.read okta.users.read")
        .hasSize(2);
    assertThat(token.granted()).containsExactly("okta.users.read");
    assertThat(token.dpop()).isFalse();
    assertThat(token.toString()).doesNotContain("secret-token");
  }

  @Test
  void anRsaKeySignsAnAssertionForExactlyThisEndpoint() throws Exception {
    var pair = RsaKeys.shared();
    fetch(new Credential.PrivateKey(pem(pair), "kid-1"), DpopMode.AUTO);
    var form = okta.tokenCalls().get(0).form();
    var assertion = Proof.read(form.get("client_assertion"));
    assertThat(form).containsEntry("client_assertion_type", ClientAssertion.TYPE);
    assertThat(assertion.jwt().verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic())))
        .isTrue();
    var claims = assertion.jwt().getJWTClaimsSet();
    assertThat(assertion.jwt().getHeader().getKeyID()).isEqualTo("kid-1");
    assertThat(claims.getIssuer()).isEqualTo("0oa1").isEqualTo(claims.getSubject());
    assertThat(claims.getAudience()).containsExactly(okta.url() + OktaStub.TOKEN);
    assertThat(claims.getIssueTime()).isBefore(new Date());
    assertThat(claims.getExpirationTime()).isBefore(Date.from(Instant.now().plusSeconds(301)));
  }

  @ParameterizedTest
  @CsvSource({"secp256r1, ES256", "secp384r1, ES384", "secp521r1, ES512"})
  void anEcKeySignsWithTheAlgorithmOfItsCurve(String curve, String algorithm) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    var pair = generator.generateKeyPair();
    fetch(new Credential.PrivateKey(pem(pair), "kid-1"), DpopMode.AUTO);
    var jwt = Proof.read(okta.tokenCalls().get(0).form().get("client_assertion")).jwt();
    assertThat(jwt.getHeader().getAlgorithm()).hasToString(algorithm);
    assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) pair.getPublic()))).isTrue();
  }

  @Test
  void dpopIsFoundOutAndEveryAttemptIsSignedAnew() throws Exception {
    var pair = RsaKeys.shared();
    okta.tokens =
        asked -> {
          if (!asked.headers().containsKey("dpop")) {
            return Answer.refusal(
                400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
          }
          var nonce = Proof.read(asked.headers().get("dpop")).claim("nonce");
          return "n-1".equals(nonce)
              ? Answer.token("secret-bound", "DPoP").with("dpop-nonce", "n-2")
              : Answer.refusal(400, "use_dpop_nonce", "Authorization server requires nonce")
                  .with("dpop-nonce", "n-1");
        };
    assertThat(fetch(new Credential.PrivateKey(pem(pair), "k"), DpopMode.AUTO).dpop()).isTrue();
    var calls = okta.tokenCalls();
    assertThat(calls).hasSize(3);
    assertThat(ids(calls.stream().map(call -> call.form().get("client_assertion")))).hasSize(3);
    var proofs = calls.subList(1, 3).stream().map(call -> call.headers().get("dpop")).toList();
    assertThat(ids(proofs.stream())).hasSize(2);
    assertThat(Proof.read(proofs.get(1)).isValid()).isTrue();
    assertThat(Proof.read(proofs.get(1)).claim("htu")).isEqualTo(okta.url() + OktaStub.TOKEN);
  }

  @Test
  void anAppThatRequiresDpopIsExplainedWhereDpopIsNever() {
    okta.tokens = asked -> Answer.refusal(400, "invalid_dpop_proof", "The proof is missing.");
    assertSentence(DpopMode.NEVER, "requires DPoP, but this integration has dpop: never");
    assertThat(okta.tokenCalls()).hasSize(1);
  }

  @Test
  void aBearerTokenIsNotTakenWhereDpopIsAlways() {
    assertSentence(DpopMode.ALWAYS, "bearer token although");
  }

  @ParameterizedTest(name = "our clock is {0} seconds wrong")
  @ValueSource(longs = {-600, -45, 0, 10, 45, 600})
  void aWrongClockIsCorrectedByTheServersDate(long seconds) throws Exception {
    var pair = RsaKeys.shared();
    var wrong = new ServerClocks(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds)));
    okta.tokens =
        asked -> {
          var claims = Proof.read(asked.form().get("client_assertion"));
          var now = Instant.now();
          if (((Date) claims.claim("iat")).toInstant().isAfter(now)) {
            return Answer.refusal(401, "invalid_client", "must be issued before the current time.");
          }
          if (((Date) claims.claim("exp")).toInstant().isBefore(now)) {
            return Answer.refusal(401, "invalid_client", "The client_assertion token is expired.");
          }
          return Answer.token("secret-token-1", "Bearer");
        };
    var token = fetch(new Credential.PrivateKey(pem(pair), "k"), DpopMode.AUTO, wrong);
    assertThat(token.value()).isEqualTo("secret-token-1");
    assertThat(okta.tokenCalls()).hasSizeLessThanOrEqualTo(2);
  }

  @ParameterizedTest(name = "refused scopes named: {0}")
  @ValueSource(booleans = {true, false})
  void refusedScopesAreLeftOutAndTheRestIsAskedFor(boolean named) throws Exception {
    scopes = new TreeSet<>();
    for (char c = 'a'; c <= 'z'; c++) {
      scopes.add("okta." + c + "s.read");
    }
    var refused = Set.of("okta.cs.read", "okta.ms.read", "okta.zs.read");
    okta.tokens =
        asked -> {
          var wanted = Set.of(asked.form().get("scope").split(" "));
          var bad = wanted.stream().filter(refused::contains).collect(Collectors.joining(", "));
          return bad.isEmpty()
              ? Answer.json(
                  200,
                  "{\"token_type\":\"Bearer\",\"access_token\":\"t\",\"scope\":\""
                      + String.join(" ", wanted)
                      + "\"}")
              : Answer.refusal(
                  400,
                  "invalid_scope",
                  named
                      ? "The following scopes are not allowed for this request: [" + bad + "]."
                      : "One or more scopes are not configured for the authorization server.");
        };
    var granted = fetch(SECRET, DpopMode.AUTO).granted();
    assertThat(granted).hasSize(23).doesNotContainAnyElementsOf(refused);
    assertThat(okta.tokenCalls()).hasSizeLessThanOrEqualTo(named ? 2 : 32);
  }

  @Test
  void ifEveryScopeIsRefusedTheSentenceSaysWhereToGrantThem() {
    okta.tokens = asked -> Answer.refusal(400, "invalid_scope", "One or more scopes …");
    assertSentence(DpopMode.AUTO, "grant them in the admin console");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|invalid_client|The client secret supplied for a confidential client is invalid.|check both",
        "401|invalid_client|Invalid value for 'client_id' parameter.|no app with the client id 0oa1",
        "401|invalid_client|The client_assertion JWT kid is invalid.|the key id is right",
        "401|invalid_client|The client does not have a JWKSet configured, but the client_assertion requires one.|public key is saved",
        "401|invalid_client|The client_assertion token is expired.|set the clock of this machine",
        "401|invalid_client|OAuth Integration Client Credentials requests to the Org Authorization Server must use either private_key_jwt or client_secret_basic|another kind of credential",
        "403|access_denied|The request is made from outside the client's permitted network zones.|network zones",
        "400|unauthorized_client|The client is not authorized to use the provided grant type.|API Services app",
        "400|use_dpop_nonce|Authorization server requires nonce in DPoP proof.|again and again"
      })
  void aRefusalSaysWhatToChange(int status, String error, String description, String expected) {
    okta.tokens = asked -> Answer.refusal(status, error, description);
    assertSentence(DpopMode.AUTO, expected);
  }

  @Test
  void aServerThatIsNoOktaOrgIsExplained() {
    okta.tokens = asked -> Answer.json(404, "<html>not here</html>");
    assertSentence(DpopMode.AUTO, "does not answer like an Okta org (404): check the issuer.");
    okta.tokens = asked -> Answer.json(302, "").with("Location", "https://elsewhere.test/");
    assertSentence(DpopMode.AUTO, "does not answer like an Okta org (302)");
    okta.tokens = asked -> Answer.json(200, "[]");
    assertSentence(DpopMode.AUTO, "does not answer like an Okta org (200)");
  }

  @Test
  void whatMayPassIsTold() {
    okta.tokens = asked -> Answer.json(503, "busy");
    assertThatThrownBy(() -> fetch(SECRET, DpopMode.AUTO))
        .isInstanceOfSatisfying(OktaTokenException.class, e -> assertThat(e.isPassing()).isTrue());
    okta.tokens = asked -> Answer.json(429, "{\"errorCode\":\"E0000047\"}").limited(5, 0, 20);
    assertThatThrownBy(() -> fetch(SECRET, DpopMode.AUTO))
        .isInstanceOfSatisfying(
            OktaTokenException.class,
            e ->
                assertThat(e.retryAfter())
                    .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(22)));
  }

  @Test
  void aTokenBehindAByteOrderMarkIsOne() throws Exception {
    okta.tokens =
        asked ->
            Answer.json(
                200,
                "\ufeff{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"scope\":\"okta.users.read\"}");
    assertThat(fetch(SECRET, DpopMode.AUTO).granted()).containsExactly("okta.users.read");
  }

  @Test
  void anAnswerOfMoreThanAMegabyteIsNoToken() {
    okta.tokens = asked -> Answer.token("x".repeat(1 << 20), "Bearer");
    assertSentence(DpopMode.AUTO, "The answer is larger than 1 MB, and was not read further.");
  }

  @Test
  void anUnreachableOrUnknownHostIsNamed() {
    okta.close();
    assertSentence(DpopMode.AUTO, "cannot be reached: the connection was refused");
    assertThatThrownBy(
            () -> fetch(connection(SECRET, DpopMode.AUTO, URI.create("https://a.invalid")), clocks))
        .hasMessageContaining("The host a.invalid is unknown");
  }

  @ParameterizedTest(name = "a token of {0} s is renewed {1} ms before its end")
  @CsvSource({"3600, 300000", "600, 120000", "2, 400"})
  void aTokenIsRenewedWhileItStillServesHoweverShortItLives(long seconds, long early)
      throws Exception {
    okta.tokens = asked -> Answer.token("secret-token-1", "Bearer", seconds);
    var token = fetch(SECRET, DpopMode.AUTO);
    assertThat(Duration.ofNanos(token.expiresAt() - token.askedAt())).hasSeconds(seconds);
    assertThat(Duration.ofNanos(token.expiresAt() - token.renewAt())).hasMillis(early);
  }

  private void assertSentence(DpopMode dpop, String expected) {
    assertThatThrownBy(() -> fetch(SECRET, dpop))
        .isInstanceOf(OktaTokenException.class)
        .hasMessageContaining(expected)
        .hasMessageEndingWith(".")
        .message()
        .doesNotContain("s3cret")
        .doesNotContain("\n");
  }

  private AccessToken fetch(Credential credential, DpopMode dpop) throws Exception {
    return fetch(credential, dpop, clocks);
  }

  private AccessToken fetch(Credential credential, DpopMode dpop, ServerClocks by)
      throws Exception {
    return fetch(connection(credential, dpop, okta.url()), by);
  }

  private AccessToken fetch(OktaConnection connection, ServerClocks by) throws Exception {
    var known = new OktaRoutes.Connection();
    known.set(connection);
    known.scopes = scopes;
    var beans = new OktaHttpBeans();
    var settings =
        new OktaHttpSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            8,
            4,
            DataSize.ofMegabytes(1),
            null,
            null,
            null,
            null,
            null);
    try (var pool = beans.oktaConnectionPool(settings)) {
      var client = beans.oktaHttpClient(beans.oktaHttpManners(settings, pool));
      var proofs = new DpopProofs(by);
      var requests = new TokenRequests(new TokenPost(client, proofs, by), proofs, by);
      return new TokenFetch(known, requests).fetch("acme");
    }
  }

  private static OktaConnection connection(Credential credential, DpopMode dpop, URI issuer) {
    return new OktaConnection("acme", issuer, "0oa1", credential, dpop, 0.9, 30);
  }

  private static String pem(KeyPair pair) {
    var body = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  private static Set<Object> ids(Stream<String> jwts) {
    var ids = ConcurrentHashMap.newKeySet();
    jwts.forEach(jwt -> ids.add(Proof.read(jwt).claim("jti")));
    return ids;
  }
}
