package org.oktadata.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ProviderTroublesTest {

  /** An ID token whose key is to be asked for: {"alg": "RS256", "kid": "k"}, {"sub": "x"}. */
  private static final String SIGNED =
      "eyJhbGciOiAiUlMyNTYiLCAia2lkIjogImsifQ.eyJzdWIiOiAieCJ9.AAAA";

  @Test
  void theLogTellsWhatToLookAtOnceInTenSeconds(CapturedOutput log) {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    ProviderTroubles troubles = new ProviderTroubles(nanos::get);
    troubles.tell("okta", new OAuth2Error("invalid_client", "The secret is wrong", null));
    assertThat(log)
        .contains(
            "came back from the OIDC provider okta in vain (invalid_client: The secret is wrong);"
                + " look at its client-id and client-secret");
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    troubles.tell("okta", new OAuth2Error("too_soon"));
    assertThat(log).doesNotContain("too_soon");
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    troubles.tell("okta", new OAuth2Error("x".repeat(300), "y", null));
    assertThat(log).contains("(" + "x".repeat(250) + "); the provider's own log says more");
  }

  /** Okta answers so; Spring reads codes out of a 400 only. */
  @Test
  void aWrongSecretIsToldAsThatAlsoWhereTheProviderAnswersWith401(CapturedOutput log)
      throws IOException {
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/token",
        exchange -> {
          byte[] answer = "{\"error\": \"invalid_client\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(401, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    provider.start();
    try {
      OAuth2AuthorizationCodeGrantRequest code =
          code("http://127.0.0.1:" + provider.getAddress().getPort() + "/token");
      OAuth2AuthorizationException refused =
          catchThrowableOfType(
              OAuth2AuthorizationException.class,
              () -> ProviderTokens.patient(Duration.ofSeconds(20)).getTokenResponse(code));
      new ProviderTroubles().tell("okta", refused.getError());
    } finally {
      provider.stop(0);
    }
    assertThat(log).contains("look at its client-id and client-secret");
  }

  /** Anybody can send a code that is none, so each would else keep a thread of the server's. */
  @Test
  void aProviderThatIsSilentAboutACodeIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      OAuth2AuthorizationCodeGrantRequest code =
          code("http://127.0.0.1:" + silent.getLocalPort() + "/token");
      assertThatThrownBy(
              () -> ProviderTokens.patient(Duration.ofMillis(300)).getTokenResponse(code))
          .isInstanceOf(OAuth2AuthorizationException.class)
          .hasMessageContaining("I/O error on POST");
    }
  }

  /** All who sign in wait for the keys together, so nobody else would come in either. */
  @Test
  void aProviderThatIsSilentAboutItsKeysIsGivenUp(CapturedOutput log) throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      ClientRegistration client =
          ClientRegistration.withClientRegistration(
                  code("http://127.0.0.1/").getClientRegistration())
              .jwkSetUri("http://127.0.0.1:" + silent.getLocalPort() + "/keys")
              .build();
      JwtDecoder decoder = new ProviderKeys(Duration.ofMillis(300)).createDecoder(client);
      JwtException failure = catchThrowableOfType(JwtException.class, () -> decoder.decode(SIGNED));
      new ProviderTroubles()
          .tell("okta", new OAuth2Error("invalid_id_token", failure.getMessage(), null));
    }
    assertThat(log)
        .contains("look whether this machine reaches the address of the provider's keys");
  }

  /** Spring's own factory follows it, too. */
  @Test
  void keysThatHaveMovedAreFound() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/moved");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    provider.createContext(
        "/moved",
        exchange -> {
          byte[] answer = new JWKSet(key).toString().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    provider.start();
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(),
              new JWTClaimsSet.Builder()
                  .issuer("https://issuer")
                  .subject("ada")
                  .audience("console")
                  .issueTime(new Date())
                  .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                  .build());
      token.sign(new RSASSASigner(key));
      JwtDecoder decoder = new ProviderKeys(Duration.ofSeconds(20)).createDecoder(keys(provider));
      assertThat(decoder.decode(token.serialize()).getSubject()).isEqualTo("ada");
    } finally {
      provider.stop(0);
    }
  }

  private static ClientRegistration keys(HttpServer provider) {
    return ClientRegistration.withClientRegistration(
            code("http://127.0.0.1/").getClientRegistration())
        .jwkSetUri("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys")
        .build();
  }

  @Test
  void aProviderThatIsSilentAboutAPersonIsGivenUp(CapturedOutput log) throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      ClientRegistration client =
          ClientRegistration.withClientRegistration(
                  code("http://127.0.0.1/").getClientRegistration())
              .userInfoUri("http://127.0.0.1:" + silent.getLocalPort() + "/userinfo")
              .userNameAttributeName("sub")
              .build();
      Instant now = Instant.now();
      OidcUserRequest person =
          new OidcUserRequest(
              client,
              new OAuth2AccessToken(
                  TokenType.BEARER, "a", now, now.plusSeconds(60), Set.of("openid", "profile")),
              new OidcIdToken(SIGNED, now, now.plusSeconds(60), Map.of("sub", "x")));
      OAuth2AuthenticationException failure =
          catchThrowableOfType(
              OAuth2AuthenticationException.class,
              () -> new OidcPeople(Duration.ofMillis(300)).loadUser(person));
      new ProviderTroubles().tell("okta", failure.getError());
    }
    assertThat(log).contains("look whether this machine reaches the provider's user info endpoint");
  }

  private static OAuth2AuthorizationCodeGrantRequest code(String tokens) {
    ClientRegistration client =
        ClientRegistration.withRegistrationId("okta")
            .clientId("console")
            .clientSecret("secret")
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri("http://localhost/login/oauth2/code/okta")
            .authorizationUri("http://127.0.0.1/authorize")
            .tokenUri(tokens)
            .build();
    return new OAuth2AuthorizationCodeGrantRequest(
        client,
        new OAuth2AuthorizationExchange(
            OAuth2AuthorizationRequest.authorizationCode()
                .clientId("console")
                .authorizationUri("http://127.0.0.1/authorize")
                .state("s")
                .build(),
            OAuth2AuthorizationResponse.success("c")
                .redirectUri("http://localhost/login/oauth2/code/okta")
                .state("s")
                .build()));
  }
}
