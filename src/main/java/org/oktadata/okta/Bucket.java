package org.oktadata.okta;

/**
 * What is known of one rate-limit bucket, and how many requests may still go. It never lets a
 * request pass that could meet a 429: of what Okta said is left, the requests on their way are
 * taken off, since nobody knows whether they are counted already. Not thread-safe; its {@link
 * IntegrationBudget} guards it. Times are those of {@link System#nanoTime}.
 */
final class Bucket {
  private static final long NANOS_A_MILLI = 1_000_000;

  /** After a refusal that says nothing at all: the length of Okta's windows. */
  private static final long LONGEST_BLIND_PAUSE = 60_000 * NANOS_A_MILLI;

  private static final long NANOS_A_WINDOW = 60_000 * NANOS_A_MILLI;

  private final Window window = new Window();
  private final CallPace pace = new CallPace();
  private final LastMinute lastMinute = new LastMinute();
  private long pausedUntil;
  private boolean paused;
  private boolean known;
  private int inFlight;
  private long calls;
  private long refused;

  /** Whether an answer has told how large the bucket is, or that it has no limit. */
  boolean isKnown() {
    return known;
  }

  /** Nanoseconds until a request may go; 0 for now. */
  long blockedFor(long now, double share) {
    if (paused && pausedUntil - now > 0) {
      return pausedUntil - now;
    }
    paused = false;
    window.rollOver(now);
    if (!window.isLimited() || room(share) > 0) {
      return 0;
    }
    // Answers under way may make room earlier; who waits is woken by each of them.
    return window.nanosLeft(now);
  }

  /** How many more requests may go now. */
  long room(double share) {
    return window.isLimited() ? window.remaining() - inFlight - reserve(share) : Integer.MAX_VALUE;
  }

  /** Notes that a request goes out, and returns what {@link #release} wants to be told of it. */
  long take(long now) {
    inFlight++;
    calls++;
    pace.note(window.used() == 0, now);
    lastMinute.note(now);
    return window.use(now);
  }

  /** Notes that a request is over, and what its answer said. */
  void release(Outcome outcome, long taken, long now) {
    inFlight--;
    if (outcome == Outcome.UNSENT) {
      calls--;
      window.unuse();
    } else {
      learn(outcome, taken, now);
    }
  }

  /**
   * Begins with what an answer said to a call that was counted elsewhere.
   *
   * @param onTheirWay further calls of its kind, whose answers are still to come
   */
  void begin(RateLimit said, int onTheirWay, long now) {
    known = true;
    window.learn(said, 0, now);
    for (int call = 0; call < onTheirWay; call++) {
      window.lose();
    }
  }

  /** Ends a request whose answer spoke of another bucket. */
  void dismiss() {
    inFlight--;
  }

  /** Notes what the answer said to a request that was counted elsewhere when it went out. */
  void overhear(Outcome outcome, long now) {
    if (outcome.limit() != null && !outcome.limit().isConcurrency()) {
      pauseIfRefused(outcome, now);
      known = true;
      window.learn(outcome.limit(), window.lost(), now);
    }
  }

  int inFlight() {
    return inFlight;
  }

  private void learn(Outcome outcome, long taken, long now) {
    var limit = outcome.limit();
    if (outcome.isRateLimited()) {
      refused++;
    }
    if (limit == null || limit.isConcurrency()) {
      // Counted or not, nobody says; assume that it was.
      window.lose();
      if (outcome.isSuccess()) {
        window.hearNothing();
      }
      known |= outcome.isAnswered();
      pauseIfRefusedWithoutALimit(outcome, now);
      return;
    }
    known = true;
    window.learn(limit, taken, now);
    pauseIfRefused(outcome, now);
  }

  private void pauseIfRefused(Outcome outcome, long now) {
    if (outcome.isRateLimited()) {
      pausedUntil = now + outcome.limit().waitMillis() * NANOS_A_MILLI;
      paused = true;
    }
  }

  /** Calls under way are refused one after another: the longest of their pauses counts. */
  private void pauseIfRefusedWithoutALimit(Outcome outcome, long now) {
    if (outcome.isRateLimited()) {
      long wait =
          outcome.retryAfter() != null
              ? outcome.retryAfter().toNanos()
              : Math.min(LONGEST_BLIND_PAUSE, window.nanosToItsEnd(now));
      long end = now + wait;
      pausedUntil = paused && pausedUntil - end > 0 ? pausedUntil : end;
      paused = true;
    }
  }

  /** Requests a minute for us; 0 if the answers carry no limit. */
  int perMinute(double share) {
    return window.isLimited() ? (int) quota(window.highestLimit(), share) : 0;
  }

  /** The same by the limit that was last told, whether it is still believed or not. */
  int lastPerMinute(double share) {
    return (int) quota(window.highestLimit(), share);
  }

  /**
   * Nanoseconds until so many calls are through. What this window has room for goes at once, the
   * rest when further windows begin, and none before the throttler lets it. 0 if the answers carry
   * no limit.
   */
  long nanosFor(long calls, double share, long now) {
    window.rollOver(now);
    long quota = perMinute(share);
    if (calls == 0 || quota == 0) {
      return 0;
    }
    long each = Math.min(pace.nanosACall(), NANOS_A_WINDOW / quota);
    long later = calls - Math.max(0, room(share));
    long wholeWindows = Math.max(0, later - 1) / quota;
    long inTheLast = later > 0 ? later - wholeWindows * quota : calls;
    long untilTheLast = later > 0 ? window.nanosToItsEnd(now) + wholeWindows * NANOS_A_WINDOW : 0;
    return Math.max(untilTheLast, lastMinute.nanosFor(calls, quota, now)) + inTheLast * each;
  }

  private long reserve(double share) {
    return window.limit() - quota(window.limit(), share);
  }

  private static long quota(long limit, double share) {
    // A hair more, or 0.29 × 100 would be 28.
    return Math.max(1, (long) Math.floor(limit * share + 1e-9));
  }

  /** What the next owner of the budget must know; null while no limit is known. */
  LaneState state(String name, double share, long now) {
    window.rollOver(now);
    return window.isLimited()
        ? new LaneState(
            name,
            window.limit(),
            Math.max(0, window.remaining() - inFlight),
            window.reset(),
            window.secondsLeft(now),
            perMinute(share))
        : null;
  }

  /** Goes on with a window that another instance has used. */
  void adopt(LaneState state, long now) {
    known = true;
    long date = state.reset() - state.secondsLeft();
    window.learn(
        new RateLimit(state.limit(), state.remaining(), state.reset(), date), window.lost(), now);
  }

  BucketSnapshot snapshot(String name, int waiting, long now) {
    window.rollOver(now);
    return new BucketSnapshot(
        name,
        window.limit(),
        Math.max(0, window.remaining() - inFlight),
        window.secondsLeft(now),
        window.used(),
        window.foreign(),
        calls,
        refused,
        inFlight,
        waiting);
  }
}
