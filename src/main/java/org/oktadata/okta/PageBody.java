package org.oktadata.okta;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.oktadata.json.JsonbEscapes;
import org.springframework.stereotype.Component;

/**
 * Sees that a page is whole JSON which PostgreSQL can keep, at the price of one look at each byte.
 */
@Component
public class PageBody {

  /**
   * The page, unchanged and as the same array unless it holds what jsonb can't: an escaped NUL or
   * half of a surrogate pair, which become U+FFFD.
   *
   * @throws BrokenAnswerException if it is not JSON that arrived whole
   */
  public byte[] check(@Body byte[] page, @Header("Content-Type") String contentType) {
    int first = first(page);
    if (first < 0) {
      throw new BrokenAnswerException("Okta's answer is empty.");
    }
    if (page[first] != '[' && page[first] != '{') {
      if (new String(page, StandardCharsets.UTF_8).strip().equals("null")) {
        throw new BrokenAnswerException(
            "Okta's answer is null, where a list or an object belongs.");
      }
      throw new BrokenAnswerException(
          "The answer is not JSON but "
              + (contentType == null ? "of no known type" : OktaErrorBody.summary(contentType))
              + ": a proxy or a login page may have answered in place of Okta.");
    }
    int last = last(page);
    if (last == first || page[last] != (page[first] == '[' ? ']' : '}')) {
      throw new BrokenAnswerException("Okta's answer is cut off: it is not JSON to its end.");
    }
    return JsonbEscapes.clean(page);
  }

  private static int first(byte[] page) {
    int at = 0;
    while (page != null && at < page.length && isSpace(page[at])) {
      at++;
    }
    return page == null || at == page.length ? -1 : at;
  }

  private static int last(byte[] page) {
    int at = page.length - 1;
    while (isSpace(page[at])) {
      at--;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
