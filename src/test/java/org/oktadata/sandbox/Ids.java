package org.oktadata.sandbox;

/**
 * Ids in Okta's form: twenty characters, the first three telling the kind ({@code 00u} a user). An
 * id is computed from an index and leads back to it, so that an org of a million users needs no
 * table of ids.
 */
final class Ids {
  static final String USER = "00u";
  static final String GROUP = "00g";
  static final String APP = "0oa";
  static final String DEVICE = "guo";
  static final String FACTOR = "opf";
  static final String ROLE = "irb";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final long FACTOR_OF_SPREAD = 0x9E3779B97F4A7C15L;
  private static final long INVERSE_OF_SPREAD = inverse(FACTOR_OF_SPREAD);

  private final long salt;
  private final String mark;

  Ids(long seed) {
    salt = Dice.mix(seed + 11);
    mark = "k" + digit(salt >>> 8) + digit(salt >>> 20);
  }

  String of(String prefix, long index) {
    long spread = (index + 1) * FACTOR_OF_SPREAD;
    spread = (spread ^ (spread >>> 32)) ^ salt;
    char[] id = new char[20];
    prefix.getChars(0, 3, id, 0);
    mark.getChars(0, 3, id, 3);
    for (int place = 16; place >= 6; place--) {
      id[place] = DIGITS.charAt((int) Long.remainderUnsigned(spread, 62));
      spread = Long.divideUnsigned(spread, 62);
    }
    "5d7".getChars(0, 3, id, 17);
    return new String(id);
  }

  /** The index behind an id, or -1 when the id isn't one of this kind and org. */
  long indexOf(String prefix, String id) {
    if (id == null || id.length() != 20 || !id.startsWith(prefix) || !id.startsWith(mark, 3)) {
      return -1;
    }
    long spread = 0;
    for (int place = 6; place <= 16; place++) {
      int digit = DIGITS.indexOf(id.charAt(place));
      if (digit < 0) {
        return -1;
      }
      spread = spread * 62 + digit;
    }
    spread ^= salt;
    spread = (spread ^ (spread >>> 32)) * INVERSE_OF_SPREAD;
    long index = spread - 1;
    return index >= 0 && of(prefix, index).equals(id) ? index : -1;
  }

  /** The index behind an id when it is below a count, otherwise -1. */
  int indexOf(String prefix, String id, int count) {
    long index = indexOf(prefix, id);
    return index < count ? (int) index : -1;
  }

  private static char digit(long value) {
    return DIGITS.charAt((int) Long.remainderUnsigned(value, 62));
  }

  /** The multiplicative inverse modulo 2^64 of an odd number, by Newton's iteration. */
  private static long inverse(long odd) {
    long inverse = odd;
    for (int round = 0; round < 6; round++) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }
}
