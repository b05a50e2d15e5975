package org.oktadata.findings;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Groups about which the database said that something is lacking, so that it isn't asked again at
 * each of their everyday events. Only what this reader of events stored itself may have happened
 * since; whoever finds that others stored matches too, forgets all. Memory is bounded; what falls
 * out is asked again.
 */
final class QuietGroups {

  private static final int MOST = 200_000;

  /**
   * What is known of a group from a time on.
   *
   * @param lacksStep whether the rule's first required step isn't there often enough
   * @param different digest that all its matches have; null where they may differ
   */
  private record Quiet(Instant since, boolean lacksStep, Long different) {}

  private final Map<UUID, Quiet> groups =
      new LinkedHashMap<>(1_024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Quiet> eldest) {
          return size() > MOST;
        }
      };

  private Instant newest = Instant.EPOCH;

  /** Whether the new matches of a group can't have completed anything. */
  synchronized boolean stays(Touched group) {
    Quiet known = groups.get(group.place());
    return known != null
        && !group.since().isBefore(known.since())
        && ((known.lacksStep() && !group.hasFirstStep())
            || (known.different() != null
                && !group.differs()
                && known.different() == group.different()));
  }

  /**
   * Remembers the answer about a group, which covers the time until a window after its last new
   * match. Where later matches are stored already, it says nothing about the next event; with
   * nothing lacking the group is forgotten.
   */
  synchronized void learn(Touched group, Duration window, boolean lacksStep, boolean allAlike) {
    newest = Collections.max(List.of(newest, group.until(), Instant.now()));
    boolean coversAll = !group.until().plus(window).isBefore(newest);
    if (coversAll && (lacksStep || allAlike)) {
      groups.put(
          group.place(),
          new Quiet(group.since(), lacksStep, allAlike ? (Long) group.different() : null));
    } else {
      groups.remove(group.place());
    }
  }

  synchronized void forget() {
    groups.clear();
  }
}
