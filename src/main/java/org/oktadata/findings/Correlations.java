package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

  /** What is complete in the groups of a rule. */
  List<Sighting> complete(Detection rule, List<Touched> groups) {
    return run(rule, "touched", groups);
  }

  /** What is new among the matches of a rule that looks for a first time. */
  List<Sighting> firstTimes(Detection rule, List<Match> matches) {
    return run(rule, "matches", telling(rule, matches));
  }

  /** Of a value that came often only the first and the last time tell something. */
  private static List<Match> telling(Detection rule, List<Match> matches) {
    Map<List<String>, List<Match>> byValue = new LinkedHashMap<>();
    for (Match match : matches) {
      byValue
          .computeIfAbsent(
              List.of(match.integration(), match.group(), match.value()), v -> new ArrayList<>())
          .add(match);
    }
    List<Match> telling = new ArrayList<>();
    for (List<Match> same : byValue.values()) {
      same.sort(Comparator.comparing(match -> Instant.parse(match.published())));
      Instant before = Instant.MIN;
      for (Match match : same) {
        Instant at = Instant.parse(match.published());
        boolean last = match == same.get(same.size() - 1);
        if (last || before.equals(Instant.MIN) || at.minus(rule.memory()).isAfter(before)) {
          telling.add(match);
        }
        before = at;
      }
    }
    return telling;
  }

  /** What should have followed by now and didn't. */
  List<Sighting> absences(Detection rule) {
    return run(rule, "touched", List.of());
  }

  private List<Sighting> run(Detection rule, String parameter, List<?> values) {
    Correlation correlation = rule.correlation();
    String steps = rule.steps().stream().map(Step::name).collect(Collectors.joining(","));
    List<Sighting> sightings = new ArrayList<>();
    database
        .sql(CorrelationSql.of(correlation))
        .params(SettingValues.of(rule, library.settings()))
        .param(parameter, Json.of(values))
        .param("rule", rule.id())
        .param("window_seconds", (double) correlation.window().toSeconds())
        .param("learn_seconds", (double) correlation.learn().toSeconds())
        .param("all_steps", steps)
        .param("ending_steps", correlation.last() == null ? steps : correlation.last())
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
