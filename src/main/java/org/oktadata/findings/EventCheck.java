package org.oktadata.findings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    List<Map<String, String>> events =
        seen.stream()
            .map(
                s ->
                    Map.of(
                        "integration", s.integration(),
                        "published", s.events().get(0).get("published"),
                        "uuid", s.events().get(0).get("uuid")))
            .collect(Collectors.toList());
    Map<String, Object> values = new HashMap<>(SettingValues.of(rule, library.settings()));
    values.put("events", Json.of(events));
    Set<List<String>> right = new HashSet<>();
    reader
        .read(
            """
            select e.integration, e.uuid from jsonb_to_recordset(:events::jsonb) as c(integration text, published timestamptz, uuid text)
            join okta.events e on e.integration = c.integration and e.published = c.published and e.uuid = c.uuid
            where %s\
            """
                .formatted(rule.where()),
            values)
        .forEach(
            row -> right.add(List.of(row.path("integration").asText(), row.path("uuid").asText())));
    // Connected twice, an org has the same events under two names.
    return seen.stream()
        .filter(s -> right.contains(List.of(s.integration(), s.events().get(0).get("uuid"))))
        .toList();
  }
}
