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
    List<Sighting> right = new ArrayList<>();
    reader
        .read(
            """
            select c.number from jsonb_to_recordset(:events::jsonb) as c(number int, integration text, published timestamptz, uuid text)
            join okta.events e on e.integration = c.integration and e.published = c.published and e.uuid = c.uuid
            where %s\
            """
                .formatted(rule.where()),
            values)
        .forEach(row -> right.add(seen.get(row.path("number").asInt())));
    return right;
  }
}
