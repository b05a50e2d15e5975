package org.oktadata.okta;

/**
 * How quickly calls of a bucket go one after another when many want to and there is room: as the
 * quickest few did of its current window and the one before. Not thread-safe; its {@link Bucket} is
 * guarded. Times are those of {@link System#nanoTime}.
 */
final class CallPace {

  /** Calls that are timed together. */
  private static final int FEW = 20;

  private long began;
  private int calls;
  private long quickest = Long.MAX_VALUE;
  private long quickestBefore = Long.MAX_VALUE;

  /** Notes a call that goes out, as the first of a window or as a further one. */
  void note(boolean first, long now) {
    if (first) {
      quickestBefore = quickest;
      quickest = Long.MAX_VALUE;
      began = now;
      calls = 0;
    } else if (++calls == FEW) {
      quickest = Math.min(quickest, (now - began) / FEW);
      began = now;
      calls = 0;
    }
  }

  /** Nanoseconds from call to call; the largest number while nobody knows. */
  long nanosACall() {
    return Math.min(quickest, quickestBefore);
  }
}
