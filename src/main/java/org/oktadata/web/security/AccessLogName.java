package org.oktadata.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells Tomcat's access log who asks, as <code>%{okta.person}r</code>: whom Spring Security let in,
 * Tomcat doesn't know.
 */
class AccessLogName extends OncePerRequestFilter {

  static final String PERSON = "okta.person";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Principal person = request.getUserPrincipal();
    if (person != null) {
      request.setAttribute(PERSON, person.getName());
    }
    chain.doFilter(request, response);
  }
}
