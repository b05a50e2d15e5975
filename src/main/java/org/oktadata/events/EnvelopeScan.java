package org.oktadata.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.oktadata.json.JsonNumbers;

/**
 * One walk through one message. Events may lie bare, in arrays, in {@code detail} (EventBridge), in
 * {@code data} (event hooks), in {@code events} of either, and in {@code Message} (SNS).
 */
final class EnvelopeScan {

  /** Envelopes in envelopes; more is no mail. */
  private static final int MOST_WRAPS = 8;

  private static final String SWELLS = "An event with numbers too large to write out.";

  private final List<Slice> events = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  private final RefusedParts refused = new RefusedParts();
  private String source;
  private String newest;

  List<Slice> events() {
    return events;
  }

  /** Of each event the partner event source that the nearest envelope around it names, or null. */
  List<String> sources() {
    return sources;
  }

  List<Refusal> refusals() {
    return refused.refusals();
  }

  String source() {
    return source;
  }

  /** The latest {@code published} of all events, as it is written; null without events. */
  String newest() {
    return newest;
  }

  /** Reads the value at which the parser stands, to its end. */
  void read(JsonParser parser, byte[] body) throws IOException {
    value(parser, body, 0);
    if (events.isEmpty() && refused.size() == 0) {
      refuse("There is no event in it.", body, 0, body.length);
    }
  }

  private void value(JsonParser parser, byte[] body, int wraps) throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    if (parser.currentToken() == JsonToken.START_ARRAY && wraps < MOST_WRAPS) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        value(parser, body, wraps + 1);
      }
    } else if (parser.currentToken() == JsonToken.START_OBJECT && wraps < MOST_WRAPS) {
      object(parser, body, from, wraps);
    } else {
      parser.skipChildren();
      parser.finishToken();
      refuse("Not a System Log event, but a bare value.", body, from, end(parser));
    }
  }

  private void object(JsonParser parser, byte[] body, int from, int wraps) throws IOException {
    int eventsBefore = events.size();
    int refusedBefore = refused.size();
    EventFields fields = new EventFields();
    String named = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (name) {
        case "detail", "data", "events" -> {
          if (token.isStructStart()) {
            value(parser, body, wraps + 1);
          }
        }
        case "Message" -> {
          if (token == JsonToken.VALUE_STRING) {
            message(parser.getText(), wraps + 1);
          } else {
            parser.skipChildren();
          }
        }
        case "source" -> {
          String text = token == JsonToken.VALUE_STRING ? parser.getText() : null;
          source = source == null ? text : source;
          named = text != null && text.startsWith(Letter.PARTNER) ? text : named;
          parser.skipChildren();
        }
        default -> fields.take(name, parser);
      }
    }
    int to = end(parser);
    String missing = fields.missing();
    missing = missing == null && JsonNumbers.swell(body, from, to) ? SWELLS : missing;
    if (missing == null) {
      forgetEvents(eventsBefore);
      refused.truncate(refusedBefore);
      events.add(new Slice(body, from, to));
      sources.add(null);
      newest = Letter.later(newest, fields.published());
    } else if (events.size() == eventsBefore
        && !(fields.areNone() && refused.hasSeveral(refusedBefore))) {
      String inner = fields.areNone() ? refused.reasonOfObject(refusedBefore) : null;
      refused.truncate(refusedBefore);
      refuse(inner == null ? missing : inner, body, from, to);
    }
    for (int i = eventsBefore; named != null && i < sources.size(); i++) {
      if (sources.get(i) == null) {
        sources.set(i, named);
      }
    }
  }

  /** A JSON document written as a string. */
  private void message(String text, int wraps) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    int eventsBefore = events.size();
    int refusedBefore = refused.size();
    try (JsonParser parser = Envelopes.JSON.createParser(body)) {
      parser.nextToken();
      if (parser.currentToken() != null && parser.currentToken().isStructStart()) {
        value(parser, body, wraps);
      }
    } catch (JsonProcessingException e) {
      forgetEvents(eventsBefore);
      refused.truncate(refusedBefore);
    }
  }

  private void refuse(String reason, byte[] body, int from, int to) {
    refused.add(reason, new Slice(body, from, to));
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getByteOffset();
  }

  private void forgetEvents(int size) {
    events.subList(size, events.size()).clear();
    sources.subList(size, sources.size()).clear();
  }
}
