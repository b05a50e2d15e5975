package org.oktadata.okta;

/**
 * How quickly calls of a bucket go one after another while there is room, by those of its current
 * window. Not thread-safe; its {@link Bucket} is guarded. Times are those of {@link
 * System#nanoTime}.
 */
final class CallPace {

  /** Fewer say nothing: the first ones wait for what the bucket's limit is. */
  private static final int ENOUGH = 20;

  private long began;
  private long calls;
  private long nanosACall = Long.MAX_VALUE;

  /** Notes a call that goes out, as the first of a window or as a further one. */
  void note(boolean first, long now) {
    if (first) {
      began = now;
      calls = 0;
    } else if (++calls >= ENOUGH) {
      nanosACall = (now - began) / calls;
    }
  }

  /** Nanoseconds from call to call; the largest number while nobody knows. */
  long nanosACall() {
    return nanosACall;
  }
}
