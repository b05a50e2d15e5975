package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Servers that would fill the memory, or never come to an end, if they were let. */
@Timeout(60)
class WholeAnswerTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private ServerSocket server;

  /** What a server says after it was asked; it ends when the other side hangs up. */
  private interface Lie {
    void tell(OutputStream out) throws IOException, InterruptedException;
  }

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    over.countDown();
    server.close();
    threads.shutdownNow();
  }

  @Test
  void anEndlessAnswerThatIsSmallOnTheWireIsReadUpToTheLargestSize() throws Exception {
    var sent =
        lie(
            out -> {
              head(out, "Content-Encoding: gzip");
              try (var packed = new GZIPOutputStream(out)) {
                forEver(packed, new byte[1 << 16], 0);
              }
            });
    assertReason(Duration.ofSeconds(10), "The answer is larger than 1 MB, and was not read", false);
    assertThat(sent.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
  }

  @Test
  void anAnswerThatPromisesNoEndIsReadUpToTheLargestSize() throws Exception {
    lie(
        out -> {
          head(out, "Content-Length: 1000000000000");
          forEver(out, new byte[1 << 16], 0);
        });
    assertReason(Duration.ofSeconds(10), "The answer is larger than 1 MB, and was not read", false);
  }

  @Test
  void anAnswerThatSaysThatItIsLargerIsRefusedBeforeItIsRead() throws Exception {
    lie(out -> head(out, "Content-Length: " + ((1 << 20) + 1)));
    assertReason(Duration.ofSeconds(10), "The answer is larger than 1 MB, and was not read", false);
  }

  @Test
  void anAnswerOfJustTheLargestSizeIsTaken() throws Exception {
    lie(
        out -> {
          head(out, "Content-Length: " + (1 << 20));
          out.write(new byte[1 << 20]);
        });
    assertThat(get(Duration.ofSeconds(10))).isEqualTo(1 << 20);
  }

  @Test
  void anAnswerThatDripsInForEverIsGivenUp() throws Exception {
    lie(
        out -> {
          head(out, "Content-Length: 100000");
          forEver(out, new byte[1], 50);
        });
    assertReason(Duration.ofMillis(750), "The answer did not come to its end within 3 s.", true);
  }

  /** Each further level multiplies what is unpacked, and none need give a byte to be counted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Encoding: gzip, gzip",
        "Content-Encoding: gzip\r\nContent-Encoding: gzip",
        "content-encoding: gzip,deflate,gzip,gzip,gzip"
      })
  void whatIsPackedSeveralTimesOverIsNotRead(String header) throws Exception {
    lie(
        out -> {
          head(out, header);
          try (var packed = new GZIPOutputStream(new GZIPOutputStream(out))) {
            packed.write(bytes("[]"));
          }
        });
    assertReason(
        Duration.ofSeconds(10),
        "The answer is packed several times over, and was not read.",
        false);
  }

  /** Nothing ever arrives where the unpacked bytes are read. */
  @Test
  void packedNothingThatDripsInForEverIsGivenUp() throws Exception {
    lie(
        out -> {
          head(out, "Content-Encoding: gzip");
          out.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0});
          forEver(out, new byte[] {0, 0, 0, (byte) 0xff, (byte) 0xff}, 50);
        });
    assertReason(Duration.ofMillis(750), "The answer did not come to its end within 3 s.", true);
  }

  @Test
  void preliminaryAnswersForEverAreGivenUp() throws Exception {
    lie(out -> forEver(out, bytes("HTTP/1.1 103 Early Hints\r\n\r\n"), 50));
    assertReason(Duration.ofMillis(750), "The answer did not come to its end within 3 s.", true);
  }

  @Test
  void aHeaderWithoutEndBreaksTheConnection() throws Exception {
    lie(
        out -> {
          out.write(bytes("HTTP/1.1 200 OK\r\nX-Long: "));
          forEver(out, bytes("x".repeat(1 << 16)), 0);
        });
    assertReason(Duration.ofSeconds(10), "Maximum line length limit exceeded", true);
  }

  private void assertReason(Duration responseTimeout, String sentence, boolean passing) {
    var failure = OktaFailure.of(catchThrowable(() -> get(responseTimeout)));
    assertThat(failure.sentence()).contains(sentence);
    assertThat(failure.retryable()).isEqualTo(passing);
  }

  /** The length of the answer. */
  private int get(Duration responseTimeout) throws IOException {
    var settings =
        new OktaHttpSettings(
            Duration.ofSeconds(5),
            responseTimeout,
            8,
            4,
            DataSize.ofMegabytes(1),
            null,
            null,
            null,
            null,
            null);
    var beans = new OktaHttpBeans();
    try (var pool = beans.oktaConnectionPool(settings)) {
      var manners = beans.oktaHttpManners(settings, pool);
      var builder = HttpClientBuilder.create();
      manners.configureHttpClient(builder);
      manners.limit(builder, settings.maxAnswer());
      return builder
          .build()
          .execute(
              new HttpGet(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/api/v1/logs")),
              answer -> EntityUtils.toByteArray(answer.getEntity()).length);
    }
  }

  /** How the server's saying ended: by the exception, unless it came to its end. */
  private CompletableFuture<Exception> lie(Lie lie) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (var connection = server.accept()) {
            connection.getInputStream().read(new byte[8192]);
            lie.tell(connection.getOutputStream());
            over.await();
            return null;
          } catch (IOException | InterruptedException e) {
            return e;
          }
        },
        threads);
  }

  private void forEver(OutputStream out, byte[] bytes, long millis)
      throws IOException, InterruptedException {
    do {
      out.write(bytes);
      out.flush();
    } while (!over.await(millis, TimeUnit.MILLISECONDS));
  }

  private static void head(OutputStream out, String header) throws IOException {
    out.write(bytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
