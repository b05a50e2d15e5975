package org.oktadata.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The detections that an event of a type can concern: most types concern few. */
final class RuleIndex {

  /** A step and the detection it belongs to. */
  record Candidate(Detection rule, Step step) {}

  private final List<Candidate> all = new ArrayList<>();
  private final Map<String, List<Candidate>> byType = new ConcurrentHashMap<>();

  RuleIndex(List<Detection> rules) {
    rules.forEach(rule -> rule.steps().forEach(step -> all.add(new Candidate(rule, step))));
  }

  List<Candidate> of(String eventType) {
    return byType.computeIfAbsent(
        eventType,
        type ->
            all.stream().filter(each -> each.step().filter().eventTypes().include(type)).toList());
  }
}
