package org.oktadata.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Records of topic okta.events on their way into the database. Anybody with the right to may write
 * such records, so they are opened with the same care as what comes over HTTP.
 */
@Component
public class KafkaRecords {

  private static final Logger log = LoggerFactory.getLogger(KafkaRecords.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Set<String> DOORS = Set.of("poll", "sqs", "eventbridge", "event-hook");

  /** The door of those who write to the topic themselves. */
  private static final String OTHERS = "kafka";

  private final Envelopes envelopes;
  private final IntakeKeys connected;

  KafkaRecords(Envelopes envelopes, IntakeKeys connected) {
    this.envelopes = envelopes;
    this.connected = connected;
  }

  /** Opens the records of one poll: one batch for each integration and door. */
  public List<Batch> open(Exchange exchange) {
    List<?> records = exchange.getMessage().getBody(List.class);
    exchange.setVariable("records", records);
    Map<String, Batch> batches = new LinkedHashMap<>();
    for (Object each : records) {
      Message record = ((Exchange) each).getMessage();
      String integration = header(record, EventRecords.INTEGRATION);
      String door = header(record, EventRecords.RECEIVED_VIA);
      byte[] value = record.getBody() instanceof byte[] bytes ? bytes : new byte[0];
      add(
          batches,
          integration,
          door != null && DOORS.contains(door) ? door : OTHERS,
          envelopes.open(value));
    }
    return List.copyOf(batches.values());
  }

  private void add(Map<String, Batch> batches, String integration, String door, Letter letter) {
    boolean known = connected.isConnected(integration);
    String owner = known ? integration : "";
    Batch batch =
        batches.computeIfAbsent(
            owner + " " + door,
            key -> new Batch(owner, door, new ArrayList<>(), new ArrayList<>()));
    batch.refusals().addAll(letter.refusals());
    if (known) {
      batch.events().addAll(letter.events());
    } else {
      String reason =
          integration == null
              ? "The record has no header that says whose event it is."
              : "No integration named '" + integration + "' is connected.";
      letter
          .events()
          .forEach(event -> batch.refusals().add(Refusal.of(reason, integration, event)));
    }
  }

  /**
   * Everything is in the database, so the group goes on behind the last record of each partition. A
   * commit that fails costs a repetition at worst: the next one covers it.
   */
  public void commit(Exchange exchange) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    DefaultKafkaManualCommit last = null;
    for (Object each : exchange.getVariable("records", List.class)) {
      last =
          ((Exchange) each)
              .getMessage()
              .getHeader(KafkaConstants.MANUAL_COMMIT, DefaultKafkaManualCommit.class);
      offsets.put(last.getPartition(), new OffsetAndMetadata(last.getRecordOffset() + 1));
    }
    if (last != null) {
      try {
        last.getCamelExchangePayload().consumer.commitSync(offsets, PATIENCE);
      } catch (KafkaException e) {
        log.debug("Streams: offsets couldn't be committed", e);
      }
    }
  }

  private static String header(Message record, String name) {
    return record.getHeader(name) instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : null;
  }
}
