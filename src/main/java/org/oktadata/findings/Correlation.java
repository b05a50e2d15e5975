package org.oktadata.findings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.filters.EventPath;

/**
 * What has to come together before several events are a finding.
 *
 * @param groupBy events belong together where these are equal
 * @param window within this time
 * @param kept values of each event by name: columns of {@code having} and of the evidence
 * @param having SQL condition on the events of a window
 * @param last the step a window has to end with, or null
 * @param absent the step that must not follow within the window, or null
 * @param firstTime value that must be new for the group, or null
 * @param learn how long a group must be known before something new is remarkable
 * @param sql own query over the matches, or null
 * @param required what a group needs at least, so that others are passed over
 * @param beginsWith the step before which nothing of a group counts, or null
 * @param severalSteps whether it looks for more than one kind of event
 * @param rest how long a group isn't looked at again
 */
record Correlation(
    List<EventPath> groupBy,
    Duration window,
    Map<String, EventPath> kept,
    String having,
    String last,
    String absent,
    EventPath firstTime,
    Duration learn,
    String sql,
    Requirements required,
    String beginsWith,
    boolean severalSteps,
    Duration rest) {

  private static final Set<String> ACTOR = Set.of("actor.id", "actor.alternateId");

  /** Whether what was left out can be read again: the log is indexed by actor. */
  boolean refillable() {
    return absent == null
        && firstTime == null
        && groupBy.stream().anyMatch(path -> ACTOR.contains(path.toString()));
  }

  /** Whether matches are left out while their group lacks the step that everything waits for. */
  boolean leavesOutWithoutKey() {
    return severalSteps && required.key() != null && (refillable() || beginsWith != null);
  }

  /** Whether matches are left out that are like those before. */
  boolean leavesOutAlike() {
    return refillable() && !required.different().isEmpty();
  }

  /** Whether matches were left out that have to be read again before the group is judged. */
  boolean leavesOut() {
    return refillable() && (leavesOutWithoutKey() || leavesOutAlike());
  }
}
