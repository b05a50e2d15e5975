package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** TLS and proxy, with servers on loopback ports and a certificate made for the test. */
class OktaHttpBeansTest {
  @TempDir private Path folder;

  @Test
  void aCertificateOfOurOwnCaIsTrustedOnlyIfItIsNamed() throws Exception {
    var server = tlsServer();
    try {
      var url = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
      assertThatThrownBy(() -> get(settings(null, null, null), url))
          .isInstanceOfSatisfying(
              IOException.class,
              e ->
                  assertThat(NetworkProblem.of(e, url).sentence())
                      .contains("is not trusted")
                      .contains("okta.http.trusted-certificates"));
      assertThat(get(settings(null, null, folder.resolve("ca.pem")), url)).isEqualTo(204);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void javasOwnCertificatesStayTrusted() throws Exception {
    tlsServer().stop(0);
    var both = TrustedCertificates.context(folder.resolve("ca.pem"));
    assertThat(both.getSocketFactory()).isNotNull();
    var empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
    assertThatThrownBy(() -> TrustedCertificates.context(empty))
        .hasMessageContaining("okta.http.trusted-certificates");
  }

  @Test
  void callsGoThroughTheProxyButNotToLoopback() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    var proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    proxy.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    proxy.start();
    try (var direct = new OktaStub()) {
      var settings = settings("127.0.0.1", proxy.getAddress().getPort(), null);
      assertThat(get(settings, URI.create("http://acme.okta.test/api/v1/users"))).isEqualTo(204);
      assertThat(get(settings, direct.url())).isEqualTo(404);
      assertThat(seen).containsExactly("http://acme.okta.test/api/v1/users");
    } finally {
      proxy.stop(0);
    }
  }

  private static OktaHttpSettings settings(String proxyHost, Integer proxyPort, Path trusted) {
    return new OktaHttpSettings(
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        8,
        4,
        DataSize.ofMegabytes(1),
        proxyHost,
        proxyPort,
        null,
        null,
        trusted == null ? null : "file:" + trusted);
  }

  private static int get(OktaHttpSettings settings, URI url) throws IOException {
    var beans = new OktaHttpBeans();
    try (var pool = beans.oktaConnectionPool(settings)) {
      var client = beans.oktaHttpClient(beans.oktaHttpManners(settings, pool));
      return client.execute(new HttpGet(url), answer -> answer.getCode());
    }
  }

  private HttpsServer tlsServer() throws Exception {
    var store = folder.resolve("server.p12");
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
    keytool("-exportcert", "-rfc", "-file", folder.resolve("ca.pem").toString());
    var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private void keytool(String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-alias",
            "one",
            "-storetype",
            "PKCS12",
            "-storepass",
            "changeit",
            "-keystore",
            folder.resolve("server.p12").toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }
}
