package org.oktadata.events;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Messages of the queue: opened on their way in, deleted once their events are committed. */
@Component
public class SqsMessages {

  static final String DOOR = "sqs";

  private final Envelopes envelopes;
  private final IntakeKeys connected;
  private final StreamingSettings.Sqs settings;
  private final ReceivedMessages received;
  private final QueueReceipts receipts;

  SqsMessages(
      Envelopes envelopes,
      IntakeKeys connected,
      StreamingSettings settings,
      ReceivedMessages received,
      QueueReceipts receipts) {
    this.envelopes = envelopes;
    this.connected = connected;
    this.settings = settings.sqs();
    this.received = received;
    this.receipts = receipts;
  }

  /**
   * Opens a message, and waits for a place for it; the event source says whose events it brings.
   */
  public void open(Exchange exchange) throws InterruptedException {
    Message message = exchange.getMessage();
    String receipt = exchange.getVariable("receipt", String.class);
    String body = message.getBody(String.class);
    Letter letter =
        envelopes.open(body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
    QueuedBatches group = new QueuedBatches(batches(letter), receipt);
    // The last that may fail: from here on the group gives the place back.
    received.enter(receipt);
    message.setBody(group);
  }

  private List<Batch> batches(Letter letter) {
    List<Batch> batches = new ArrayList<>();
    letter
        .byIntegration(settings.integration())
        .forEach((named, events) -> batches.add(batch(named, events)));
    batches.get(0).refusals().addAll(letter.refusals());
    batches.removeIf(batch -> batch.events().isEmpty() && batch.refusals().isEmpty());
    return batches;
  }

  private Batch batch(String named, List<Slice> events) {
    if (connected.isConnected(named)) {
      return new Batch(named, DOOR, events, new ArrayList<>());
    }
    String reason =
        named == null
            ? "No event source says whose event it is; okta.streaming.sqs.integration can."
            : "No integration named '" + named + "' is connected.";
    List<Refusal> refusals = new ArrayList<>();
    events.forEach(event -> refusals.add(Refusal.of(reason, named, event)));
    return new Batch("", DOOR, new ArrayList<>(), refusals);
  }

  /** What is committed leaves the queue. What can't be deleted comes again, and is known then. */
  public void delete(@Body QueuedBatches group) {
    receipts.delete(group.receipts());
  }
}
