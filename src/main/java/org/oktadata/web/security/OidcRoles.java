package org.oktadata.web.security;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.stereotype.Component;

/**
 * What a person who signed in through OIDC may do, by their groups; without one of them nothing.
 */
@Component
class OidcRoles implements GrantedAuthoritiesMapper {

  private final ConsoleSettings.Oidc settings;

  OidcRoles(ConsoleSettings settings) {
    this.settings = settings.oidc();
  }

  @Override
  public Collection<? extends GrantedAuthority> mapAuthorities(
      Collection<? extends GrantedAuthority> authorities) {
    Set<GrantedAuthority> roles = new HashSet<>();
    for (GrantedAuthority authority : authorities) {
      if (authority instanceof OidcUserAuthority person
          && person.getAttributes().get(settings.groupsClaim()) instanceof Collection<?> groups) {
        add(roles, groups, settings.viewerGroups(), List.of("ROLE_VIEWER"));
        add(roles, groups, settings.analystGroups(), List.of("ROLE_ANALYST", "ROLE_VIEWER"));
        add(roles, groups, settings.adminGroups(), List.of("ROLE_ADMIN", "ROLE_VIEWER"));
      }
    }
    return roles;
  }

  private static void add(
      Set<GrantedAuthority> roles, Collection<?> groups, List<String> wanted, List<String> names) {
    if (wanted.stream().anyMatch(groups::contains)) {
      names.forEach(name -> roles.add(new SimpleGrantedAuthority(name)));
    }
  }
}
