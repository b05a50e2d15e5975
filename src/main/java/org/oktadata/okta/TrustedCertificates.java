package org.oktadata.okta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom we trust: the CAs that Java trusts, and those of a PEM file beside them. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * A TLS context that trusts both.
   *
   * @param pem the file; null for Java's CAs alone
   * @throws IllegalArgumentException if the file holds no certificates
   */
  static SSLContext context(Path pem) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, pem == null ? null : managers(pem), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "okta.http.trusted-certificates holds no CA certificates that can be read, as PEM or DER: %s (%s)."
              .formatted(pem, e.getMessage()),
          e);
    }
  }

  private static TrustManager[] managers(Path pem) throws GeneralSecurityException, IOException {
    List<Certificate> trusted = new ArrayList<>(ofJava());
    var added = read(pem);
    if (added.isEmpty()) {
      throw new IOException("there is none in it");
    }
    trusted.addAll(added);
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("ca-" + i, trusted.get(i));
    }
    return factory(store).getTrustManagers();
  }

  private static List<? extends Certificate> ofJava() throws GeneralSecurityException {
    return Arrays.stream(factory(null).getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .toList();
  }

  private static Collection<? extends Certificate> read(Path pem)
      throws GeneralSecurityException, IOException {
    try (var in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static TrustManagerFactory factory(KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
