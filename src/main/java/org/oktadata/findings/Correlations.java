package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds out whether matches complete a detection over several events. */
@Component
class Correlations {

  private static final int PROOF = 200;
  private static final List<String> COLUMNS = List.of("integration", "subject_type", "subject_id");

  private final JdbcClient database;
  private final ReaderQuery reader;
  private final RuleLibrary library;

  Correlations(JdbcClient database, ReaderQuery reader, RuleLibrary library) {
    this.database = database;
    this.reader = reader;
    this.library = library;
  }

  /** What is complete in the groups of a rule. */
  List<Sighting> complete(Detection rule, List<GroupOfMatches> groups) {
    return run(rule, "touched", Json.of(groups));
  }

  /** What is new among the matches of a rule that looks for a first time. */
  List<Sighting> firstTimes(Detection rule, List<Match> matches) {
    return run(rule, "matches", Json.of(telling(rule, matches)));
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
      same.sort(Comparator.comparing(Match::published));
      Instant before = Instant.MIN;
      for (Match match : same) {
        Instant at = match.published();
        boolean last = match == same.get(same.size() - 1);
        if (last || before.equals(Instant.MIN) || at.minus(rule.memory()).isAfter(before)) {
          telling.add(match);
        }
        before = at;
      }
    }
    return telling;
  }

  /**
   * What should have followed by now and didn't.
   *
   * @param until how far events of the rule were read, empty where all of them were
   */
  List<Sighting> absences(Detection rule, Optional<Instant> until) {
    return run(rule, "until", until.map(Instant::toString).orElse("infinity"));
  }

  /** Has the database read what the rule asks of a window, and no match. */
  void tryOut(Detection rule) {
    if (rule.correlation() != null && holdsOwnSql(rule.correlation())) {
      reader.understood(CorrelationSql.of(rule.correlation()), values(rule, "touched", "[]"));
    }
  }

  private static boolean holdsOwnSql(Correlation correlation) {
    return correlation.firstTime() == null && correlation.absent() == null;
  }

  /** What holds a rule's own SQL only reads; the others remember what they have seen. */
  private List<Sighting> run(Detection rule, String parameter, String value) {
    Correlation correlation = rule.correlation();
    String sql = CorrelationSql.of(correlation);
    Map<String, Object> values = values(rule, parameter, value);
    List<Sighting> sightings = new ArrayList<>();
    if (holdsOwnSql(correlation)) {
      for (JsonNode row : reader.read(sql, values)) {
        sightings.add(
            sighting(
                rule, name -> row.path(name).asText(null), row.get("evidence"), row.get("proof")));
      }
    } else {
      database
          .sql(sql)
          .params(values)
          .query(
              row -> {
                Map<String, String> columns = new HashMap<>();
                for (String name : COLUMNS) {
                  columns.put(name, row.getString(name));
                }
                sightings.add(
                    sighting(
                        rule,
                        columns::get,
                        Json.read(row.getString("evidence")),
                        Json.read(row.getString("proof"))));
              });
    }
    return sightings;
  }

  private Map<String, Object> values(Detection rule, String parameter, String value) {
    Correlation correlation = rule.correlation();
    String steps = rule.steps().stream().map(Step::name).collect(Collectors.joining(","));
    Map<String, Object> values = new HashMap<>(SettingValues.of(rule, library.settings()));
    values.put(parameter, value);
    values.put("rule", rule.id());
    values.put("window_seconds", (double) correlation.window().toSeconds());
    values.put("learn_seconds", (double) correlation.learn().toSeconds());
    values.put("all_steps", steps);
    values.put("ending_steps", correlation.last() == null ? steps : correlation.last());
    values.put("absent", correlation.absent());
    return values;
  }

  private static Sighting sighting(
      Detection rule, UnaryOperator<String> column, JsonNode evidence, JsonNode proof) {
    if (evidence instanceof ObjectNode values) {
      rule.hidden().stream()
          .filter(values::has)
          .forEach(name -> values.put(name, rule.told(name, null)));
    }
    return new Sighting(
        column.apply("integration"),
        rule.id(),
        rule.title(),
        rule.severity(),
        column.apply("subject_type"),
        column.apply("subject_id"),
        evidence,
        proof(proof));
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
