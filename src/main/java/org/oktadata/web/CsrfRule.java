package org.oktadata.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Which requests must prove that a page of ours sent them: changes with a session cookie, signing
 * in, and changes that another site made the browser send (it adds Basic credentials by itself).
 * Programs with Basic and the intakes have no page.
 */
class CsrfRule implements RequestMatcher {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  @Override
  public boolean matches(HttpServletRequest request) {
    String path = request.getServletPath();
    if (READING.contains(request.getMethod()) || path.startsWith("/intake/")) {
      return false;
    }
    return isOfAnotherSite(request)
        || request.getRequestedSessionId() != null
        || path.equals("/login");
  }

  /** Whether a browser says that another site made it ask. */
  static boolean isOfAnotherSite(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return "cross-site".equals(site) || "same-site".equals(site);
  }
}
