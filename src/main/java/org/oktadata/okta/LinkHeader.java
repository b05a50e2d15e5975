package org.oktadata.okta;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads Link headers (RFC 8288, section 3): one header or several, joined by commas or not,
 * parameters in any order, quoted or not, and several relations in one.
 *
 * <p>What is matched once is not looked at again: headers may be megabytes, and nobody can
 * interrupt a pattern that goes back, or give it a deeper stack.
 */
final class LinkHeader {
  /** A link in angle brackets, where commas and semicolons mean nothing, and its parameters. */
  private static final Pattern LINK =
      Pattern.compile(
          "<([^<>]*+)>((?:\\s*+;\\s*+[^\\s=;,]++\\s*+"
              + "(?:=\\s*+(?:\"(?:[^\"\\\\]++|\\\\.)*+\"|[^\\s;,\"]*+))?+)*+)");

  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*+([^\\s=;,]++)\\s*+(?:=\\s*+(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s;,\"]*+)))?+");

  private LinkHeader() {}

  /** The link with relation {@code next}, exactly as it was sent; null if there is none. */
  static String next(List<? extends CharSequence> headers) {
    for (var header : headers) {
      var links = LINK.matcher(header);
      while (links.find()) {
        if (isNext(links.group(2))) {
          return links.group(1).strip();
        }
      }
    }
    return null;
  }

  /** Whether the first rel, the only one that counts (RFC 8288, 3.3), names next. */
  private static boolean isNext(String parameters) {
    var parameter = PARAMETER.matcher(parameters);
    while (parameter.find()) {
      if (parameter.group(1).equalsIgnoreCase("rel")) {
        var quoted = parameter.group(2);
        var relations = quoted != null ? quoted : String.valueOf(parameter.group(3));
        return Arrays.stream(relations.strip().split("\\s+")).anyMatch("next"::equalsIgnoreCase);
      }
    }
    return false;
  }
}
