package org.oktadata.sandbox;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The access tokens that are valid. */
final class AccessTokens {
  private final SecureRandom random = new SecureRandom();
  private final Map<String, AccessToken> tokens = new ConcurrentHashMap<>();

  AccessToken issue(String clientId, Set<String> scopes, String thumbprint, long expires) {
    String value = "eyJraWQiOiJzYW5kYm94In0." + text(300) + "." + text(64);
    AccessToken token = new AccessToken(value, clientId, Set.copyOf(scopes), thumbprint, expires);
    tokens.put(value, token);
    return token;
  }

  AccessToken find(String value, long now) {
    AccessToken token = tokens.get(value);
    return token == null || token.expires() <= now ? null : token;
  }

  void revoke(String value) {
    tokens.remove(value);
  }

  void revokeAll() {
    tokens.clear();
  }

  Set<String> values() {
    return Set.copyOf(tokens.keySet());
  }

  private String text(int bytes) {
    byte[] raw = new byte[bytes];
    random.nextBytes(raw);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
  }
}
