package org.oktadata.web;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.oktadata.integrations.WrongConfiguration;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.stereotype.Component;

/**
 * Stops a start whose private key isn't that of its certificate. The server would start with the
 * two, and refuse each connection without a word that a browser could show.
 */
@Component
class ServerKeys {

  private static final byte[] CHALLENGE = "Who has the key can sign this.".getBytes();

  ServerKeys(ServerProperties server) {
    Ssl ssl = server.getSsl();
    if (ssl != null
        && ssl.isEnabled()
        && ssl.getCertificate() != null
        && ssl.getCertificatePrivateKey() != null
        && !belongTogether(ssl)) {
      throw new WrongConfiguration(
          "server.ssl.certificate-private-key is not the key of the certificate in server.ssl.certificate:"
              + " set the two that were made together, with the server's own certificate before those of its CA.");
    }
  }

  private static boolean belongTogether(Ssl ssl) {
    try {
      PublicKey certified = read(ssl.getCertificate()).getCertificates().get(0).getPublicKey();
      PrivateKey key =
          read(ssl.getCertificatePrivateKey()).getPrivateKey(ssl.getKeyStorePassword());
      return key == null || isSignedBy(key, certified);
    } catch (IOException | GeneralSecurityException e) {
      return true; // The server itself says what it can't read.
    }
  }

  private static boolean isSignedBy(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    Signature signature = Signature.getInstance(algorithm(key));
    signature.initSign(key);
    signature.update(CHALLENGE);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(CHALLENGE);
    return signature.verify(signed);
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private static PemContent read(String place) throws IOException {
    if (PemContent.isPresentInText(place)) {
      return PemContent.of(place);
    }
    try (InputStream file = ApplicationResourceLoader.get().getResource(place).getInputStream()) {
      return PemContent.load(file);
    }
  }
}
