package org.oktadata.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends sessions that outlived what they were opened by: sessions are in the database, so they go on
 * after a start with another configuration, which may know the account no more, or give it another
 * password or role.
 */
class ChangedAccounts extends OncePerRequestFilter {

  private final KnownAccounts accounts;
  private final OidcRoles roles;

  ChangedAccounts(KnownAccounts accounts, OidcRoles roles) {
    this.accounts = accounts;
    this.roles = roles;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    Authentication person = session == null ? null : person(session);
    if (person != null && !stands(person)) {
      session.invalidate();
    }
    chain.doFilter(request, response);
  }

  private static Authentication person(HttpSession session) {
    return session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
            instanceof SecurityContext context
        ? context.getAuthentication()
        : null;
  }

  private boolean stands(Authentication person) {
    if (person instanceof OAuth2AuthenticationToken elsewhere) {
      return roles.stand(elsewhere);
    }
    return person instanceof UsernamePasswordAuthenticationToken && accounts.stands(person);
  }
}
