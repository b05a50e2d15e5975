package org.oktadata.sandbox;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * Lets a call through when its access token, scope and admin role are right (RFC 6750, RFC 9449).
 */
final class Guard {
  private final TokenEndpoint tokens;
  private final LongSupplier clock;

  Guard(TokenEndpoint tokens, LongSupplier clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Whose rate limits a call counts in. */
  String principal(Call call) {
    AccessToken token = find(call);
    return token == null ? "anonymous" : token.clientId();
  }

  AccessToken token(Call call) {
    AccessToken token = find(call);
    if (token == null) {
      throw ApiError.invalidToken()
          .with(
              "WWW-Authenticate",
              "Bearer authorization_uri=\""
                  + call.base()
                  + "/oauth2/v1/authorize\", realm=\""
                  + call.base()
                  + "\", scope=\"\", error=\"invalid_token\", error_description=\"The access token is invalid.\", resource=\""
                  + call.path()
                  + "\"");
    }
    boolean dpop = call.header("Authorization").startsWith("DPoP ");
    if (token.bound() && !dpop) {
      throw challenge(
          "invalid_request",
          "The resource request must use the DPoP authentication scheme when using a DPoP bound token.");
    }
    if (!token.bound() && dpop) {
      throw challenge("invalid_token", "The presented access_token is not DPoP bound.");
    }
    if (token.bound()) {
      List<String> proof = call.headers().get("DPoP");
      if (proof == null || proof.size() != 1) {
        throw challenge("invalid_request", "The resource request requires a DPoP proof.");
      }
      tokens.proofs().forResource(proof.get(0), call.method(), call.base() + call.path(), token);
    }
    return token;
  }

  /** Whether the token may see the route's objects; without a role, users are an empty list. */
  boolean admits(AccessToken token, Route route) {
    SandboxClient client = tokens.client(token.clientId());
    if (client == null) {
      throw ApiError.invalidToken();
    }
    String manage = route.scope().replace(".read", ".manage");
    if (!token.scopes().contains(route.scope()) && !token.scopes().contains(manage)) {
      throw ApiError.of(
              403, "E0000006", "You do not have permission to perform the requested action")
          .with(
              "WWW-Authenticate",
              "Bearer error=\"insufficient_scope\", error_description=\"The access token provided does not contain the required scopes.\"");
    }
    if (!route.access().grantedTo(client.roles())) {
      throw ApiError.forbidden();
    }
    return !client.roles().isEmpty();
  }

  void revoke(Call call) {
    AccessToken token = find(call);
    if (token != null) {
      tokens.tokens().revoke(token.value());
    }
  }

  private AccessToken find(Call call) {
    String authorization = call.header("Authorization");
    int space = authorization == null ? -1 : authorization.indexOf(' ');
    return space < 0
        ? null
        : tokens.tokens().find(authorization.substring(space + 1).trim(), clock.getAsLong());
  }

  private static ApiError challenge(String error, String text) {
    return ApiError.oauth(error.equals("invalid_token") ? 401 : 400, error, text)
        .with(
            "WWW-Authenticate", "DPoP error=\"" + error + "\", error_description=\"" + text + "\"");
  }
}
