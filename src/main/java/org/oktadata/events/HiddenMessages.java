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
  private static final String HIDDEN_AT = "hiddenAt";

  private final StreamingSettings.Sqs settings;
  private final ObjectProvider<SqsClient> queue;

  HiddenMessages(StreamingSettings settings, ObjectProvider<SqsClient> queue) {
    this.settings = settings.sqs();
    this.queue = queue;
  }

  /** Before each further attempt. */
  @Override
  public void process(Exchange exchange) {
    Long hiddenAt = exchange.getProperty(HIDDEN_AT, Long.class);
    long third = Duration.ofSeconds(settings.visibilitySeconds()).toNanos() / 3;
    if (hiddenAt == null) {
      log.warn(
          "Streams: {} doesn't take events; they wait in the queue",
          SqsPatience.isDatabases(exchange) ? "the database" : "Kafka");
    }
    if (hiddenAt == null || System.nanoTime() - hiddenAt > third) {
      exchange.setProperty(HIDDEN_AT, System.nanoTime());
      Group group = exchange.getVariable("group", Group.class);
      if (group != null) {
        hide(group.receipts());
      }
    }
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
