package org.oktadata.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.oktadata.kafka.TestBroker;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Kafka's topics hold, beside the tables that they are about. */
final class Topics {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestBroker broker;
  private final JdbcClient database;

  Topics(TestBroker broker, JdbcClient database) {
    this.broker = broker;
    this.database = database;
  }

  /** What they don't agree in; empty where nothing was lost, and each document's order kept. */
  List<String> differences() {
    List<String> found = new ArrayList<>();
    Map<String, JsonNode> told = told(found);
    Map<String, JsonNode> stored = documents();
    Set<String> keys = new TreeSet<>(stored.keySet());
    keys.addAll(told.keySet());
    for (String key : keys) {
      if (!stored.getOrDefault(key, JSON.nullNode()).equals(told.get(key))) {
        found.add(key + " is told as " + told.get(key) + " and is " + stored.get(key));
      }
    }
    Set<String> events = new TreeSet<>();
    broker
        .read("okta.events")
        .forEach(event -> events.add(tree(event.value()).path("uuid").asText()));
    database.sql("select uuid from store.event").query(String.class).list().forEach(events::remove);
    events.forEach(uuid -> found.add("event " + uuid + " was acknowledged and isn't stored"));
    return found;
  }

  /** The last record of each document. Each change follows from the one before, repeats aside. */
  private Map<String, JsonNode> told(List<String> found) {
    Map<String, JsonNode> last = new TreeMap<>();
    Map<String, JsonNode> newest = new TreeMap<>();
    Set<List<String>> seen = new HashSet<>();
    for (ConsumerRecord<String, String> record : broker.read("okta.changes")) {
      JsonNode value = tree(record.value());
      last.put(record.key(), value.path("after"));
      String change = value.path("change").asText();
      if (seen.add(List.of(record.key(), change, value.path("changed_at").asText()))) {
        JsonNode before = newest.put(record.key(), value.path("after"));
        if (before != null && change.equals("changed") && !before.equals(value.path("before"))) {
          found.add(record.key() + " is told out of order: " + value);
        }
      }
    }
    last.values().removeIf(JsonNode::isNull);
    return last;
  }

  private Map<String, JsonNode> documents() {
    Map<String, JsonNode> documents = new TreeMap<>();
    database
        .sql(
            """
            select store.document_key(integration, data_type, parent_id, id), doc::text
            from store.resource where deleted_at is null""")
        .query(
            row -> {
              documents.put(row.getString(1), tree(row.getString(2)));
            });
    return documents;
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
