package org.oktadata.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells once that a proxy's word on who asks isn't read: all people would be one address to whom
 * counts wrong passwords and to the audit log. It stands behind the sign-in, so that no stranger
 * writes the line.
 */
@Component
class UnreadForwards extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger(UnreadForwards.class);

  /** Set by the server's valve where it believed the proxy. */
  static final String READ = "org.apache.tomcat.request.forwarded";

  private final AtomicBoolean told = new AtomicBoolean();

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getUserPrincipal() != null
        && request.getHeader("X-Forwarded-For") != null
        && request.getAttribute(READ) == null
        && told.compareAndSet(false, true)) {
      log.warn(
          "Proxy: X-Forwarded-For comes from {} and isn't read, so whoever comes that way has that address in the audit log and for wrong passwords;"
              + " docs/network.md has the two settings",
          request.getRemoteAddr());
    }
    chain.doFilter(request, response);
  }
}
