package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The detections that an event of a type can concern: most types concern few. */
final class RuleIndex {

  /** A step and the detection it belongs to. */
  record Candidate(Detection rule, Step step) {}

  /**
   * An event that a detection looks for.
   *
   * @param event the whole of it
   */
  record Found(Detection rule, Match match, JsonNode event) {}

  /** Okta has some 1,300 types. A stranger may make up any number, and none is worth keeping. */
  private static final int MOST_TYPES = 10_000;

  private final List<Candidate> all = new ArrayList<>();
  private final Map<String, List<Candidate>> byType = new ConcurrentHashMap<>();

  RuleIndex(List<Detection> rules) {
    rules.forEach(rule -> rule.steps().forEach(step -> all.add(new Candidate(rule, step))));
  }

  /** What the detections look for in this event, which is only read where one asks for its type. */
  List<Found> matches(LogEvent event) {
    List<Candidate> candidates = candidates(event.type());
    if (candidates.isEmpty()) {
      return List.of();
    }
    JsonNode json = event.json();
    List<Found> found = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (candidate.step().filter().matches(json)) {
        Match match = Match.of(candidate.rule(), candidate.step(), event, json);
        if (match != null) {
          found.add(new Found(candidate.rule(), match, json));
        }
      }
    }
    return found;
  }

  List<Candidate> candidates(String eventType) {
    if (byType.size() >= MOST_TYPES) {
      byType.clear();
    }
    return byType.computeIfAbsent(
        eventType,
        type ->
            all.stream().filter(each -> each.step().filter().eventTypes().include(type)).toList());
  }
}
