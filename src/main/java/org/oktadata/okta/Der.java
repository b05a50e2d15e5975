package org.oktadata.okta;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** The few bytes of DER (X.690) that turn a PKCS#1 or SEC1 key into PKCS#8, which Java reads. */
final class Der {
  /** SEQUENCE of the OID rsaEncryption (1.2.840.113549.1.1.1) and NULL. */
  static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /** The OID ecPublicKey, 1.2.840.10045.2.1. */
  static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int CURVE_PARAMETERS = 0xa0;

  private Der() {}

  /** PKCS#8: version 0, the algorithm, and the key in an octet string. */
  static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return wrap(SEQUENCE, join(new byte[] {2, 1, 0}, algorithm, wrap(OCTET_STRING, key)));
  }

  /**
   * The algorithm of a SEC1 key: ecPublicKey with the curve that the key names in its part [0].
   *
   * @throws IllegalArgumentException if the key names no curve
   */
  static byte[] ecAlgorithm(byte[] sec1) {
    var end = valueStart(sec1, 0) + length(sec1, 0);
    for (int at = valueStart(sec1, 0); at < end; at = valueStart(sec1, at) + length(sec1, at)) {
      if ((sec1[at] & 0xff) == CURVE_PARAMETERS) {
        var curve =
            Arrays.copyOfRange(sec1, valueStart(sec1, at), valueStart(sec1, at) + length(sec1, at));
        return wrap(SEQUENCE, join(EC_OID, curve));
      }
    }
    throw new IllegalArgumentException("no curve");
  }

  static boolean contains(byte[] der, byte[] part) {
    for (int at = 0; at + part.length <= der.length; at++) {
      if (Arrays.equals(der, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] wrap(int tag, byte[] value) {
    int n = value.length;
    var head =
        n < 0x80
            ? new byte[] {(byte) tag, (byte) n}
            : n < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) n}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
    return join(head, value);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return switch (first) {
      case 0x81 -> der[at + 2] & 0xff;
      case 0x82 -> (der[at + 2] & 0xff) << 8 | der[at + 3] & 0xff;
      default -> first;
    };
  }

  private static int valueStart(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first > 0x80 ? first - 0x80 : 0);
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
