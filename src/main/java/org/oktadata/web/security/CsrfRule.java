package org.oktadata.web.security;

import jakarta.servlet.http.HttpServletRequest;
import org.oktadata.web.RequestKind;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Which requests must prove that a page of ours sent them: changes with a session cookie, signing
 * in, and changes that a browser without either sends to a server that it doesn't tell the site (it
 * adds Basic credentials by itself). What other sites send is refused before, by {@link
 * ForeignSites}. Programs with Basic have no page.
 */
class CsrfRule implements RequestMatcher {

  @Override
  public boolean matches(HttpServletRequest request) {
    boolean untold =
        request.getHeader("Sec-Fetch-Site") == null
            && request.getHeader(HttpHeaders.ORIGIN) != null;
    return RequestKind.changes(request)
        && (untold
            || request.getRequestedSessionId() != null
            || request.getServletPath().equals("/login"));
  }
}
