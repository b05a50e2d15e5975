package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The threads that pulls run on. They are as many as pulls and lists under way need, since those
 * wait for Okta's budget most of their time; what bounds them is the number of lists a pull may
 * have under way. When all must stop, those still waiting are interrupted; a page being stored is
 * finished.
 */
@Component("pullThreads")
public class PullThreads extends AbstractExecutorService {

  private final Collection<Thread> working = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new CamelThreadFactory("#name#-#counter#", "pull", true));

  @Override
  public void execute(Runnable task) {
    threads.execute(
        () -> {
          working.add(Thread.currentThread());
          try {
            task.run();
          } finally {
            working.remove(Thread.currentThread());
            Thread.interrupted();
          }
        });
  }

  /** Waits until nothing is under way; interrupts what still waits when patience is over. */
  public void quiet(Duration patience) {
    quiet(patience, Duration.ofDays(1));
  }

  /** The same, but for no longer than that: who reads from a socket can't be interrupted. */
  public void quiet(Duration patience, Duration longest) {
    Instant end = Instant.now().plus(patience);
    Instant last = Instant.now().plus(longest);
    while (!working.isEmpty() && Instant.now().isBefore(last)) {
      if (Instant.now().isAfter(end)) {
        working.forEach(Thread::interrupt);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return threads.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }
}
