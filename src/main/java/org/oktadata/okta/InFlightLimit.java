package org.oktadata.okta;

/**
 * How many requests of an integration may be on their way at the same time, over all buckets: Okta
 * allows an org 75 (35 if free), shared with everybody else. Halved when Okta complains, grown by
 * one for each full round of good answers. Not thread-safe.
 */
final class InFlightLimit {
  private static final int START = 30;
  private static final long SHORTEST_PAUSE = 250_000_000L;
  private static final long LONGEST_PAUSE = 1_000_000_000L;

  private double limit = START;
  private int inFlight;
  private long complaints;
  private boolean paused;
  private long pausedUntil;

  /** Nanoseconds until a request may be tried; 0 for now, a long time if only an answer helps. */
  long blockedFor(long now, int most) {
    if (paused && pausedUntil - now > 0) {
      return pausedUntil - now;
    }
    paused = false;
    return free(most) > 0 ? 0 : LONGEST_PAUSE;
  }

  int free(int most) {
    return (int) Math.min(limit, most) - inFlight;
  }

  /** Takes a place, and returns how many complaints there were before. */
  long take() {
    inFlight++;
    return complaints;
  }

  /**
   * Gives the place back.
   *
   * @param complaintsBefore what {@link #take} returned: requests that left together also complain
   *     together, and must not halve the limit once each
   * @param jitter between 0 and 1
   */
  void release(Outcome outcome, long complaintsBefore, int most, long now, double jitter) {
    inFlight--;
    if (outcome.isConcurrency()) {
      if (complaintsBefore == complaints) {
        limit = Math.max(1, Math.min(limit, most) / 2);
        complaints++;
      }
      paused = true;
      pausedUntil = now + SHORTEST_PAUSE + (long) (jitter * (LONGEST_PAUSE - SHORTEST_PAUSE));
    } else if (outcome.isSuccess()) {
      limit = Math.min(most, limit + 1 / limit);
    }
  }

  int current(int most) {
    return (int) Math.min(limit, most);
  }
}
