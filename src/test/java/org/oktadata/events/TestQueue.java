package org.oktadata.events;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** A queue in this process that speaks the protocol of SQS. */
public final class TestQueue implements AutoCloseable {

  /** Whoever waits for messages when the application stops is waited for no longer than that. */
  public static final String SHORT_STOP = "--camel.main.shutdown-timeout=1";

  private static final int A_CALL = 10;

  private final SQSRestServer server;
  private final SqsClient client;
  private final String url;

  private TestQueue(SQSRestServer server) {
    this.server = server;
    URI endpoint =
        URI.create("http://localhost:" + server.waitUntilStarted().localAddress().getPort());
    this.client =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();
    this.url = client.createQueue(request -> request.queueName("okta-events")).queueUrl();
  }

  public static TestQueue start() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    return new TestQueue(SQSRestServerBuilder.withInterface("localhost").withDynamicPort().start());
  }

  public String url() {
    return url;
  }

  public SqsClient client() {
    return client;
  }

  /** Puts messages on the queue, ten a call. */
  public void send(List<String> messages) {
    for (int from = 0; from < messages.size(); from += A_CALL) {
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (int i = from; i < Math.min(from + A_CALL, messages.size()); i++) {
        entries.add(
            SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(i))
                .messageBody(messages.get(i))
                .build());
      }
      client.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
    }
  }

  /** Messages that wait or are being worked on. */
  public int size() {
    Map<QueueAttributeName, String> counts = counts();
    return Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + hidden(counts);
  }

  /** Messages that were received and not deleted yet. */
  public int hidden() {
    return hidden(counts());
  }

  private static int hidden(Map<QueueAttributeName, String> counts) {
    return Integer.parseInt(
        counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private Map<QueueAttributeName, String> counts() {
    return client
        .getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  @Override
  public void close() {
    client.close();
    server.stopAndWait();
  }
}
