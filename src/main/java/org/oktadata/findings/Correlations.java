package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds out whether matches complete a detection over several events. */
@Component
class Correlations {

  private static final int PROOF = 200;

  private final JdbcClient database;
  private final RuleLibrary library;

  Correlations(JdbcClient database, RuleLibrary library) {
    this.database = database;
    this.library = library;
  }

  List<Sighting> of(Detection rule, List<Match> matches) {
    Correlation correlation = rule.correlation();
    List<Sighting> sightings = new ArrayList<>();
    database
        .sql(CorrelationSql.of(correlation))
        .params(SettingValues.of(rule, library.settings()))
        .param("matches", Json.of(matches))
        .param("rule", rule.id())
        .param("window_seconds", (double) correlation.window().toSeconds())
        .param("learn_seconds", (double) correlation.learn().toSeconds())
        .param("last_step", correlation.last(), java.sql.Types.VARCHAR)
        .param("absent", correlation.absent(), java.sql.Types.VARCHAR)
        .query(
            row -> {
              sightings.add(
                  new Sighting(
                      row.getString("integration"),
                      rule.id(),
                      rule.title(),
                      rule.severity(),
                      row.getString("subject_type"),
                      row.getString("subject_id"),
                      Json.read(row.getString("evidence")),
                      proof(Json.read(row.getString("proof")))));
            });
    return sightings;
  }

  private static List<Map<String, String>> proof(JsonNode proof) {
    List<Map<String, String>> events = new ArrayList<>();
    for (JsonNode event : proof) {
      if (events.size() < PROOF) {
        events.add(
            Map.of(
                "published", event.get("published").asText(), "uuid", event.get("uuid").asText()));
      }
    }
    return events;
  }
}
