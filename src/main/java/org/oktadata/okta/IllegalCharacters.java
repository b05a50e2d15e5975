package org.oktadata.okta;

import java.nio.charset.StandardCharsets;

/** Percent-encodes the characters that RFC 3986 allows nowhere in a URL, and touches no other. */
final class IllegalCharacters {
  private static final String LEGAL = "-._~:/?#[]@!$&'()*+,;=";

  private IllegalCharacters() {}

  static String encode(String link) {
    var encoded = new StringBuilder(link.length() + 16);
    var bytes = link.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at++) {
      int b = bytes[at] & 0xff;
      if (isLegal(b) || (b == '%' && isEscape(bytes, at))) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(hex(b >> 4)).append(hex(b & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isLegal(int b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || LEGAL.indexOf(b) >= 0;
  }

  private static boolean isEscape(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && Character.digit(bytes[at + 1], 16) >= 0
        && Character.digit(bytes[at + 2], 16) >= 0;
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }
}
