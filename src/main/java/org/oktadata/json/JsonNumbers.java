package org.oktadata.json;

/**
 * Numbers that are short in JSON and long where they are written out, as PostgreSQL writes those of
 * jsonb: {@code 1e9999} has as many digits. A few kilobytes of them would fill any memory.
 */
public final class JsonNumbers {

  /** Digits that all exponents of a text may stand for; a limit of a schema has 308. */
  static final int MOST = 20_000;

  private JsonNumbers() {}

  /** Whether the numbers of a JSON text are much longer once they are written out. */
  public static boolean swell(byte[] json) {
    return swell(json, 0, json.length);
  }

  /** The same of a part of it, from a byte up to another. */
  public static boolean swell(byte[] json, int from, int to) {
    return digits(json, from, to, false) > MOST && digits(json, from, to, true) > MOST;
  }

  /** Digits that the exponents in a part of a text stand for that has no strings. */
  static int digits(byte[] json, int from, int to) {
    return digits(json, from, to, false);
  }

  /** Digits that the exponent stands for whose letter e is there; 0 where it is none. */
  static int digitsAt(byte[] json, int letter, int to) {
    return letter > 0 && isDigit(json[letter - 1]) ? exponent(json, letter + 1, to) : 0;
  }

  /** What looks like a number in a string isn't one; that is only looked at where it matters. */
  private static int digits(byte[] json, int from, int to, boolean exactly) {
    int digits = 0;
    for (int at = from; at < to && digits <= MOST; at++) {
      if ((json[at] | 0x20) == 'e' && at > from) {
        digits += digitsAt(json, at, to);
      } else if (exactly && json[at] == '"') {
        at = endOfString(json, at, to);
      }
    }
    return digits;
  }

  private static int exponent(byte[] json, int from, int to) {
    int at = from < to && (json[from] == '-' || json[from] == '+') ? from + 1 : from;
    int exponent = 0;
    while (at < to && isDigit(json[at])) {
      exponent = Math.min(MOST + 1, exponent * 10 + json[at] - '0');
      at++;
    }
    return at == to || ",]} \t\r\n".indexOf(json[at]) >= 0 ? exponent : 0;
  }

  private static int endOfString(byte[] json, int start, int to) {
    int at = start + 1;
    while (at < to && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
