package org.oktadata.integrations;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.oktadata.digest.Sha256;

/**
 * A key that seals credentials: 256 bits for AES.
 *
 * @param id names the key without telling it: the start of its SHA-256
 * @param secret the key
 */
record DataKey(String id, SecretKey secret) {

  /**
   * Reads keys, base64 or base64url, separated by commas or lines.
   *
   * @throws WrongSetting where one isn't 32 bytes
   */
  static List<DataKey> parse(String text) {
    return Arrays.stream(text.split("[,\\s]+"))
        .filter(key -> !key.isEmpty())
        .map(DataKey::one)
        .toList();
  }

  /** A new key in the form that {@link #parse} reads. */
  static String generate() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static DataKey one(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    if (bytes.length != 32) {
      throw new WrongSetting(
          "data-key", "must be base64 of 32 bytes; make one with: openssl rand -base64 32");
    }
    return new DataKey(identify(bytes), new SecretKeySpec(bytes, "AES"));
  }

  private static String identify(byte[] key) {
    byte[] start = Arrays.copyOf(Sha256.of(key), 9);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(start);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "DataKey[" + id + "]";
  }
}
