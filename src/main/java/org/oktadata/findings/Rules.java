package org.oktadata.findings;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules of one moment.
 *
 * @param byId those that can be used
 * @param broken files that can't, with file, line and problem
 */
record Rules(Map<String, Rule> byId, List<BrokenRule> broken) {

  static final Rules NONE = new Rules(Map.of(), List.of());

  Rules {
    byId = Collections.unmodifiableMap(new TreeMap<>(byId));
    broken = List.copyOf(broken);
  }

  Optional<Rule> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<Check> checks() {
    return of(Check.class).toList();
  }

  List<Detection> detections() {
    return of(Detection.class).toList();
  }

  private <T extends Rule> Stream<T> of(Class<T> type) {
    return byId.values().stream().filter(type::isInstance).map(type::cast);
  }
}
