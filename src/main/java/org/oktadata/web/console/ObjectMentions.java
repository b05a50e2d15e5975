package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.oktadata.web.console.ObjectPlaces.Place;
import org.springframework.stereotype.Component;

/** Finds what else a document names: the groups and zones of a rule, the user of a token. */
@Component
class ObjectMentions {

  private static final int MOST = 100;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{15,40}");

  /** What an embedded user tells of themselves isn't what the object names. */
  private static final Set<String> ASIDE = Set.of("profile", "type");

  private final ObjectPlaces places;

  ObjectMentions(ObjectPlaces places) {
    this.places = places;
  }

  /**
   * An object that is named.
   *
   * @param where in the document, from the outside to the inside
   */
  record Mention(String id, String where, String name, String path) {

    /** Whether it is left out rather than taken in. */
    public boolean excluded() {
      return where.endsWith("exclude");
    }
  }

  /** Those that are collected, but for the object itself. */
  List<Mention> of(String integration, String id, JsonNode document) {
    return of(integration, List.of(document)).get(0).stream()
        .filter(mention -> !mention.id().equals(id))
        .toList();
  }

  /** Those that are collected, of each of several documents. */
  List<List<Mention>> of(String integration, List<JsonNode> documents) {
    Set<String> ids = new LinkedHashSet<>();
    List<Map<String, String>> named = new ArrayList<>();
    for (JsonNode document : documents) {
      Map<String, String> found = new LinkedHashMap<>();
      gather("", document, found);
      named.add(found);
      found.keySet().stream().limit(Math.max(0, MOST - ids.size())).forEach(ids::add);
    }
    Map<String, Place> known = ids.isEmpty() ? Map.of() : places.byId(integration, ids);
    return named.stream()
        .map(
            found ->
                found.entrySet().stream()
                    .filter(each -> known.containsKey(each.getKey()))
                    .map(each -> mention(each.getKey(), each.getValue(), known.get(each.getKey())))
                    .toList())
        .toList();
  }

  private static Mention mention(String id, String where, Place place) {
    return new Mention(id, where, place.name(), place.path());
  }

  private static void gather(String where, JsonNode node, Map<String, String> named) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        if (each.getValue().isObject() && ASIDE.contains(each.getKey())) {
          continue;
        }
        gather(
            where.isEmpty() ? each.getKey() : where + "." + each.getKey(), each.getValue(), named);
      }
    } else if (node.isArray()) {
      node.forEach(each -> gather(where, each, named));
    } else if (node.isTextual() && named.size() < MOST) {
      String text = node.asText();
      String end = where.endsWith(".href") ? text.substring(text.lastIndexOf('/') + 1) : text;
      if (ID.matcher(end).matches()) {
        named.putIfAbsent(end, where);
      }
    }
  }
}
