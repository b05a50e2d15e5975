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
 * @param hasFirstStep whether the first step that the rule requires is among the new matches
 */
record Touched(
    UUID place,
    String integration,
    String group,
    Instant since,
    Instant until,
    long different,
    boolean differs,
    boolean hasFirstStep) {

  static UUID place(String rule, String integration, String group) {
    return Digest.of(rule + " " + integration + " " + group);
  }

  /** The groups of one rule's new matches. */
  static List<Touched> of(Detection rule, List<Match> matches) {
    List<Requirements.AtLeast> required = rule.correlation().required().steps();
    String first = required.isEmpty() ? null : required.get(0).step();
    Map<List<String>, Touched> groups = new LinkedHashMap<>();
    for (Match match : matches) {
      groups.merge(
          List.of(match.integration(), match.group()),
          new Touched(
              place(rule.id(), match.integration(), match.group()),
              match.integration(),
              match.group(),
              Instant.parse(match.published()),
              Instant.parse(match.published()),
              match.different(),
              false,
              match.step().equals(first)),
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
        differs || other.differs || different != other.different,
        hasFirstStep || other.hasFirstStep);
  }
}
