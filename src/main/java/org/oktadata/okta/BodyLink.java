package org.oktadata.okta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds {@code _links.next} at the top of a body, as some of Okta's IAM lists have it: a text, or
 * an object with {@code href}. Streams over the rest; the items' own links are passed over.
 */
final class BodyLink {
  private static final JsonFactory JSON = new JsonFactory();

  private static final byte[] LINKS = "\"_links\"".getBytes(StandardCharsets.US_ASCII);

  private BodyLink() {}

  /** The link; null if the body has none. */
  static String next(byte[] body) {
    try (var parser = JSON.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT
          && field(parser, "_links") == JsonToken.START_OBJECT) {
        return link(parser, field(parser, "next"));
      }
      return null;
    } catch (IOException e) {
      throw new BrokenAnswerException("Okta's answer is not JSON to its end.");
    }
  }

  /** Where the body's own links begin, which Okta writes last; its length if it has none. */
  static int start(byte[] body) {
    for (int at = body.length - LINKS.length; at >= 0; at--) {
      if (Arrays.equals(body, at, at + LINKS.length, LINKS, 0, LINKS.length)) {
        return at;
      }
    }
    return body.length;
  }

  private static String link(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.START_OBJECT) {
      return link(parser, field(parser, "href"));
    }
    return value == JsonToken.VALUE_STRING ? parser.getText() : null;
  }

  /**
   * Moves to the value of the field in the object that the parser is in; null if it isn't there.
   */
  private static JsonToken field(JsonParser parser, String wanted) throws IOException {
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      var value = parser.nextToken();
      if (name.equals(wanted)) {
        return value;
      }
      parser.skipChildren();
    }
    return null;
  }
}
