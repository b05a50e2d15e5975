package org.oktadata.findings;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is known of the groups of rules that count over several events, so that their everyday
 * events cost nothing: neither a question nor a row. Only what this reader of events did itself may
 * have happened since; whoever finds that others stored matches too, forgets all. Memory is
 * bounded; of what falls out the database knows enough to begin again.
 */
final class QuietGroups {

  /** What is to be done with the new matches of a group. */
  enum Care {
    /** They may complete something. */
    JUDGE,
    /** They can't complete anything, but count for what comes. */
    KEEP,
    /** They are read from the log again should they ever matter. */
    LEAVE
  }

  /** Bytes that one group takes. */
  private static final int SIZE = 150;

  /** An eighth of the heap at most. */
  private static final int MOST =
      (int) Math.min(5_000_000, Runtime.getRuntime().maxMemory() / 8 / SIZE);

  /** In each tenth of a window one match is kept, so that a restart finds the group again. */
  static final int PARTS = 10;

  /** Between two readings of what is stored. */
  private static final Duration REST = Duration.ofMinutes(1);

  private static final int LACKS_KEY = 1;
  private static final int ALIKE = 2;
  private static final int WHOLE = 4;
  private static final int RESTS = 8;

  /** From a time on; times in milliseconds. */
  private static final class Known {
    private final int what;
    private final long since;
    private final long different;
    private long kept;
    private boolean left;

    private Known(int what, long since, long different, long kept) {
      this.what = what;
      this.since = since;
      this.different = different;
      this.kept = kept;
    }

    private boolean is(int state) {
      return (what & state) != 0;
    }
  }

  private final Map<Long, Known> groups =
      new LinkedHashMap<>(1_024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
          boolean full = size() > MOST;
          lost = full ? Instant.now() : lost;
          return full;
        }
      };

  /** Groups that may have matches in the database; null where that isn't known. */
  private StoredPlaces places;

  private Instant placesRead = Instant.EPOCH;

  private Instant newest = Instant.EPOCH;

  /** When something was last forgotten, or nothing was known yet. */
  private Instant lost = Instant.now();

  /** What the new matches of a group need. */
  synchronized Care of(GroupOfMatches group, Correlation rule) {
    Known known = groups.get(key(group));
    Care care = of(known, group, rule);
    if (care == Care.LEAVE) {
      known.left = true;
    }
    return care;
  }

  private static Care of(Known known, GroupOfMatches group, Correlation rule) {
    if (known == null || group.since().toEpochMilli() < known.since) {
      return Care.JUDGE;
    }
    if (known.is(RESTS)) {
      boolean rests = group.until().toEpochMilli() < known.since + rule.rest().toMillis();
      return rests ? Care.LEAVE : Care.JUDGE;
    }
    if (known.is(LACKS_KEY) && !group.hasKey()) {
      return rule.leavesOutWithoutKey() ? Care.LEAVE : Care.KEEP;
    }
    if (known.is(ALIKE) && !group.differs() && known.different == group.different()) {
      return rule.leavesOutAlike() && !due(known, group, rule) ? Care.LEAVE : Care.KEEP;
    }
    return Care.JUDGE;
  }

  private static boolean due(Known known, GroupOfMatches group, Correlation rule) {
    long until = group.until().toEpochMilli();
    boolean due = until - known.kept >= rule.window().toMillis() / PARTS;
    if (due) {
      known.kept = until;
    }
    return due;
  }

  /** Whether every match of the group within a window is stored. */
  synchronized boolean isWhole(GroupOfMatches group, Duration window) {
    Known known = groups.get(key(group));
    if (known != null && known.is(WHOLE) && group.since().toEpochMilli() >= known.since) {
      return true;
    }
    boolean remembers = Instant.now().minus(window).isAfter(lost);
    return remembers && (known == null || !known.left);
  }

  /** The step that everything waits for isn't there often enough. */
  synchronized void lacksKey(GroupOfMatches group, Duration window) {
    learn(group, window, LACKS_KEY);
  }

  /** All matches have the same of what has to differ. */
  synchronized void alike(GroupOfMatches group, Duration window) {
    learn(group, window, ALIKE);
  }

  /** All matches are stored, and something may come of them. */
  synchronized void whole(GroupOfMatches group, Duration window) {
    learn(group, window, WHOLE);
  }

  /** Nothing is lacking any more. */
  synchronized void opened(GroupOfMatches group) {
    Known known = groups.get(key(group));
    if (known != null && !known.is(WHOLE)) {
      unknown(group, known);
    }
  }

  /** Nothing is known but whether matches were left out. */
  private void unknown(GroupOfMatches group, Known before) {
    groups.remove(key(group));
    if (before != null && before.left) {
      Known open = new Known(0, before.since, 0, before.kept);
      open.left = true;
      groups.put(key(group), open);
    }
  }

  /** It was looked at, and isn't again for a while. */
  synchronized void rests(GroupOfMatches group, Duration rest) {
    learn(group, rest, RESTS);
  }

  /**
   * An answer covers the time until a window after the last new match. Where later matches may be
   * stored already, it says nothing about the next event; but what is whole stays so.
   */
  private void learn(GroupOfMatches group, Duration window, int what) {
    newest = Collections.max(List.of(newest, group.until(), Instant.now()));
    if (what != WHOLE && group.until().plus(window).isBefore(newest)) {
      unknown(group, groups.get(key(group)));
    } else {
      long until = group.until().toEpochMilli();
      Known known = new Known(what, group.since().toEpochMilli(), group.different(), until);
      Known before = groups.put(key(group), known);
      known.left = what != WHOLE && before != null && before.left;
    }
  }

  /** Reads which groups have matches at all, where that isn't known; at most once a minute. */
  synchronized void know(Supplier<StoredPlaces> reader) {
    boolean needed = places == null || places.isFull();
    if (needed && placesRead.isBefore(Instant.now().minus(REST))) {
      places = reader.get();
      placesRead = Instant.now();
    }
  }

  /** False if the database has nothing of the group for sure. */
  synchronized boolean mayBeStored(GroupOfMatches group) {
    return places == null || places.has(group.place());
  }

  /** These were stored. */
  synchronized void stored(Collection<Match> matches) {
    if (places != null) {
      matches.forEach(match -> places.add(match.place()));
    }
  }

  synchronized void forget() {
    groups.clear();
    places = null;
    lost = Instant.now();
  }

  /** Half of the digest: among millions of groups two alike are one chance in millions. */
  private static long key(GroupOfMatches group) {
    return group.place().getMostSignificantBits();
  }
}
