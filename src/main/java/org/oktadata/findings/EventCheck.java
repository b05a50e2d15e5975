package org.oktadata.findings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The part of a detection that the filter language can't say: an SQL condition on the event. */
@Component
class EventCheck {

  private final ReaderQuery reader;
  private final RuleLibrary library;

  EventCheck(ReaderQuery reader, RuleLibrary library) {
    this.reader = reader;
    this.library = library;
  }

  List<Sighting> keep(Detection rule, List<Sighting> seen) {
    if (rule.where().isEmpty()) {
      return seen;
    }
    List<Sighting> right = new ArrayList<>();
    reader
        .read(sql(rule), values(rule, seen))
        .forEach(row -> right.add(seen.get(row.path("number").asInt())));
    return right;
  }

  /** Has the database read the condition, and no event. */
  void tryOut(Detection rule) {
    if (!rule.where().isEmpty()) {
      reader.understood(sql(rule), values(rule, List.of()));
    }
  }

  private static String sql(Detection rule) {
    return """
    select c.number from jsonb_to_recordset(:events::jsonb) as c(number int, integration text, published timestamptz, uuid text)
    join okta.events e on e.integration = c.integration and e.published = c.published and e.uuid = c.uuid
    where %s\
    """
        .formatted(rule.where());
  }

  private Map<String, Object> values(Detection rule, List<Sighting> seen) {
    List<Map<String, Object>> events = new ArrayList<>();
    for (Sighting sighting : seen) {
      events.add(
          Map.of(
              "number", events.size(),
              "integration", sighting.integration(),
              "published", sighting.events().get(0).get("published"),
              "uuid", sighting.events().get(0).get("uuid")));
    }
    Map<String, Object> values = new HashMap<>(SettingValues.of(rule, library.settings()));
    values.put("events", Json.of(events));
    return values;
  }
}
