package org.oktadata.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Answers 400 to an address that leads to a servlet of its own, such as Jolokia, by another
 * spelling than the servlet's. Spring fails on those before its own firewall refuses them, and
 * anybody could fill the log with stack traces.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class WrittenPaths extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isReadable(request)) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpStatus.BAD_REQUEST.value());
    }
  }

  private static boolean isReadable(HttpServletRequest request) {
    try {
      ServletRequestPathUtils.parseAndCache(request);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    } finally {
      ServletRequestPathUtils.clearParsedRequestPath(request);
    }
  }
}
