package org.oktadata.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The detections that an event of a type can concern: most types concern few. */
final class RuleIndex {

  /** A step and the detection it belongs to. */
  record Candidate(Detection rule, Step step) {}

  /** Okta has some 1,300 types. A stranger may make up any number, and none is worth keeping. */
  private static final int MOST_TYPES = 10_000;

  private final List<Candidate> all = new ArrayList<>();
  private final Map<String, List<Candidate>> byType = new ConcurrentHashMap<>();

  RuleIndex(List<Detection> rules) {
    rules.forEach(rule -> rule.steps().forEach(step -> all.add(new Candidate(rule, step))));
  }

  int remembered() {
    return byType.size();
  }

  List<Candidate> of(String eventType) {
    if (byType.size() >= MOST_TYPES) {
      byType.clear();
    }
    return byType.computeIfAbsent(
        eventType,
        type ->
            all.stream().filter(each -> each.step().filter().eventTypes().include(type)).toList());
  }
}
