package org.oktadata.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.oktadata.findings.Severity;

/**
 * A receiver that breaks off or never ends: what it said first counts, and nobody waits for ever.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeliveryPostTest {

  private final CloseableHttpClient client =
      HttpClients.custom().disableAutomaticRetries().disableRedirectHandling().build();
  private final AtomicInteger calls = new AtomicInteger();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    client.close();
  }

  @Test
  void whatWasTakenIsTakenThoughTheRestOfTheAnswerIsCutOff() throws Exception {
    answers("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nok", "");
    post(Duration.ofSeconds(15));
    assertThat(calls).hasValue(1);
  }

  @Test
  void whatWasTakenIsTakenThoughTheAnswerHasNoEnd() throws Exception {
    answers("HTTP/1.1 202 Accepted\r\nContent-Length: 1000000\r\n\r\n", ".");
    post(Duration.ofSeconds(1));
    assertThat(calls).hasValue(1);
  }

  @Test
  void whoDripsItsAnswerHasNotTakenIt() throws Exception {
    answers("HTTP/1.1 200 OK\r\nX-Long: ", ".");
    assertThatThrownBy(() -> post(Duration.ofSeconds(1)))
        .hasMessage("There was no answer within 1 s.");
  }

  @Test
  void whoRefusesAndBreaksOffHasRefused() throws Exception {
    answers("HTTP/1.1 500 Oh\r\nContent-Length: 100\r\n\r\nno", "");
    assertThatThrownBy(() -> post(Duration.ofSeconds(15))).isInstanceOf(DeliveryRefused.class);
  }

  private void post(Duration longest) throws IOException {
    String url = "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    DeliverySettings settings =
        new DeliverySettings(
            Severity.MEDIUM,
            List.of("opened"),
            new DeliverySettings.Webhook(url, null),
            null,
            null,
            null);
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody("{}");
    new DeliveryPost(settings, client, longest).webhook(exchange);
  }

  /**
   * @param drip what comes bit by bit from then on; empty closes the connection
   */
  private void answers(String beginning, String drip) {
    Thread thread = new Thread(() -> answer(beginning, drip));
    thread.setDaemon(true);
    thread.start();
  }

  private void answer(String beginning, String drip) {
    try (Socket socket = server.accept()) {
      calls.incrementAndGet();
      InputStream request = socket.getInputStream();
      request.read(new byte[4096]);
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(50);
      while (!drip.isEmpty() && !hasGone(request)) {
        socket.getOutputStream().write(drip.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException theOtherSideHasGone) {
      // As it should.
    }
  }

  private static boolean hasGone(InputStream request) throws IOException {
    try {
      return request.read() < 0;
    } catch (SocketTimeoutException waits) {
      return false;
    }
  }
}
