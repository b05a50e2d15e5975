package org.oktadata.store;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.Health;

/**
 * A health that asks the database, for a page that strangers may call up: it is asked for anew
 * every five seconds at most, and by one at a time, while others are told what is known. Nobody
 * waits long for it, since an orchestrator's probe doesn't: where the database is away, each
 * question takes as long as the pool waits for a connection.
 */
public final class RecentHealth {

  private static final long FRESH = Duration.ofSeconds(5).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private record Seen(Health health, long at) {}

  private final Supplier<Health> question;
  private final Duration patience;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Seen seen;

  /** Asks the question when somebody wants to know. */
  public RecentHealth(Supplier<Health> question) {
    this(question, PATIENCE);
  }

  /**
   * @param patience how long whoever asks waits at most
   */
  RecentHealth(Supplier<Health> question, Duration patience) {
    this.question = question;
    this.patience = patience;
  }

  /** What is known; unknown until the first answer is there. */
  public Health health() {
    Seen last = seen;
    boolean fresh = last != null && System.nanoTime() - last.at() <= FRESH;
    return !fresh && asking.compareAndSet(false, true) ? asked() : known();
  }

  private Health asked() {
    FutureTask<Health> task = new FutureTask<>(this::ask);
    Thread thread = new Thread(task, "health-question");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return known();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return known();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Health ask() {
    try {
      Health health = question.get();
      seen = new Seen(health, System.nanoTime());
      return health;
    } finally {
      asking.set(false);
    }
  }

  private Health known() {
    Seen last = seen;
    return last == null ? Health.unknown().build() : last.health();
  }
}
