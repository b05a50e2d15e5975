package org.oktadata.findings;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A group of a rule that has new matches.
 *
 * @param place digest of rule, integration and group: where its matches are kept
 * @param actor whose events they are; where there are several, one of them
 * @param since time of the earliest new match
 * @param until time of the latest new match
 * @param different digest of the values in which matches may differ
 * @param differs whether the new matches differ among themselves
 * @param hasKey whether the step that everything waits for is among the new matches
 * @param times how many new matches each step has
 */
record GroupOfMatches(
    UUID place,
    String integration,
    String group,
    String actor,
    Instant since,
    Instant until,
    long different,
    boolean differs,
    boolean hasKey,
    @JsonIgnore Map<String, Integer> times) {

  static UUID place(String rule, String integration, String group) {
    return Digest.of(rule + " " + integration + " " + group);
  }

  /** The groups of one rule's new matches. */
  static Collection<GroupOfMatches> of(Detection rule, List<Match> matches) {
    String key = rule.correlation().required().key();
    Map<UUID, GroupOfMatches> groups = new LinkedHashMap<>();
    for (Match match : matches) {
      Instant at = match.published();
      groups.merge(
          match.place(),
          new GroupOfMatches(
              match.place(),
              match.integration(),
              match.group(),
              match.actor(),
              at,
              at,
              match.different(),
              false,
              match.step().equals(key),
              Map.of(match.step(), 1)),
          GroupOfMatches::with);
    }
    return groups.values();
  }

  private GroupOfMatches with(GroupOfMatches other) {
    return new GroupOfMatches(
        place,
        integration,
        group,
        actor == null ? other.actor : actor,
        since.isBefore(other.since) ? since : other.since,
        until.isAfter(other.until) ? until : other.until,
        different,
        differs || other.differs || different != other.different,
        hasKey || other.hasKey,
        sum(times, other.times));
  }

  private static Map<String, Integer> sum(Map<String, Integer> some, Map<String, Integer> more) {
    Map<String, Integer> sum = new HashMap<>(some);
    more.forEach((step, times) -> sum.merge(step, times, Integer::sum));
    return sum;
  }

  /** Whether a step is there so often among the new matches alone. */
  boolean has(String step, int often) {
    return times.getOrDefault(step, 0) >= often;
  }
}
