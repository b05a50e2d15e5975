package org.oktadata.okta;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which paths really share a bucket. Okta's answers don't name their bucket, and orgs differ, so
 * the catalogue's names are where it starts. At any moment a bucket has one limit and one window:
 * paths whose answers keep showing another limit, or another end of the window, than all others
 * under the name count elsewhere, and get a lane of their own. Not thread-safe.
 */
final class BucketFamilies {
  /**
   * Answers in a row that it takes to believe it: a limit may change while answers are under way.
   */
  private static final int ENOUGH = 3;

  /** Ends of windows are cut to seconds, one way or the other. */
  private static final long CUT = 2;

  private final String bucket;
  private final Map<String, Sight> sights = new HashMap<>();
  private final Map<String, String> lanes = new HashMap<>();
  private boolean windowsMove;

  BucketFamilies(String bucket) {
    this.bucket = bucket;
  }

  /** What the last answer of a family said, and for how many answers it did not fit its lane. */
  private record Sight(RateLimit said, int strange) {}

  /** The lane that a family's calls are paced in. */
  String lane(String family) {
    return lanes.getOrDefault(family, bucket);
  }

  /** Takes in what an answer said; true if its family belongs to another lane from now on. */
  boolean saw(String family, RateLimit said) {
    var before = sights.get(family);
    windowsMove |=
        before != null && sameMoment(before.said, said) && movedWindow(before.said, said);
    int strange = before != null && before.said.limit() == said.limit() ? before.strange : 0;
    var lane = lane(family);
    var company = company(lane, family, said);
    var better = betterLane(lane, family, said);
    boolean misplaced =
        company.isEmpty() ? better != null : company.stream().noneMatch(o -> fits(o, said));
    strange = misplaced ? strange + 1 : company.isEmpty() ? strange : 0;
    boolean moves = misplaced && strange >= ENOUGH;
    sights.put(family, new Sight(said, moves ? 0 : strange));
    if (moves) {
      lanes.put(family, better != null ? better : ownLane(family));
    }
    return moves;
  }

  private String ownLane(String family) {
    return family.equals(bucket) ? bucket + " alone" : family;
  }

  /** Another lane under this name whose answers show the same limit and window; null if none. */
  private String betterLane(String lane, String family, RateLimit said) {
    var others = new TreeSet<>(lanes.values());
    others.add(bucket);
    others.remove(lane);
    for (var other : others) {
      var company = company(other, family, said);
      if (!company.isEmpty() && company.stream().allMatch(o -> fits(o, said))) {
        return other;
      }
    }
    return null;
  }

  /** What other families of a lane were told for the time of this answer. */
  private List<RateLimit> company(String lane, String family, RateLimit said) {
    return sights.entrySet().stream()
        .filter(each -> !each.getKey().equals(family) && lane(each.getKey()).equals(lane))
        .map(each -> each.getValue().said)
        .filter(other -> sameMoment(other, said))
        .toList();
  }

  private static boolean sameMoment(RateLimit one, RateLimit other) {
    return one.reset() - other.date() > CUT && other.reset() - one.date() > CUT;
  }

  private static boolean movedWindow(RateLimit one, RateLimit other) {
    return one.limit() == other.limit() && Math.abs(one.reset() - other.reset()) > CUT;
  }

  private boolean fits(RateLimit one, RateLimit other) {
    return one.limit() == other.limit() && (windowsMove || !movedWindow(one, other));
  }
}
