package org.oktadata.web.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.WebUtils;

/**
 * The page that a stranger asked for, or posted a form from, until they have signed in: path and
 * query in a cookie, since a session for each would let anybody fill the database. A neighbour
 * below the same domain can set that cookie too, so it leads nowhere but here.
 */
class WantedPage implements RequestCache {

  private static final String NAME = "OKTADATA_PAGE";
  private static final int LONGEST = 2_000;

  /** Browsers take two slashes, of either kind, for the start of another host. */
  private static final Pattern HERE = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*");

  private final RequestMatcher pages;

  /**
   * @param pages what is worth coming back to
   */
  WantedPage(RequestMatcher pages) {
    this.pages = pages;
  }

  @Override
  public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
    String page = "GET".equals(request.getMethod()) ? page(request) : formsPage(request);
    if (pages.matches(request) && page.length() <= LONGEST && HERE.matcher(page).matches()) {
      byte[] bytes = page.getBytes(StandardCharsets.US_ASCII);
      write(request, response, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), -1);
    }
  }

  @Override
  public SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
    String page = read(request);
    return page == null ? null : new SimpleSavedRequest(page);
  }

  /** Only reading is remembered, so there is nothing to repeat; who is there has arrived. */
  @Override
  public HttpServletRequest getMatchingRequest(
      HttpServletRequest request, HttpServletResponse response) {
    if (page(request).equals(read(request))) {
      removeRequest(request, response);
    }
    return null;
  }

  @Override
  public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
    write(request, response, "", 0);
  }

  /** Where a form was posted from, as the browser says; empty where it doesn't, or at the login. */
  private static String formsPage(HttpServletRequest request) {
    String referrer = request.getHeader(HttpHeaders.REFERER);
    String here = request.getContextPath();
    try {
      URI from = URI.create(referrer == null ? "" : referrer);
      String path = from.getRawPath();
      if (path == null || !path.startsWith(here + "/") || path.equals(here + "/login")) {
        return "";
      }
      String query = from.getRawQuery();
      return path.substring(here.length()) + (query == null ? "" : "?" + query);
    } catch (IllegalArgumentException e) {
      return ""; // No browser's.
    }
  }

  private static String page(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    String query = request.getQueryString();
    return query == null ? path : path + "?" + query;
  }

  private static String read(HttpServletRequest request) {
    Cookie cookie = WebUtils.getCookie(request, NAME);
    if (cookie == null) {
      return null;
    }
    try {
      byte[] page = Base64.getUrlDecoder().decode(cookie.getValue());
      String text = new String(page, StandardCharsets.US_ASCII);
      return HERE.matcher(text).matches() ? text : null;
    } catch (IllegalArgumentException e) {
      return null; // Not ours.
    }
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, String value, int seconds) {
    ResponseCookie cookie =
        ResponseCookie.from(NAME, value)
            .path(request.getContextPath() + "/")
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .maxAge(Duration.ofSeconds(seconds))
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }
}
