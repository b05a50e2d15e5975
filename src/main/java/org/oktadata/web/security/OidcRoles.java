package org.oktadata.web.security;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.stereotype.Component;

/**
 * What a person who signed in through OIDC may do, by their groups; without one of them nothing.
 */
@Component
class OidcRoles implements GrantedAuthoritiesMapper {

  private static final Logger log = LoggerFactory.getLogger(OidcRoles.class);
  private static final int LONGEST = 500;

  private final ConsoleSettings.Oidc settings;
  private final OidcProviders providers;

  OidcRoles(ConsoleSettings settings, ObjectProvider<OidcProviders> providers) {
    this.settings = settings.oidc();
    this.providers = providers.getIfAvailable();
    boolean groups =
        Stream.of(
                this.settings.adminGroups(),
                this.settings.analystGroups(),
                this.settings.viewerGroups())
            .anyMatch(each -> !each.isEmpty());
    boolean provider = this.providers != null;
    if (groups && !provider) {
      log.warn(
          "okta.console.oidc: groups are set but no provider, so nobody can sign in by them; name one below spring.security.oauth2.client.registration (docs/console.md)");
    } else if (provider && !groups) {
      log.warn(
          "okta.console.oidc: a provider is set but no groups, so whoever signs in there has no role; set admin-groups, analyst-groups or viewer-groups (docs/console.md)");
    }
  }

  @Override
  public Collection<? extends GrantedAuthority> mapAuthorities(
      Collection<? extends GrantedAuthority> authorities) {
    Set<GrantedAuthority> roles = of(authorities);
    if (roles.isEmpty()) {
      people(authorities)
          .forEach(claims -> tell(OidcPeople.login(claims), claims.get(settings.groupsClaim())));
    }
    return roles;
  }

  /** Whether a person would be let in as their session has it, by the settings of today. */
  boolean stand(OAuth2AuthenticationToken person) {
    return providers != null
        && providers.names(
            person.getAuthorizedClientRegistrationId(),
            String.valueOf(person.getPrincipal().<Object>getAttribute(IdTokenClaimNames.ISS)))
        && of(person.getPrincipal().getAuthorities())
            .equals(new HashSet<>(person.getAuthorities()));
  }

  private Set<GrantedAuthority> of(Collection<? extends GrantedAuthority> authorities) {
    Set<GrantedAuthority> roles = new HashSet<>();
    people(authorities)
        .forEach(
            claims -> {
              Collection<?> groups = groups(claims.get(settings.groupsClaim()));
              add(roles, groups, settings.viewerGroups(), List.of("ROLE_VIEWER"));
              add(roles, groups, settings.analystGroups(), List.of("ROLE_ANALYST", "ROLE_VIEWER"));
              add(roles, groups, settings.adminGroups(), List.of("ROLE_ADMIN", "ROLE_VIEWER"));
            });
    return roles;
  }

  /** The claims of who came through OpenID Connect. */
  private static Stream<Map<String, Object>> people(
      Collection<? extends GrantedAuthority> authorities) {
    return authorities.stream()
        .filter(OidcUserAuthority.class::isInstance)
        .map(authority -> ((OidcUserAuthority) authority).getAttributes());
  }

  /** Some providers write a single group without a list around it. */
  private static Collection<?> groups(Object claim) {
    return claim instanceof Collection<?> list
        ? list
        : claim instanceof String one ? List.of(one) : List.of();
  }

  /**
   * Most often the provider doesn't put the claim into the token, which nothing else would tell.
   */
  private void tell(Object login, Object claim) {
    String came = String.valueOf(claim);
    log.warn(
        "Sign-in: {} came through OIDC and has no role here, since {}; look at"
            + " okta.console.oidc and at what the provider puts into its ID token",
        login,
        claim == null
            ? "the ID token has no claim " + settings.groupsClaim()
            : "no group of okta.console.oidc is in claim "
                + settings.groupsClaim()
                + ", which has "
                + came.substring(0, Math.min(LONGEST, came.length())));
  }

  private static void add(
      Set<GrantedAuthority> roles, Collection<?> groups, List<String> wanted, List<String> names) {
    if (wanted.stream().anyMatch(groups::contains)) {
      names.forEach(name -> roles.add(new SimpleGrantedAuthority(name)));
    }
  }
}
