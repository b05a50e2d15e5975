package org.oktadata.okta;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.oktadata.json.JsonbEscapes;
import org.springframework.stereotype.Component;

/**
 * Sees that a page is whole JSON which PostgreSQL can keep, at the price of one look at each byte.
 */
@Component
public class PageBody {

  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /**
   * The page, unchanged and as the same array unless it begins with a byte order mark, which is cut
   * off, or holds what jsonb can't: an escaped NUL or half of a surrogate pair, which become
   * U+FFFD.
   *
   * @throws BrokenAnswerException if it is not JSON that arrived whole
   */
  public byte[] check(@Body byte[] answer, @Header("Content-Type") String contentType) {
    byte[] page = withoutMark(answer);
    int first = first(page);
    if (first < 0) {
      throw new BrokenAnswerException("Okta's answer is empty.");
    }
    refuseUtf16(page);
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

  /** Writers mustn't set the mark, readers may pass over it (RFC 8259, 8.1); PostgreSQL doesn't. */
  private static byte[] withoutMark(byte[] page) {
    return page != null && page.length >= MARK.length && Arrays.mismatch(page, MARK) == MARK.length
        ? Arrays.copyOfRange(page, MARK.length, page.length)
        : page;
  }

  /** By its own mark, or by the zero beside its first bracket (RFC 4627, 3). */
  private static void refuseUtf16(byte[] page) {
    if (page.length < 2) {
      return;
    }
    int unit = (page[0] & 0xff) << 8 | page[1] & 0xff;
    if (unit == 0xfeff || unit == 0xfffe || page[0] == 0 || page[1] == 0) {
      throw BrokenAnswerException.forGood(
          "The answer is in UTF-16, and JSON is in UTF-8: look for what converts it between here and Okta.");
    }
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
