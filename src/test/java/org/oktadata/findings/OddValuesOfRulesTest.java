package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/**
 * Whatever stands in one place of a document or an event, the rule answers: in each case of each
 * rule each value is replaced by each of these, one after the other, and so is each place that the
 * rule's SQL names.
 */
class OddValuesOfRulesTest {

  private static final List<Object> ODD =
      new ArrayList<>(Arrays.asList(null, "(", List.of(1, Map.of("a", 1)), Map.of("a", 1)));

  /** Which row it is, or how often and when. */
  private static final Set<String> ROW = Set.of("id", "eventType", "at", "times");

  private static final Pattern PLACE =
      Pattern.compile("\\bdoc\\s*(?:->>?\\s*'([\\w$]+)'|#>>?\\s*'\\{([^}']+)\\}')");

  private static final Pattern IN_EVENT =
      Pattern.compile(
          "\\b(?:actor|client|outcome|securityContext|authenticationContext|debugContext|transaction|device)(?:\\.[A-Za-z]+)+");

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final Set<String> problems = new TreeSet<>();

  @Test
  void noDocumentFailsACheck() {
    for (RuleCase each : RuleCase.of(Path.of("checks"))) {
      if (!each.finds().isEmpty()) {
        Check check = (Check) engine.library.current().find(each.rule()).orElseThrow();
        odd(each.data(), places(check.sql()), data -> ask(check, data, each.events()));
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void noEventFailsADetection() throws IOException {
    for (RuleCase each : RuleCase.of(Path.of("detections"))) {
      if (!each.finds().isEmpty()) {
        Detection rule = (Detection) engine.library.current().find(each.rule()).orElseThrow();
        String text = Files.readString(Path.of("detections/" + each.rule() + ".yaml"));
        odd(
            Map.of("events", each.events()),
            named(text),
            events -> judge(rule, each.data(), events.get("events")));
      }
    }
    assertThat(problems).isEmpty();
  }

  private void judge(
      Detection rule,
      Map<String, List<Map<String, Object>>> data,
      List<Map<String, Object>> events) {
    rolledBack(
        () -> {
          CaseData stored = new CaseData(engine.database, integration);
          stored.documents(data);
          stored.events(events);
          engine.detections.evaluate(
              stored.stored(), new RuleIndex(List.of(rule)), new QuietGroups());
          String trouble = engine.trouble(rule);
          if (trouble != null) {
            problems.add(rule.id() + ": " + trouble);
          }
        });
  }

  private void ask(
      Check check, Map<String, List<Map<String, Object>>> data, List<Map<String, Object>> events) {
    rolledBack(
        () -> {
          CaseData stored = new CaseData(engine.database, integration);
          stored.documents(data);
          stored.events(events);
          Map<String, Object> values =
              new HashMap<>(SettingValues.of(check, engine.library.settings()));
          values.put("integration", integration);
          try {
            engine.reader.rows(check.sql().replaceAll(";\\s*$", ""), values);
          } catch (DataAccessException e) {
            problems.add(check.id() + ": " + ReaderQuery.problem(e));
          }
        });
  }

  private void rolledBack(Runnable work) {
    engine.transaction.executeWithoutResult(
        status -> {
          status.setRollbackOnly();
          work.run();
        });
  }

  /** Data with one value that is odd, for each. */
  private static void odd(
      Map<String, List<Map<String, Object>>> data,
      Set<List<String>> places,
      Consumer<Map<String, List<Map<String, Object>>>> then) {
    data.forEach(
        (type, documents) -> {
          if (!Set.of("stream_gaps", "findings").contains(type)) { // None of Okta's.
            for (int i = 0; i < documents.size(); i++) {
              int at = i;
              Consumer<Object> instead =
                  document -> then.accept(with(data, type, with(documents, at, document)));
              odd(documents.get(i), instead);
              for (List<String> place : places) {
                ODD.forEach(value -> instead.accept(inside(documents.get(at), place, value)));
              }
            }
          }
        });
  }

  /** Each value within another, in turn; an id says which row it is. */
  private static void odd(Object value, Consumer<Object> instead) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, inner) -> {
            if (!ROW.contains(key)) {
              Consumer<Object> then = odd -> instead.accept(with(map, key, odd));
              ODD.forEach(then);
              odd(inner, then);
            }
          });
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        int at = i;
        Consumer<Object> then = odd -> instead.accept(with(list, at, odd));
        ODD.forEach(then);
        odd(list.get(i), then);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <K, V> Map<K, V> with(Map<?, ?> map, Object key, Object value) {
    Map<K, V> copy = new LinkedHashMap<>((Map<K, V>) map);
    copy.put((K) key, (V) value);
    return copy;
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> with(List<?> list, int at, Object value) {
    List<T> copy = new ArrayList<>((List<T>) list);
    copy.set(at, (T) value);
    return copy;
  }

  private static Map<String, Object> inside(Object value, List<String> place, Object odd) {
    Map<?, ?> map = value instanceof Map<?, ?> known ? known : Map.of();
    String first = place.get(0);
    Object inner =
        place.size() == 1 ? odd : inside(map.get(first), place.subList(1, place.size()), odd);
    return with(map, first, inner);
  }

  /** Places in an event that a rule's file names, but for its type. */
  private static Set<List<String>> named(String rule) {
    Set<List<String>> places = new LinkedHashSet<>();
    IN_EVENT
        .matcher(rule)
        .results()
        .forEach(place -> places.add(List.of(place.group().split("\\."))));
    return places;
  }

  private static Set<List<String>> places(String sql) {
    Set<List<String>> places = new LinkedHashSet<>();
    PLACE
        .matcher(sql)
        .results()
        .forEach(
            place ->
                places.add(
                    place.group(2) == null
                        ? List.of(place.group(1))
                        : List.of(place.group(2).split(","))));
    places.removeIf(place -> place.get(place.size() - 1).equals("id"));
    return places;
  }
}
