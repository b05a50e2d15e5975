package org.oktadata.findings;

import org.oktadata.findings.QuietGroups.Care;

/**
 * What is known of one group of matches, for events from a time on. There may be millions of these,
 * so times are milliseconds.
 */
final class KnownGroup {

  /** What the last look at a group's matches has shown. */
  enum Knowledge {
    /** Nothing, but matches may have been left out. */
    NOTHING,
    /** The step that everything waits for isn't there often enough. */
    LACKS_KEY,
    /** All have the same of what has to differ. */
    ALIKE,
    /** All are stored, and something may come of them. */
    WHOLE,
    /** They were judged, and aren't again for a while. */
    RESTS
  }

  /** In each of so many parts of a window one match is kept: a restart finds the group again. */
  static final int PARTS = 10;

  private final Knowledge knowledge;
  private final long since;
  private final long different;
  private long lastKept;
  private boolean leftOut;

  private KnownGroup(
      Knowledge knowledge, long since, long different, long lastKept, boolean leftOut) {
    this.knowledge = knowledge;
    this.since = since;
    this.different = different;
    this.lastKept = lastKept;
    this.leftOut = leftOut;
  }

  /**
   * What a look at a group has shown.
   *
   * @param before what was known, or null
   */
  static KnownGroup of(GroupOfMatches group, Knowledge knowledge, KnownGroup before) {
    return new KnownGroup(
        knowledge,
        group.since().toEpochMilli(),
        group.different(),
        group.until().toEpochMilli(),
        knowledge != Knowledge.WHOLE && before != null && before.leftOut);
  }

  /** The same group once what was known of it holds no more. */
  KnownGroup withNothing() {
    return new KnownGroup(Knowledge.NOTHING, since, 0, lastKept, leftOut);
  }

  /** Whether all its matches are stored, at least those that count for the new ones. */
  boolean isWholeFor(GroupOfMatches group) {
    return isWhole() && covers(group);
  }

  boolean isWhole() {
    return knowledge == Knowledge.WHOLE;
  }

  /** Whether matches of it weren't stored. */
  boolean isLeftOut() {
    return leftOut;
  }

  /** What is to be done with new matches. */
  Care care(GroupOfMatches group, Correlation rule) {
    Care care = covers(group) ? careByKnowledge(group, rule) : Care.JUDGE;
    leftOut |= care == Care.LEAVE;
    return care;
  }

  private Care careByKnowledge(GroupOfMatches group, Correlation rule) {
    return switch (knowledge) {
      case NOTHING, WHOLE -> Care.JUDGE;
      case RESTS -> isResting(group, rule) ? Care.LEAVE : Care.JUDGE;
      case LACKS_KEY -> group.hasKey() ? Care.JUDGE : leave(rule.leavesOutWithoutKey());
      case ALIKE ->
          isAlike(group) ? leave(rule.leavesOutAlike() && !isKept(group, rule)) : Care.JUDGE;
    };
  }

  private static Care leave(boolean leave) {
    return leave ? Care.LEAVE : Care.KEEP;
  }

  private boolean covers(GroupOfMatches group) {
    return group.since().toEpochMilli() >= since;
  }

  private boolean isResting(GroupOfMatches group, Correlation rule) {
    return group.until().toEpochMilli() < since + rule.rest().toMillis();
  }

  private boolean isAlike(GroupOfMatches group) {
    return !group.differs() && group.different() == different;
  }

  /** Whether it is this part's turn to keep a match; then it is the one that was kept last. */
  private boolean isKept(GroupOfMatches group, Correlation rule) {
    long until = group.until().toEpochMilli();
    boolean kept = until - lastKept >= rule.window().toMillis() / PARTS;
    if (kept) {
      lastKept = until;
    }
    return kept;
  }
}
