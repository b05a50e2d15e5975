package org.oktadata.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.oktadata.json.JsonbEscapes;

/**
 * What one statement stores: events of one integration, and what is refused beside them.
 *
 * @param integration empty where nobody knows whose they are; then there are only refusals
 * @param receivedVia the door they came through
 */
public record Batch(
    String integration, String receivedVia, List<Slice> events, List<Refusal> refusals) {

  private static final JsonFactory JSON = new JsonFactory();

  /** The events as one JSON array that PostgreSQL can keep. */
  public byte[] page() {
    return JsonbEscapes.clean(Slice.array(events));
  }

  /** The refusals as one JSON array. */
  public byte[] refused() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartArray();
      for (Refusal refusal : refusals) {
        json.writeStartObject();
        json.writeStringField("reason", refusal.reason());
        json.writeStringField("payload", refusal.payload());
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The same in pieces: each event alone, and all refusals. */
  public List<Batch> pieces() {
    List<Batch> pieces = new ArrayList<>();
    events.forEach(
        event -> pieces.add(new Batch(integration, receivedVia, List.of(event), List.of())));
    if (!refusals.isEmpty()) {
      pieces.add(new Batch(integration, receivedVia, List.of(), refusals));
    }
    return pieces;
  }

  /** The same, but with every event refused for that reason. */
  public Batch refusedFor(String reason) {
    List<Refusal> all = new ArrayList<>(refusals);
    events.forEach(event -> all.add(Refusal.of(reason, event)));
    return new Batch(integration, receivedVia, List.of(), all);
  }
}
