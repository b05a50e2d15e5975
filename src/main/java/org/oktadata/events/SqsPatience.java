package org.oktadata.events;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/**
 * A database or a broker that is away is waited for: messages stay hidden meanwhile, and none is
 * counted as received again, so none ends as poison.
 */
@Component
public class SqsPatience implements Predicate, Processor {

  private static final Logger log = LoggerFactory.getLogger(SqsPatience.class);
  private static final String HIDDEN_AT = "hiddenAt";

  private final StreamingSettings.Sqs settings;
  private final ObjectProvider<SqsClient> queue;

  SqsPatience(StreamingSettings settings, ObjectProvider<SqsClient> queue) {
    this.settings = settings.sqs();
    this.queue = queue;
  }

  /**
   * Whether the failure is the database's, or Kafka's. Others leave the message to the queue's own
   * rules.
   */
  @Override
  public boolean matches(Exchange exchange) {
    return isDatabases(exchange) || isCausedBy(exchange, KafkaException.class);
  }

  static boolean isDatabases(Exchange exchange) {
    return isCausedBy(exchange, SQLException.class, DataAccessException.class);
  }

  private static boolean isCausedBy(Exchange exchange, Class<?>... kinds) {
    Throwable failure = exchange.getException();
    if (failure == null) {
      failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }
    while (failure != null && !isOneOf(failure, kinds)) {
      failure = failure.getCause();
    }
    return failure != null;
  }

  private static boolean isOneOf(Throwable failure, Class<?>... kinds) {
    return Arrays.stream(kinds).anyMatch(kind -> kind.isInstance(failure));
  }

  /** Before each further attempt. */
  @Override
  public void process(Exchange exchange) {
    Long hiddenAt = exchange.getProperty(HIDDEN_AT, Long.class);
    long third = Duration.ofSeconds(settings.visibilitySeconds()).toNanos() / 3;
    if (hiddenAt == null) {
      log.warn(
          "Streams: {} doesn't take events; they wait in the queue",
          isDatabases(exchange) ? "the database" : "Kafka");
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
