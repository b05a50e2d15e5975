package org.oktadata.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What a request is after, as everything that answers differently by it reads it. */
public final class RequestKind {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private RequestKind() {}

  /** Whether a request may change something. */
  public static boolean changes(HttpServletRequest request) {
    return !READING.contains(request.getMethod());
  }

  /**
   * Whether a browser asks, be it for a page or for a part of one. It would answer a demand for
   * Basic with a dialog of its own, and send what is typed there until it is closed.
   */
  public static boolean isBrowser(HttpServletRequest request) {
    return wantsPage(request)
        || request.getHeader("Sec-Fetch-Mode") != null
        || request.getHeader(HttpHeaders.REFERER) != null
        || request.getHeader(HttpHeaders.ORIGIN) != null;
  }

  /** Whether an address is for programs, which know no login page. */
  public static boolean isForPrograms(HttpServletRequest request) {
    String path = request.getServletPath();
    return path.startsWith("/api/")
        || path.startsWith("/actuator/")
        || path.startsWith("/intake/")
        || path.startsWith("/hawtio/jolokia");
  }

  /** Whether a person's browser asks, which shows a page; a program wants a problem detail. */
  public static boolean wantsPage(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
  }
}
