package org.oktadata.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Replaces the escapes that JSON allows (RFC 8259, section 7) and PostgreSQL's jsonb refuses:
 * {@code \}{@code u0000}, and half a surrogate pair. Both become {@code \}{@code ufffd}, the
 * replacement character.
 */
public final class JsonbEscapes {
  private static final int LENGTH = 6;

  /** Eight bytes at once: most pages have no escape, and each byte of each page is looked at. */
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;

  private JsonbEscapes() {}

  /** The same array if there is nothing to replace, otherwise a changed copy. */
  public static byte[] clean(byte[] json) {
    byte[] clean = json;
    int at = backslash(json, 0);
    while (at < json.length) {
      if (!isUnicode(json, at)) {
        // An escaped backslash or quote: its second byte begins no escape of its own.
        at += 2;
      } else {
        int unit = unit(json, at);
        boolean pair =
            isHigh(unit) && isUnicode(json, at + LENGTH) && isLow(unit(json, at + LENGTH));
        if (!pair && (unit == 0 || isHigh(unit) || isLow(unit))) {
          clean = clean == json ? json.clone() : clean;
          clean[at + 2] = clean[at + 3] = clean[at + 4] = 'f';
          clean[at + 5] = 'd';
        }
        at += pair ? 2 * LENGTH : LENGTH;
      }
      at = backslash(json, at);
    }
    return clean;
  }

  /** The first backslash from there on; the length where none is left. */
  private static int backslash(byte[] json, int from) {
    int at = from;
    while (at <= json.length - Long.BYTES) {
      long others = (long) EIGHT.get(json, at) ^ EACH * '\\';
      // Only a byte that has become 0 borrows from its neighbour and sets the highest bit, not
      // having had it.
      if ((others - EACH & ~others & EACH << 7) != 0) {
        break;
      }
      at += Long.BYTES;
    }
    while (at < json.length && json[at] != '\\') {
      at++;
    }
    return at;
  }

  private static boolean isUnicode(byte[] json, int at) {
    return at + LENGTH <= json.length && json[at] == '\\' && json[at + 1] == 'u';
  }

  private static int unit(byte[] json, int at) {
    int unit = 0;
    for (int digit = at + 2; digit < at + LENGTH; digit++) {
      unit = unit << 4 | Math.max(0, Character.digit(json[digit], 16));
    }
    return unit;
  }

  private static boolean isHigh(int unit) {
    return unit >= 0xd800 && unit <= 0xdbff;
  }

  private static boolean isLow(int unit) {
    return unit >= 0xdc00 && unit <= 0xdfff;
  }
}
