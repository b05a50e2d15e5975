package org.oktadata.okta;

/**
 * The current window of a bucket. Answers arrive out of order, so within a window the smallest
 * remaining is the truth; an answer of an earlier window is ignored. Okta's windows last 60 seconds
 * and aren't aligned to anything, so only what the answers say is used.
 */
final class Window {
  private static final long NANOS_A_MILLI = 1_000_000;
  private static final long NANOS_A_SECOND = 1_000_000_000;

  /** Of a window that no answer told of: Okta's 60 s, and one for its rounding. */
  private static final long LONGEST = 61 * NANOS_A_SECOND;

  /** So many answers that name no limit, in a window in which none did, and there is none. */
  private static final int SILENT_ENOUGH = 10;

  private boolean limited;
  private boolean running;
  private boolean assumed;
  private long limit;
  private long highestNow;
  private long highestBefore;
  private long remaining;
  private long reset;
  private long closedReset = Long.MIN_VALUE;
  private long endsAt;
  private long used;
  private long lost;
  private long foreign;
  private int silent;

  boolean isLimited() {
    return limited;
  }

  /** When the window ends, in epoch seconds of the server. */
  long reset() {
    return reset;
  }

  long limit() {
    return limit;
  }

  long remaining() {
    return remaining;
  }

  long used() {
    return used;
  }

  /** Requests of others in this window, as far as the answers show. */
  long foreign() {
    return foreign;
  }

  /** Nanoseconds until the window is surely over; until one has begun, until the next look. */
  long nanosLeft(long now) {
    return running || assumed ? Math.max(1, endsAt - now) : NANOS_A_SECOND;
  }

  /** The same; where none has begun, as long as one may take. */
  long nanosToItsEnd(long now) {
    return running || assumed ? nanosLeft(now) : LONGEST;
  }

  /**
   * The highest limit of this window and the one before: a throttle must not follow each flutter.
   */
  long highestLimit() {
    return Math.max(highestNow, highestBefore);
  }

  long secondsLeft(long now) {
    return running ? Math.max(0, (endsAt - now) / NANOS_A_SECOND) : 0;
  }

  /**
   * Notes a request that goes out, and returns how many were lost before it. The first one of a new
   * window begins it: should no answer ever tell its end, as while Okta is away, it is over in time
   * all the same.
   */
  long use(long now) {
    used++;
    if (limited && !running && !assumed) {
      assumed = true;
      endsAt = now + LONGEST;
    }
    return lost;
  }

  /** Notes that a request did not go out after all. */
  void unuse() {
    used = Math.max(0, used - 1);
  }

  /** How many were lost so far. */
  long lost() {
    return lost;
  }

  /** Notes a request that got no answer that says what is left. */
  void lose() {
    remaining--;
    lost++;
  }

  /**
   * Notes an answer that names no limit, where a limit was named before. An org names it with each
   * answer, but what stands before an org and refuses on its own account, only with its refusals:
   * such a limit isn't believed any longer than it is repeated.
   */
  void hearNothing() {
    silent = running ? 0 : silent + 1;
    limited &= silent < SILENT_ENOUGH;
  }

  /** Begins a new window once the old one is surely over; its limit is assumed to be the same. */
  void rollOver(long now) {
    if ((running || assumed) && endsAt - now <= 0) {
      begin(limit);
      remaining = limit;
      running = false;
      assumed = false;
    }
  }

  /**
   * Takes in what an answer said.
   *
   * @param lostBefore what {@link #use} returned for its request: requests that were lost since may
   *     have been counted only after this answer was made
   */
  void learn(RateLimit said, long lostBefore, long now) {
    if (said.reset() <= closedReset) {
      return;
    }
    long left = said.remaining() - (lost - lostBefore);
    long end = now + said.waitMillis() * NANOS_A_MILLI;
    if (!limited || !running || isOver(said)) {
      adopt(said, end);
      goBy(said, left);
    } else if (Math.abs(said.reset() - reset) <= 1) {
      // Each answer's estimate is late by up to a second, none is early: the earliest is best.
      endsAt = end - endsAt < 0 ? end : endsAt;
      if (left < remaining) {
        goBy(said, left);
      }
    } else if (left < remaining) {
      goBy(said, left);
      endsAt = end;
      reset = said.reset();
    }
    highestNow = Math.max(highestNow, limit);
    foreign = Math.max(0, said.limit() - said.remaining() - used);
  }

  /**
   * Of two buckets under one name the one counts that has less, with its own limit: what is to be
   * kept free of a larger one may be more than this one has.
   */
  private void goBy(RateLimit said, long left) {
    limit = said.limit();
    remaining = left;
  }

  private boolean isOver(RateLimit said) {
    return said.reset() > reset && said.date() >= reset;
  }

  private void adopt(RateLimit said, long end) {
    if (limited && running) {
      begin(said.limit());
    }
    limited = true;
    running = true;
    assumed = false;
    silent = 0;
    reset = said.reset();
    endsAt = end;
  }

  private void begin(long newLimit) {
    closedReset = reset;
    highestBefore = highestNow;
    highestNow = newLimit;
    used = 0;
    foreign = 0;
  }
}
