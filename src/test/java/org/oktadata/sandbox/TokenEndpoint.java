package org.oktadata.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The org authorization server's token endpoint for client credentials (RFC 6749, section 4.4):
 * client_secret_basic for API service integrations, private_key_jwt for service apps, DPoP for
 * both.
 */
final class TokenEndpoint {
  static final String PATH = "/oauth2/v1/token";

  private final LongSupplier clock;
  private final Duration lifetime;
  private final boolean refuseUngranted;
  private final AccessTokens tokens = new AccessTokens();
  private final Map<String, SandboxClient> clients = new ConcurrentHashMap<>();
  private final ClientAssertions assertions;
  private final DpopProofs proofs;

  TokenEndpoint(SandboxOptions options, LongSupplier clock) {
    this.clock = clock;
    lifetime = options.tokenLifetime();
    refuseUngranted = options.refuseUngrantedScopes();
    assertions = new ClientAssertions(clock);
    proofs = new DpopProofs(clock);
  }

  AccessTokens tokens() {
    return tokens;
  }

  DpopProofs proofs() {
    return proofs;
  }

  void register(SandboxClient client) {
    clients.put(client.id(), client);
  }

  SandboxClient client(String id) {
    return clients.get(id);
  }

  Answer answer(Call call) {
    if (!call.method().equals("POST")) {
      throw ApiError.of(405, "E0000022", "The endpoint does not support the provided HTTP method");
    }
    if (call.has("client_id") || call.has("client_secret")) {
      throw ApiError.oauth(
          400, "invalid_request", "Client credentials cannot be supplied via query parameters.");
    }
    Map<String, String> form = Call.form(new String(call.body(), StandardCharsets.UTF_8));
    String url = call.base() + PATH;
    SandboxClient client = authenticate(call, form, url);
    if (!"client_credentials".equals(form.get("grant_type"))) {
      throw ApiError.oauth(
          400,
          "unsupported_grant_type",
          "The authorization grant type is not supported by the authorization server.");
    }
    Set<String> scopes = scopes(client, form.getOrDefault("scope", ""));
    String thumbprint = null;
    List<String> proof = call.headers().get("DPoP");
    if (proof != null && proof.size() > 1) {
      throw ApiError.oauth(
          400, "invalid_dpop_proof", "Multiple DPoP proof JWT headers are not allowed.");
    }
    if (client.dpopRequired() || proof != null) {
      thumbprint = proofs.forToken(proof == null ? null : proof.get(0), url);
    }
    AccessToken token =
        tokens.issue(client.id(), scopes, thumbprint, clock.getAsLong() + lifetime.toMillis());
    JsonText out = new JsonText(800).object();
    out.field("token_type", token.bound() ? "DPoP" : "Bearer")
        .field("expires_in", lifetime.toSeconds());
    out.field("access_token", token.value()).field("scope", String.join(" ", scopes)).end();
    Answer answer = Answer.json(out).header("Cache-Control", "no-store");
    return token.bound() ? answer.header("dpop-nonce", proofs.nonce()) : answer;
  }

  private SandboxClient authenticate(Call call, Map<String, String> form, String url) {
    String authorization = call.header("Authorization");
    String assertion = form.get("client_assertion");
    int ways =
        (authorization == null ? 0 : 1)
            + (assertion == null ? 0 : 1)
            + (form.containsKey("client_secret") ? 1 : 0);
    if (ways > 1) {
      throw ApiError.oauth(
          401,
          "invalid_request",
          "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.");
    }
    if (assertion != null) {
      if (!ClientAssertions.TYPE.equals(form.get("client_assertion_type"))) {
        throw ApiError.oauth(400, "invalid_request", "The client_assertion_type is invalid.");
      }
      return assertions.check(assertion, url, clients::get);
    }
    if (form.containsKey("client_secret")) {
      SandboxClient client = clients.get(form.getOrDefault("client_id", ""));
      throw client == null ? invalidClient() : wrongMethod(client);
    }
    if (authorization == null) {
      throw ApiError.oauth(401, "invalid_client", "No client credentials found.");
    }
    return basic(authorization);
  }

  private SandboxClient basic(String authorization) {
    String[] parts;
    try {
      String encoded = authorization.startsWith("Basic ") ? authorization.substring(6) : "";
      parts = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).split(":", 2);
    } catch (IllegalArgumentException notBase64) {
      parts = new String[0];
    }
    if (parts.length < 2) {
      throw ApiError.oauth(
          401,
          "invalid_client",
          "Found Authentication header but was not valid client credentials.");
    }
    SandboxClient client = clients.get(Call.decode(parts[0]));
    if (client == null) {
      throw ApiError.oauth(401, "invalid_client", "Invalid value for 'client_id' parameter.");
    }
    if (client.secrets().isEmpty()) {
      throw wrongMethod(client);
    }
    if (!client.secrets().contains(parts[1]) && !client.secrets().contains(Call.decode(parts[1]))) {
      throw invalidClient();
    }
    return client;
  }

  private Set<String> scopes(SandboxClient client, String requested) {
    Set<String> wanted = new LinkedHashSet<>(List.of(requested.trim().split("\\s+")));
    wanted.remove("");
    if (wanted.isEmpty()) {
      throw ApiError.oauth(400, "invalid_scope", "No scopes were requested.");
    }
    Set<String> ungranted = new LinkedHashSet<>(wanted);
    ungranted.removeAll(client.scopes());
    Set<String> unknown = new LinkedHashSet<>(ungranted);
    unknown.removeIf(SandboxScopes::known);
    if (!unknown.isEmpty()) {
      throw ApiError.oauth(
          400,
          "invalid_scope",
          "One or more scopes are not configured for the authorization server resource.");
    }
    wanted.removeAll(ungranted);
    if (wanted.isEmpty() || (refuseUngranted && !ungranted.isEmpty())) {
      throw ApiError.oauth(
          400,
          "invalid_scope",
          "The following scopes are not allowed for this request: " + ungranted + ".");
    }
    // What could write comes unasked, so that a client can be seen to warn of it.
    client.scopes().stream().filter(scope -> scope.endsWith(".manage")).forEach(wanted::add);
    return wanted;
  }

  private static ApiError invalidClient() {
    return ApiError.oauth(
        401,
        "invalid_client",
        "Client authentication failed. Either the client or the client credentials are invalid.");
  }

  private static ApiError wrongMethod(SandboxClient client) {
    String text =
        client.secrets().isEmpty()
            ? "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method."
            : "OAuth Integration Client Credentials requests to the Org Authorization Server must use either private_key_jwt or client_secret_basic as the token_endpoint_auth_method.";
    return ApiError.oauth(401, "invalid_client", text);
  }
}
