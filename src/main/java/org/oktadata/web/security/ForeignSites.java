package org.oktadata.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.oktadata.web.RequestKind;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses changes that a page of another site made a browser ask for, whatever token they bring: a
 * neighbour below the same domain can set the token's cookie. Nothing of the console is posted from
 * elsewhere, and the intakes, which may be, have filters of their own.
 *
 * <p>Browsers tell the site ({@code Sec-Fetch-Site}) to servers with TLS and to localhost alone,
 * the origin to all. Programs tell neither.
 */
class ForeignSites extends OncePerRequestFilter {

  private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

  private final SecurityProblems problems;

  ForeignSites(SecurityProblems problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (RequestKind.changes(request) && isForeign(request)) {
      problems.write(
          request,
          response,
          HttpStatus.FORBIDDEN,
          "Another site sent this request. If it is this application under another name, let the"
              + " proxy pass the header Host or X-Forwarded-Host on, see docs/security.md.");
    } else {
      chain.doFilter(request, response);
    }
  }

  /** Whether a browser says that a page of another site made it ask. */
  static boolean isForeign(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return FOREIGN.contains(site);
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && !isOurs(origin, request);
  }

  /** By the header Host as it came, or by what a proxy that is trusted says of it. */
  private static boolean isOurs(String origin, HttpServletRequest request) {
    URI page;
    try {
      page = URI.create(origin);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (page.getHost() == null || page.getScheme() == null) {
      return false;
    }
    boolean forwarded =
        page.getScheme().equalsIgnoreCase(request.getScheme())
            && page.getHost().equalsIgnoreCase(request.getServerName())
            && port(page) == request.getServerPort();
    return forwarded
        || page.getRawAuthority().equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
  }

  private static int port(URI page) {
    int usual = page.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    return page.getPort() < 0 ? usual : page.getPort();
  }
}
