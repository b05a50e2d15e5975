package org.oktadata.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.oktadata.integrations.SessionSignature;
import org.springframework.session.web.http.CookieSerializer;

/**
 * A session's cookie is its id and a signature; another is as good as none. The id alone is in the
 * database, and in every backup of it.
 */
class SignedCookies implements CookieSerializer {

  private final CookieSerializer cookies;
  private final SessionSignature signature;

  SignedCookies(CookieSerializer cookies, SessionSignature signature) {
    this.cookies = cookies;
    this.signature = signature;
  }

  @Override
  public void writeCookieValue(CookieValue cookie) {
    String id = cookie.getCookieValue();
    // An empty one deletes the cookie.
    String value = id.isEmpty() ? id : id + "." + signature.of(id);
    CookieValue signed = new CookieValue(cookie.getRequest(), cookie.getResponse(), value);
    signed.setCookieMaxAge(cookie.getCookieMaxAge());
    cookies.writeCookieValue(signed);
  }

  @Override
  public List<String> readCookieValues(HttpServletRequest request) {
    return cookies.readCookieValues(request).stream()
        .map(value -> value.split("\\.", 2))
        .filter(parts -> parts.length == 2 && signature.fits(parts[0], parts[1]))
        .map(parts -> parts[0])
        .toList();
  }
}
