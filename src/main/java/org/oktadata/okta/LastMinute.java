package org.oktadata.okta;

/**
 * How many calls of a bucket went out in each second of the last minute. The throttler lets so many
 * pass in any minute, wherever Okta's window begins. Not thread-safe; its {@link Bucket} is
 * guarded. Times are those of {@link System#nanoTime}.
 */
final class LastMinute {

  private static final long SECOND = 1_000_000_000L;
  private static final int MINUTE = 60;

  private final int[] calls = new int[MINUTE];
  private long latest = Long.MIN_VALUE;

  /** Notes a call that goes out. */
  void note(long now) {
    forget(now);
    calls[Math.floorMod(latest, MINUTE)]++;
  }

  /** Nanoseconds until so many more calls were let pass, of which a minute allows a number. */
  long nanosFor(long more, long perMinute, long now) {
    forget(now);
    long minutes = (more - 1) / perMinute;
    long toBeFree = more - minutes * perMinute - perMinute;
    for (int count : calls) {
      toBeFree += count;
    }
    int seconds = 0;
    while (toBeFree > 0 && seconds < MINUTE) {
      seconds++;
      toBeFree -= calls[Math.floorMod(latest + seconds, MINUTE)];
    }
    return (minutes * MINUTE + seconds) * SECOND;
  }

  private void forget(long now) {
    long second = Math.floorDiv(now, SECOND);
    long from = Math.max(latest + 1, second - MINUTE + 1);
    for (long over = from; over <= second; over++) {
      calls[Math.floorMod(over, MINUTE)] = 0;
    }
    latest = Math.max(latest, second);
  }
}
