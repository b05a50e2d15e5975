package org.oktadata.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.Health;

/**
 * A health that asks the database, for a page that strangers may call up: it is asked for anew
 * every five seconds at most, and by one at a time, while others are told what is known.
 */
public final class RecentHealth {

  private static final long FRESH = Duration.ofSeconds(5).toNanos();

  private record Seen(Health health, long at) {}

  private final Supplier<Health> question;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Seen seen;

  /** Asks the question when somebody wants to know. */
  public RecentHealth(Supplier<Health> question) {
    this.question = question;
  }

  /** What is known; unknown to whoever comes while it is asked for the first time. */
  public Health health() {
    Seen last = seen;
    boolean fresh = last != null && System.nanoTime() - last.at() <= FRESH;
    if (!fresh && asking.compareAndSet(false, true)) {
      try {
        last = new Seen(question.get(), System.nanoTime());
        seen = last;
      } finally {
        asking.set(false);
      }
    }
    return last == null ? Health.unknown().build() : last.health();
  }
}
