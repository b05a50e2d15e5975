package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.oktadata.web.console.ObjectPlaces.Place;
import org.springframework.stereotype.Component;

/** What a finding's evidence tells, with the way to each object and person that it names. */
@Component
class EvidenceFacts {

  /** How many are looked up: nobody follows more of them. */
  private static final int MOST = 100;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{15,40}");
  private static final Pattern LOGIN = Pattern.compile("[^\\s@]+@[^\\s@]+");
  private static final List<String> NAMES =
      List.of("login", "name", "label", "displayName", "title", "id");
  private static final Words WORDS = new Words();

  private final Evidence evidence;
  private final ObjectPlaces places;

  EvidenceFacts(Evidence evidence, ObjectPlaces places) {
    this.evidence = evidence;
    this.places = places;
  }

  /** A fact; one that is a list has several parts. */
  record Fact(String name, List<Part> parts) {}

  /**
   * A value, or an object.
   *
   * @param path of its page, or of the events from an address; or null
   * @param more what else is told of it; may be empty
   */
  record Part(String text, String path, String more) {}

  List<Fact> of(String integration, String text) {
    JsonNode tree = evidence.tree(text);
    Map<String, Place> known = known(integration, tree);
    List<Fact> facts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : tree.properties()) {
      JsonNode value = each.getValue();
      List<Part> parts = new ArrayList<>();
      if (value.isArray()) {
        value.forEach(part -> parts.add(part(integration, part, known)));
      } else if (!value.isNull()) {
        parts.add(part(integration, value, known));
      }
      if (!value.isNull()) {
        facts.add(new Fact(each.getKey(), parts));
      }
    }
    return facts;
  }

  /** What the ids and logins among the values lead to. */
  Map<String, Place> known(String integration, JsonNode tree) {
    Set<String> ids = new LinkedHashSet<>();
    Set<String> logins = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> each : tree.properties()) {
      if (!each.getKey().equals("uuids")) { // Those of events, which are listed themselves.
        gather(each.getValue(), ids, logins);
      }
    }
    Map<String, Place> known = new HashMap<>();
    if (!logins.isEmpty()) {
      known.putAll(places.byLogin(integration, logins));
    }
    if (!ids.isEmpty()) {
      known.putAll(places.byId(integration, ids));
    }
    return known;
  }

  private static void gather(JsonNode value, Set<String> ids, Set<String> logins) {
    if (value.isContainerNode()) {
      value.forEach(part -> gather(part, ids, logins));
      return;
    }
    String text = value.asText();
    if (value.isTextual() && ids.size() < MOST && ID.matcher(text).matches()) {
      ids.add(text);
    } else if (value.isTextual() && logins.size() < MOST && LOGIN.matcher(text).matches()) {
      logins.add(text);
    }
  }

  private static Part part(String integration, JsonNode value, Map<String, Place> known) {
    return value.isObject() ? object(value, known) : plain(integration, value, known);
  }

  private static Part plain(String integration, JsonNode value, Map<String, Place> known) {
    String text = value.isValueNode() ? value.asText() : value.toString();
    Place place = known.get(text);
    return place == null
        ? new Part(WORDS.moment(text), EventQuestion.ofAddress(integration, text), "")
        : new Part(place.name(), place.path(), "");
  }

  private static Part object(JsonNode object, Map<String, Place> known) {
    String called = NAMES.stream().filter(object::hasNonNull).findFirst().orElse(null);
    Place place = known.get(object.path("id").asText());
    Place person = place == null ? known.get(object.path("login").asText()) : place;
    List<String> more = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      JsonNode value = each.getValue();
      if (!value.isNull() && !each.getKey().equals("id") && !each.getKey().equals(called)) {
        more.add(
            WORDS.spaced(each.getKey()).toLowerCase(Locale.ROOT)
                + " "
                + (value.isValueNode() ? WORDS.moment(value.asText()) : value.toString()));
      }
    }
    String told = String.join(", ", more);
    String path = person == null ? null : person.path();
    return called == null
        ? new Part(told, path, "")
        : new Part(object.path(called).asText(), path, told);
  }
}
