package org.oktadata.okta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What an error body says, read leniently: Okta's JSON, OAuth's JSON, a proxy's HTML or nothing. Of
 * the fields only the code is a contract.
 *
 * @param code Okta's {@code errorCode} or OAuth's {@code error}; empty if there is none
 * @param summary the text for people; empty if there is none
 * @param object whether it is a JSON object, as all of Okta's are
 */
record OktaErrorBody(String code, String summary, boolean object) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_SUMMARY = 300;
  private static final int LONGEST_CODE = 100;

  static OktaErrorBody read(String body) {
    var fields = fields(body == null ? "" : body);
    var code = fields.getOrDefault("errorCode", fields.getOrDefault("error", ""));
    var summary = fields.getOrDefault("errorSummary", fields.getOrDefault("error_description", ""));
    return new OktaErrorBody(
        code(code), summary(summary), body != null && body.stripLeading().startsWith("{"));
  }

  /** As much as anybody reads of what others wrote, which is stored with each list that failed. */
  static String summary(String text) {
    return cut(String.valueOf(text), LONGEST_SUMMARY);
  }

  /** A code as long as any is. */
  static String code(String text) {
    return cut(text, LONGEST_CODE);
  }

  private static String cut(String text, int longest) {
    return text.substring(0, Math.min(longest, text.length()));
  }

  /** The same under the code that a challenge names. */
  OktaErrorBody withCode(String named) {
    return new OktaErrorBody(named, summary, object);
  }

  /** The text fields at the top of the body, as far as it can be read. */
  private static Map<String, String> fields(String body) {
    var fields = new HashMap<String, String>();
    try (var parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return fields;
      }
      for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          fields.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // Not JSON to its end: what was read so far is all there is to know.
      return fields;
    }
    return fields;
  }
}
