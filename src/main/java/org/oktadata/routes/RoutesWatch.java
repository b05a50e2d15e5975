package org.oktadata.routes;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.oktadata.collect.Dispatcher;
import org.oktadata.collect.PullThreads;
import org.oktadata.okta.RequestBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks after edits while Camel runs, and ends collecting in order when the application stops:
 * pulls end after their page, and leases are given up. It must not depend on the Camel context, or
 * Spring would start that before its routes are loaded.
 */
@Component
class RoutesWatch implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(RoutesWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** A call that hangs must not keep the process from ending; nothing can be stored under it. */
  private static final Duration LONGEST = Duration.ofSeconds(12);

  private final Dispatcher dispatcher;
  private final PullThreads threads;
  private final RequestBudget budget;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          new CamelThreadFactory("#name#", "routes-watch", true));
  private volatile boolean running;

  RoutesWatch(Dispatcher dispatcher, PullThreads threads, RequestBudget budget) {
    this.dispatcher = dispatcher;
    this.threads = threads;
    this.budget = budget;
  }

  /** Does the look every other second from now on. */
  void begin(Runnable look) {
    timer.scheduleWithFixedDelay(
        () -> survive(look), INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A look that fails must not be the last one, as the timer would make it. */
  private static void survive(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException | Error e) {
      log.error("Routes: looking for edits failed and is tried again", e);
    }
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdown();
    dispatcher.pause();
    budget.stop();
    threads.quiet(PATIENCE, LONGEST);
    try {
      dispatcher.releaseLeases();
    } catch (RuntimeException databaseIsAway) {
      // The leases end by themselves.
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before Camel and the web server, which are stopped in descending order of phases. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
