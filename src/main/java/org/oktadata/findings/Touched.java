package org.oktadata.findings;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A group of a rule that has new matches.
 *
 * @param place digest of rule, integration and group: where its matches are kept
 * @param since time of the earliest new match
 * @param until time of the latest new match
 * @param different digest of the values in which matches may differ
 * @param differs whether the new matches differ among themselves
 */
record Touched(
    UUID place,
    String integration,
    String group,
    Instant since,
    Instant until,
    long different,
    boolean differs) {

  static UUID place(String rule, String integration, String group) {
    return Digest.of(rule + " " + integration + " " + group);
  }

  /** The groups of one rule's new matches. */
  static List<Touched> of(String rule, List<Match> matches) {
    Map<List<String>, Touched> groups = new LinkedHashMap<>();
    for (Match match : matches) {
      groups.merge(
          List.of(match.integration(), match.group()),
          new Touched(
              place(rule, match.integration(), match.group()),
              match.integration(),
              match.group(),
              Instant.parse(match.published()),
              Instant.parse(match.published()),
              match.different(),
              false),
          Touched::with);
    }
    return List.copyOf(groups.values());
  }

  private Touched with(Touched other) {
    return new Touched(
        place,
        integration,
        group,
        since.isBefore(other.since) ? since : other.since,
        until.isAfter(other.until) ? until : other.until,
        different,
        differs || other.differs || different != other.different);
  }
}
