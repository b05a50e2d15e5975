package org.oktadata.findings;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.oktadata.findings.KnownGroup.Knowledge;

/**
 * What is known of the groups of rules that count over several events, so that their everyday
 * events cost nothing: neither a question nor a row. {@link RipeGroups} asks, and tells what it
 * finds. Only what this reader of events did itself may have happened since; whoever finds that
 * others stored matches too, forgets all. Memory is bounded; of what falls out the database knows
 * enough to begin again.
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

  /** Between two readings of what is stored. */
  private static final Duration REST = Duration.ofMinutes(1);

  /** By {@link #key}, the one that was asked for longest ago first. */
  private final Map<Long, KnownGroup> groups =
      new LinkedHashMap<>(1_024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, KnownGroup> eldest) {
          boolean full = size() > MOST;
          forgotten = full ? Instant.now() : forgotten;
          return full;
        }
      };

  /** Groups that may have matches in the database; null where that isn't known. */
  private StoredPlaces places;

  private Instant placesRead = Instant.EPOCH;

  /** How far time has come, by the clock or by the events. */
  private Instant newest = Instant.EPOCH;

  /** When something was last forgotten, or nothing was known yet. */
  private Instant forgotten = Instant.now();

  /** What the new matches of a group need. */
  synchronized Care care(GroupOfMatches group, Correlation rule) {
    KnownGroup known = groups.get(key(group));
    return known == null ? Care.JUDGE : known.care(group, rule);
  }

  /** Whether every match of the group within a window is stored. */
  synchronized boolean isWhole(GroupOfMatches group, Duration window) {
    KnownGroup known = groups.get(key(group));
    if (known != null && known.isWholeFor(group)) {
      return true;
    }
    boolean remembers = Instant.now().minus(window).isAfter(forgotten);
    return remembers && (known == null || !known.isLeftOut());
  }

  /** The step that everything waits for isn't there often enough. */
  synchronized void lacksKey(GroupOfMatches group, Duration window) {
    learn(group, window, Knowledge.LACKS_KEY);
  }

  /** All matches have the same of what has to differ. */
  synchronized void alike(GroupOfMatches group, Duration window) {
    learn(group, window, Knowledge.ALIKE);
  }

  /** It was looked at, and isn't again for a while. */
  synchronized void rests(GroupOfMatches group, Duration rest) {
    learn(group, rest, Knowledge.RESTS);
  }

  /**
   * An answer covers the time until a window after the last new match. Where later matches may be
   * stored already, it says nothing about the next event.
   */
  private void learn(GroupOfMatches group, Duration window, Knowledge what) {
    look(group);
    if (group.until().plus(window).isBefore(newest)) {
      learnNothing(group);
    } else {
      know(group, what);
    }
  }

  /** All matches are stored, and something may come of them; what is whole stays so. */
  synchronized void whole(GroupOfMatches group) {
    look(group);
    know(group, Knowledge.WHOLE);
  }

  /** Nothing is lacking any more. */
  synchronized void opened(GroupOfMatches group) {
    KnownGroup known = groups.get(key(group));
    if (known != null && !known.isWhole()) {
      learnNothing(group);
    }
  }

  private void look(GroupOfMatches group) {
    newest = Collections.max(List.of(newest, group.until(), Instant.now()));
  }

  private void know(GroupOfMatches group, Knowledge what) {
    groups.compute(key(group), (key, before) -> KnownGroup.of(group, what, before));
  }

  /** Nothing is known but whether matches were left out. */
  private void learnNothing(GroupOfMatches group) {
    groups.computeIfPresent(
        key(group), (key, before) -> before.isLeftOut() ? before.withNothing() : null);
  }

  /** Reads which groups have matches at all, where that isn't known; at most once a minute. */
  synchronized void readPlaces(Supplier<StoredPlaces> reader) {
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
    forgotten = Instant.now();
  }

  /** Half of the digest: among millions of groups two alike are one chance in millions. */
  private static long key(GroupOfMatches group) {
    return group.place().getMostSignificantBits();
  }
}
