package org.oktadata.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.oktadata.RsaKeys;
import org.springframework.web.util.UriComponentsBuilder;

/** A small OpenID provider: whoever comes is the person that the test says. */
final class OidcProvider implements AutoCloseable {

  private final HttpServer server;
  private final RSAKey key;
  private volatile String nonce;
  private volatile String login;
  private volatile List<String> groups = List.of();
  private volatile String audience = "console";

  private OidcProvider(int port) throws IOException {
    key = RsaKeys.named("oidc");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/.well-known/openid-configuration", this::configuration);
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.createContext("/keys", exchange -> json(exchange, new JWKSet(key).toString()));
    server.start();
  }

  static OidcProvider start() {
    return start(0);
  }

  static OidcProvider start(int port) {
    try {
      return new OidcProvider(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Who signs in from now on. */
  void person(String name, String... theirGroups) {
    login = name;
    groups = List.of(theirGroups);
  }

  /** Whom its tokens are for; the console takes those for {@code console}. */
  void audience(String client) {
    audience = client;
  }

  private void configuration(HttpExchange exchange) throws IOException {
    json(
        exchange,
        """
        {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
         "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"], "response_types_supported": ["code"],
         "id_token_signing_alg_values_supported": ["RS256"]}\
        """
            .formatted(issuer()));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    var asked = UriComponentsBuilder.fromUri(exchange.getRequestURI()).build().getQueryParams();
    nonce = asked.getFirst("nonce");
    exchange
        .getResponseHeaders()
        .add(
            "Location",
            decoded(asked.getFirst("redirect_uri")) + "?code=c&state=" + asked.getFirst("state"));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    json(
        exchange,
        """
        {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": "%s"}\
        """
            .formatted(idToken()));
  }

  private String idToken() {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject("00u1")
            .audience(audience)
            .claim("nonce", decoded(nonce))
            .claim("preferred_username", login)
            .claim("groups", groups)
            .issueTime(new Date())
            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
            .build();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void json(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
