package org.oktadata.okta;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Reads a private key from PEM text: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) and SEC1 (RFC 5915). It
 * forgives what copying does to a PEM: other line ends, {@code \n} as two characters, spaces.
 */
final class PrivateKeyPem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private PrivateKeyPem() {}

  /**
   * The key in the text.
   *
   * @throws OktaTokenException "The private key cannot be read because …"
   */
  static PrivateKey read(String pem) {
    var text = pem == null ? "" : pem.replace("\\r", "").replace("\\n", "\n").strip();
    if (text.isEmpty()) {
      throw unreadable("it is empty");
    }
    if (text.startsWith("{")) {
      throw unreadable("it is a JSON Web Key; choose PEM when Okta shows the key");
    }
    var blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      if (blocks.group(1).endsWith("PRIVATE KEY")) {
        return key(blocks.group(1), blocks.group(2));
      }
    }
    throw unreadable(whatElse(text));
  }

  private static PrivateKey key(String label, String body) {
    if (label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
      throw unreadable("it is protected by a passphrase; store it without one");
    }
    try {
      var der = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
      return switch (label) {
        case "RSA PRIVATE KEY" -> generate("RSA", Der.pkcs8(Der.RSA, der));
        case "EC PRIVATE KEY" -> generate("EC", Der.pkcs8(Der.ecAlgorithm(der), der));
        case "PRIVATE KEY" -> generate(Der.contains(der, Der.EC_OID) ? "EC" : "RSA", der);
        default -> throw unreadable("a " + label + " is of no use here; use an RSA or EC key");
      };
    } catch (GeneralSecurityException e) {
      throw unreadable(
          "it is damaged, or neither an RSA key nor an EC key on P-256, P-384 or P-521");
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw unreadable("its content is damaged: a part seems to be missing");
    }
  }

  private static PrivateKey generate(String algorithm, byte[] pkcs8)
      throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private static String whatElse(String text) {
    if (text.contains("BEGIN CERTIFICATE")) {
      return "it is a certificate";
    }
    if (text.contains("BEGIN") && text.contains("PUBLIC KEY")) {
      return "it is the public key; the private one is needed";
    }
    if (text.contains("BEGIN") && text.contains("PRIVATE KEY")) {
      return "its END line is missing or damaged";
    }
    return "it is not PEM text, which starts with -----BEGIN PRIVATE KEY-----";
  }

  private static OktaTokenException unreadable(String reason) {
    return new OktaTokenException("The private key cannot be read because " + reason + ".");
  }
}
