package org.oktadata.findings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Short names for long values: an index of PostgreSQL takes no more than 2,704 bytes. */
final class Digest {

  private static final int LONGEST = 250;

  private Digest() {}

  /** The text itself, or where it is long its beginning and a digest of the whole. */
  static String shortened(String text) {
    return shortened(text, LONGEST);
  }

  /** The same, for what may be longer. */
  static String shortened(String text, int longest) {
    return text == null || text.length() <= longest
        ? text
        : text.substring(0, longest - 33) + "…" + HexFormat.of().formatHex(md5(text));
  }

  /** The same as {@code md5(text)::uuid} in SQL. */
  static UUID of(String text) {
    byte[] bytes = md5(text);
    return new UUID(part(bytes, 0), part(bytes, 8));
  }

  private static long part(byte[] bytes, int from) {
    return ByteBuffer.wrap(bytes).getLong(from);
  }

  private static byte[] md5(String text) {
    try {
      return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
