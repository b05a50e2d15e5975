package org.oktadata.integrations;

import java.util.Base64;
import org.oktadata.RsaKeys;

/** Private keys for tests. */
final class Pems {

  private Pems() {}

  static String rsa() {
    byte[] der = RsaKeys.shared().getPrivate().getEncoded();
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }
}
