package org.oktadata.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.springframework.stereotype.Component;

/**
 * Events of a batch as records of a topic: the value is the event as Okta wrote it, the key is
 * integration and actor, so that what one actor did stays in order.
 */
@Component
public class EventRecords {

  static final String INTEGRATION = "integration";
  static final String RECEIVED_VIA = "received_via";

  private final RecordLimit limit;

  EventRecords(RecordLimit limit) {
    this.limit = limit;
  }

  /** One message a record. Nothing of what the sender of the batch wrote becomes a header. */
  public List<Message> write(Exchange exchange) {
    Batch batch = exchange.getVariable("batch", Batch.class);
    List<Message> records = new ArrayList<>(batch.events().size());
    for (Slice event : batch.events()) {
      if (fits(event)) {
        records.add(record(exchange.getContext(), batch, event));
      }
    }
    return records;
  }

  /** What can't go through Kafka: what was refused, and events too large for it; null for none. */
  public Batch rest(Exchange exchange) {
    Batch batch = exchange.getVariable("batch", Batch.class);
    List<Slice> large = batch.events().stream().filter(event -> !fits(event)).toList();
    return large.isEmpty() && batch.refusals().isEmpty()
        ? null
        : new Batch(batch.integration(), batch.receivedVia(), large, batch.refusals());
  }

  private boolean fits(Slice event) {
    return event.to() - event.from() <= limit.largestValue();
  }

  private static Message record(CamelContext context, Batch batch, Slice event) {
    Message message = new DefaultMessage(context);
    message.setBody(Arrays.copyOfRange(event.bytes(), event.from(), event.to()));
    message.setHeader(KafkaConstants.KEY, batch.integration() + "/" + actor(event));
    message.setHeader(INTEGRATION, batch.integration());
    message.setHeader(RECEIVED_VIA, batch.receivedVia());
    return message;
  }

  /** Okta writes the actor first, so this hardly reads on; empty where there is none. */
  static String actor(Slice event) {
    try (JsonParser parser =
        Envelopes.JSON.createParser(event.bytes(), event.from(), event.to() - event.from())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean actor = parser.currentName().equals("actor");
        if (parser.nextToken() == JsonToken.START_OBJECT && actor) {
          return id(parser);
        }
        parser.skipChildren();
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }

  private static String id(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean id = parser.currentName().equals("id");
      if (parser.nextToken() == JsonToken.VALUE_STRING && id) {
        return parser.getText();
      }
      parser.skipChildren();
    }
    return "";
  }
}
