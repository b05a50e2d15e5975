package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** An outbound proxy that opens no way is told as such, and not as Okta. */
class WayThroughProxyTest {
  private static final URI OKTA = URI.create("https://acme.okta.test/api/v1/users");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "407 Login|asks for a login (407): set okta.http.proxy-username and proxy-password|false",
        "403 No|does not let calls pass to acme.okta.test:443 (403)|false",
        "429 Slow|does not let calls pass to acme.okta.test:443 (429)|true",
        "405 What|does not answer like a proxy (405)|false",
        "502 Bad|cannot reach acme.okta.test:443 (502)|true",
        "hangs up|hung up without an answer|true",
        "is silent|did not open a way to acme.okta.test:443 in time|true",
      })
  void whatTheProxySaysIsNotTakenForOktas(String answer, String part, boolean passing)
      throws Exception {
    try (var proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var serving = new Thread(() -> serve(proxy, answer));
      serving.start();
      var failure = failure("127.0.0.1", proxy.getLocalPort());
      assertThat(failure.sentence())
          .startsWith("The proxy 127.0.0.1:" + proxy.getLocalPort())
          .contains(part)
          .endsWith(".");
      assertThat(failure.passing()).isEqualTo(passing);
    }
  }

  @Test
  void aProxyThatIsAwayIsNamed() throws Exception {
    int free;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = taken.getLocalPort();
    }
    assertThat(failure("127.0.0.1", free).sentence())
        .isEqualTo(
            "The proxy 127.0.0.1:%d cannot be reached: check okta.http.proxy-host and proxy-port."
                .formatted(free));
    assertThat(failure("proxy.invalid", 3128).sentence())
        .startsWith("The proxy proxy.invalid:3128 is unknown");
  }

  @Test
  void aProxyThatAsksForALoginIsGivenItAndNobodyElse() throws Exception {
    try (var proxy = new ProxyWithLogin("okta-collector", "open: sesame \u00e9")) {
      assertThat(failure("127.0.0.1", proxy.port(), "okta-collector", "open: sesame").sentence())
          .contains("does not take the login (407): check okta.http.proxy-username")
          .doesNotContain("sesame");
      var letIn = failure("127.0.0.1", proxy.port(), "okta-collector", "open: sesame \u00e9");
      assertThat(letIn.sentence())
          .as("it was let in, and the proxy knows no host")
          .contains("cannot reach acme.okta.test:443 (502)");
      assertThat(proxy.seen().get(0)).startsWith("CONNECT acme.okta.test:443");
      assertThat(proxy.seen().subList(0, proxy.seen().lastIndexOf(proxy.seen().get(0))))
          .as("the first question of a connection has no login yet")
          .anyMatch(line -> line.startsWith("Proxy-Authorization: "));
    }
  }

  private static NetworkProblem failure(String host, int port) throws IOException {
    return failure(host, port, null, null);
  }

  private static NetworkProblem failure(String host, int port, String username, String password)
      throws IOException {
    var settings =
        new OktaHttpSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            8,
            4,
            DataSize.ofMegabytes(1),
            host,
            port,
            username,
            password,
            null);
    var beans = new OktaHttpBeans();
    try (var pool = beans.oktaConnectionPool(settings)) {
      var client = beans.oktaHttpClient(beans.oktaHttpManners(settings, pool));
      var failure =
          catchThrowableOfType(
              IOException.class, () -> client.execute(new HttpGet(OKTA), answer -> answer));
      return NetworkProblem.of(failure, OKTA);
    }
  }

  private static void serve(ServerSocket proxy, String answer) {
    try (Socket asked = proxy.accept()) {
      asked.getInputStream().read(new byte[4096]);
      if (answer.equals("is silent")) {
        asked.getInputStream().read();
      } else if (!answer.equals("hangs up")) {
        var head =
            "HTTP/1.1 %s\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 2\r\n\r\nno";
        asked.getOutputStream().write(head.formatted(answer).getBytes());
      }
    } catch (IOException e) {
      // The client has seen enough.
    }
  }
}
