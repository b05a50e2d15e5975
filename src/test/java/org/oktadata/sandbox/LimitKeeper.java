package org.oktadata.sandbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Counts calls in fixed windows that aren't aligned with the clock's minutes. */
final class LimitKeeper {
  /**
   * What a call was told.
   *
   * @param reset when the window ends, in epoch seconds
   */
  record Ruling(boolean allowed, int limit, int remaining, long reset) {}

  private static final class Window {
    private long end;
    private int used;
  }

  private final SandboxLimits limits;
  private final LongSupplier clock;
  private final Map<String, Window> windows = new ConcurrentHashMap<>();

  LimitKeeper(SandboxLimits limits, LongSupplier clock) {
    this.limits = limits;
    this.clock = clock;
  }

  Ruling count(String principal, String bucket) {
    int limit = Math.max(1, (int) (limits.buckets().getOrDefault(bucket, 1_200) * limits.share()));
    Window window = windows.computeIfAbsent(principal + " " + bucket, key -> new Window());
    synchronized (window) {
      long now = clock.getAsLong();
      long length = limits.window().toMillis();
      if (now >= window.end || window.end - now > 2 * length) {
        long phase = Math.floorMod(Dice.mix(bucket.hashCode()), 60L) * 1_000;
        window.end = now - Math.floorMod(now - phase, length) + length;
        window.used = 0;
      }
      boolean allowed = window.used < limit;
      window.used += allowed ? 1 : 0;
      return new Ruling(allowed, limit, limit - window.used, (window.end + 999) / 1_000);
    }
  }

  /** What a call is told when too many are being answered already. */
  Ruling tooManyAtOnce() {
    return new Ruling(false, 0, 0, clock.getAsLong() / 1_000 + 1);
  }
}
