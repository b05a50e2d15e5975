package org.oktadata.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/**
 * Keeps messages hidden while they wait for a database or a broker, so that none is counted as
 * received again, and none ends as poison.
 */
@Component
public class HiddenMessages implements Processor {

  private static final Logger log = LoggerFactory.getLogger(HiddenMessages.class);
  private static final String TOLD = "waitsForTheStore";

  private final StreamingSettings.Sqs settings;
  private final ReceivedMessages received;
  private final ObjectProvider<SqsClient> queue;

  HiddenMessages(
      StreamingSettings settings, ReceivedMessages received, ObjectProvider<SqsClient> queue) {
    this.settings = settings.sqs();
    this.received = received;
    this.queue = queue;
  }

  /** Before each further attempt of a group, for all that wait with it. */
  @Override
  public void process(Exchange exchange) {
    if (exchange.getProperty(TOLD) == null) {
      exchange.setProperty(TOLD, true);
      log.warn(
          "Streams: {} doesn't take events; they wait in the queue",
          SqsPatience.isDatabases(exchange) ? "the database" : "Kafka");
    }
    hide(received.notHiddenFor(Duration.ofSeconds(settings.visibilitySeconds()).toNanos() / 3));
  }

  private void hide(List<String> receipts) {
    for (int from = 0; from < receipts.size(); from += SqsMessages.A_CALL) {
      List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
      for (int i = from; i < Math.min(from + SqsMessages.A_CALL, receipts.size()); i++) {
        entries.add(
            ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(Integer.toString(i))
                .receiptHandle(receipts.get(i))
                .visibilityTimeout(settings.visibilitySeconds())
                .build());
      }
      try {
        queue
            .getObject()
            .changeMessageVisibilityBatch(
                call -> call.queueUrl(settings.queueUrl()).entries(entries));
      } catch (SdkException e) {
        log.debug("Streams: messages couldn't be kept hidden", e);
      }
    }
  }
}
