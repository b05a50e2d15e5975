package org.oktadata.events;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

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
  private final QueueReceipts receipts;

  HiddenMessages(StreamingSettings settings, ReceivedMessages received, QueueReceipts receipts) {
    this.settings = settings.sqs();
    this.received = received;
    this.receipts = receipts;
  }

  /** Before each further attempt of a group: says, once, that it waits. */
  @Override
  public void process(Exchange exchange) {
    if (exchange.getProperty(TOLD) == null) {
      exchange.setProperty(TOLD, true);
      log.warn(
          "Streams: {} doesn't take events; they wait in the queue",
          SqsPatience.isDatabases(exchange) ? "the database" : "Kafka");
    }
  }

  /**
   * Hides what has been here for a third of the time for as long again, however long a statement
   * takes and however far apart attempts are.
   */
  public void hideAgain() {
    receipts.hide(
        received.notHiddenFor(Duration.ofSeconds(settings.visibilitySeconds()).toNanos() / 3));
  }
}
