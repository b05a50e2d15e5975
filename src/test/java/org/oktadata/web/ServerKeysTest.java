package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.integrations.WrongConfiguration;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.server.Ssl;

/** Certificate and key of the server's own TLS. */
class ServerKeysTest {

  @TempDir static Path folder;

  @BeforeAll
  static void pairs() throws Exception {
    pair("rsa", "RSA");
    pair("other", "RSA");
    pair("ec", "EC");
    pair("edwards", "Ed25519");
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, rsa, true",
    "ec, ec, true",
    "edwards, edwards, true",
    "rsa, other, false",
    "ec, rsa, false"
  })
  void aKeyOfAnotherCertificateStopsTheStart(String certificate, String key, boolean fine) {
    ServerProperties server = server(file(certificate + ".crt"), file(key + ".key"));
    if (fine) {
      assertThat(new ServerKeys(server)).isNotNull();
    } else {
      assertThatThrownBy(() -> new ServerKeys(server))
          .isInstanceOf(WrongConfiguration.class)
          .hasMessageStartingWith("server.ssl.certificate-private-key is not the key of");
    }
  }

  @Test
  void theyMayStandInTheConfigurationItself() throws IOException {
    String certificate = Files.readString(folder.resolve("rsa.crt"));
    String key = Files.readString(folder.resolve("other.key"));
    assertThatThrownBy(() -> new ServerKeys(server(certificate, key)))
        .isInstanceOf(WrongConfiguration.class);
  }

  @Test
  void whatCannotBeReadIsLeftToTheServer() {
    assertThat(new ServerKeys(server("file:/nowhere.crt", file("rsa.key")))).isNotNull();
    assertThat(new ServerKeys(new ServerProperties())).isNotNull();
  }

  private static ServerProperties server(String certificate, String key) {
    Ssl ssl = new Ssl();
    ssl.setCertificate(certificate);
    ssl.setCertificatePrivateKey(key);
    ServerProperties server = new ServerProperties();
    server.setSsl(ssl);
    return server;
  }

  private static String file(String name) {
    return "file:" + folder.resolve(name);
  }

  private static void pair(String name, String algorithm)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of("-genkeypair", "-alias", "server", "-keyalg", algorithm));
    command.addAll(List.of("-dname", "CN=localhost", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", "changeit", "-keystore", store.toString()));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    write(name + ".crt", "CERTIFICATE", keys.getCertificate("server").getEncoded());
    write(
        name + ".key", "PRIVATE KEY", keys.getKey("server", "changeit".toCharArray()).getEncoded());
  }

  private static void write(String name, String kind, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text));
  }
}
