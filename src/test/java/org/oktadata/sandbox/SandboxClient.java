package org.oktadata.sandbox;

import com.nimbusds.jose.jwk.JWKSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An app that may ask for access tokens by client credentials.
 *
 * @param id its client id
 * @param secrets its secrets, for an API service integration; two while they are being changed
 * @param keys its public keys, for a service app
 * @param dpopRequired whether its tokens must be bound to a key (RFC 9449)
 * @param scopes the scopes granted to it
 * @param roles its admin roles, such as SUPER_ADMIN; none is what new apps have
 */
public record SandboxClient(
    String id,
    List<String> secrets,
    JWKSet keys,
    boolean dpopRequired,
    Set<String> scopes,
    Set<String> roles) {

  /** An API service integration with a secret, all scopes and the role of a super administrator. */
  public static SandboxClient withSecret(String id, String secret) {
    return new SandboxClient(
        id, List.of(secret), new JWKSet(), false, SandboxScopes.all(), Set.of("SUPER_ADMIN"));
  }

  /** A service app with keys, all scopes and the role of a super administrator. */
  public static SandboxClient withKeys(String id, JWKSet publicKeys) {
    return new SandboxClient(
        id,
        List.of(),
        publicKeys.toPublicJWKSet(),
        false,
        SandboxScopes.all(),
        Set.of("SUPER_ADMIN"));
  }

  public SandboxClient requiringDpop() {
    return new SandboxClient(id, secrets, keys, true, scopes, roles);
  }

  public SandboxClient withSecrets(String... changed) {
    return new SandboxClient(id, List.of(changed), keys, dpopRequired, scopes, roles);
  }

  public SandboxClient withPublicKeys(JWKSet changed) {
    return new SandboxClient(id, secrets, changed.toPublicJWKSet(), dpopRequired, scopes, roles);
  }

  public SandboxClient withScopes(String... granted) {
    return new SandboxClient(id, secrets, keys, dpopRequired, Set.of(granted), roles);
  }

  public SandboxClient withoutScopes(String... missing) {
    Set<String> left = new TreeSet<>(scopes);
    left.removeAll(Set.of(missing));
    return new SandboxClient(id, secrets, keys, dpopRequired, left, roles);
  }

  /** With scopes besides those it has; those that could write come with each token, unasked. */
  public SandboxClient withMoreScopes(String... more) {
    Set<String> all = new TreeSet<>(scopes);
    all.addAll(Set.of(more));
    return new SandboxClient(id, secrets, keys, dpopRequired, all, roles);
  }

  public SandboxClient withRoles(String... granted) {
    return new SandboxClient(id, secrets, keys, dpopRequired, scopes, Set.of(granted));
  }
}
