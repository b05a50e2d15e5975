package org.oktadata.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.oktadata.collect.OrgReading;
import org.oktadata.collect.OrgReading.Row;
import org.oktadata.sandbox.SandboxOkta;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The org as it is now, and what of it the database holds. */
final class Comparison {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private static final int TOLD = 12;

  private final Map<Row, JsonNode> expected;
  private final Set<String> events;
  private final String integration;

  Comparison(SandboxOkta okta, String integration) {
    this.expected = OrgReading.of(okta);
    this.events = okta.org().truth().events();
    this.integration = integration;
  }

  /** What is missing, too much or different in the database; empty when it equals the org. */
  List<String> differences(JdbcClient database) {
    return differences(database, true);
  }

  /**
   * The same, but for the copies of users that devices hold: a device doesn't change with its user,
   * so only a run of everything reads them again.
   */
  List<String> differencesButForCopies(JdbcClient database) {
    return differences(database, false);
  }

  private List<String> differences(JdbcClient database, boolean copiesToo) {
    List<String> found = new ArrayList<>(differences(stored(database), copiesToo));
    List<String> stored =
        database
            .sql("select uuid from store.event where integration = ?")
            .param(integration)
            .query(String.class)
            .list();
    Set<String> once = new TreeSet<>(stored);
    if (once.size() < stored.size()) {
      found.add((stored.size() - once.size()) + " events are there twice");
    }
    Set<String> lost = minus(events, once);
    Set<String> strange = minus(once, events);
    if (!lost.isEmpty()) {
      found.add(lost.size() + " events are lost, such as " + lost.iterator().next());
    }
    if (!strange.isEmpty()) {
      found.add(strange.size() + " events are not in the org's log");
    }
    return found;
  }

  private List<String> differences(Map<Row, JsonNode> stored, boolean copiesToo) {
    List<String> found = new ArrayList<>();
    expected.forEach(
        (row, doc) -> {
          JsonNode held = stored.get(row);
          if (held == null) {
            found.add("missing: " + row);
          } else if (!held.equals(doc) && (copiesToo || !row.dataType().equals("devices"))) {
            found.add("different: " + row + " is " + held + " and not " + doc);
          }
        });
    stored.keySet().stream()
        .filter(row -> !expected.containsKey(row))
        .forEach(row -> found.add("too much: " + row));
    return found.size() > TOLD
        ? Stream.concat(found.stream().limit(TOLD), Stream.of("… " + found.size())).toList()
        : found;
  }

  /** What the org still has, but was marked as deleted at some time since. */
  List<String> wrongDeletions(JdbcClient database, Instant since) {
    return database
        .sql(
            """
            select data_type, parent_id, id, later, before::text from okta.changes(?, now()) c
            where change = 'removed' and integration = ?""")
        .params(Timestamp.from(since), integration)
        .query(
            (row, number) ->
                row(row.getString(1), row.getString(2), row.getString(3), row.getString(5)))
        .list()
        .stream()
        .filter(expected::containsKey)
        .map(row -> "was taken for deleted: " + row)
        .distinct()
        .toList();
  }

  private Map<Row, JsonNode> stored(JdbcClient database) {
    Map<Row, JsonNode> stored = new HashMap<>();
    database
        .sql(
            "select data_type, parent_id, id, doc::text from store.resource where integration = ? and deleted_at is null")
        .param(integration)
        .query(
            row -> {
              JsonNode doc = tree(row.getString(4));
              stored.put(
                  row(row.getString(1), row.getString(2), row.getString(3), row.getString(4)), doc);
            });
    return stored;
  }

  private static Row row(String dataType, String parent, String id, String text) {
    JsonNode doc = tree(text);
    boolean named = OrgReading.hasOwnId(dataType, doc) || id.equals(dataType);
    return new Row(dataType, parent, named ? id : OrgReading.content(doc));
  }

  private static Set<String> minus(Set<String> some, Set<String> others) {
    Set<String> left = new TreeSet<>(some);
    left.removeAll(others);
    return left;
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
