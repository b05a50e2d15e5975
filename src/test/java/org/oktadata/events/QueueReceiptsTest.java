package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What the queue doesn't let be done with what was received. */
@ExtendWith(OutputCaptureExtension.class)
class QueueReceiptsTest {

  /** Messages that are stored would end as poison, and nothing would say why. */
  @ParameterizedTest
  @ValueSource(ints = {400, 403})
  void aRightThatIsMissingIsSaidOnce(int status, CapturedOutput log) throws Exception {
    String refusal =
        "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"message\":\"not authorized to perform: sqs:deletemessage\"}";
    deleteTwice(status, refusal);
    assertThat(warnings(log)).hasSize(1).allMatch(line -> line.contains("grant sqs:DeleteMessage"));
  }

  /** Who reads it has said so. */
  @Test
  void aQueueThatIsAwayIsNotSaidHere(CapturedOutput log) throws Exception {
    deleteTwice(500, "{}");
    assertThat(warnings(log)).isEmpty();
  }

  private static List<String> warnings(CapturedOutput log) {
    return log.getAll()
        .lines()
        .filter(line -> line.contains("what was received can't be"))
        .toList();
  }

  private static void deleteTwice(int status, String answer) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(status, answer.length());
          exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (SqsClient client =
        SqsClient.builder()
            .endpointOverride(URI.create(url))
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(each -> each.retryStrategy(retries -> retries.maxAttempts(1)))
            .build()) {
      StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("queue", client));
      StreamingSettings settings =
          new Binder(
                  new MapConfigurationPropertySource(
                      Map.of("okta.streaming.sqs.queue-url", url + "/000000000000/okta-events")))
              .bind("okta.streaming", Bindable.of(StreamingSettings.class))
              .get();
      QueueReceipts receipts = new QueueReceipts(settings, beans.getBeanProvider(SqsClient.class));
      receipts.delete(List.of("one"));
      receipts.delete(List.of("two"));
    } finally {
      server.stop(0);
    }
  }
}
