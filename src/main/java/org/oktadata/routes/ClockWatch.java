package org.oktadata.routes;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.timer.TimerEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Notices when the clock of this machine is set. Timers of Java and triggers of Quartz wait for a
 * time of day, so after a clock went back an hour nothing would happen for an hour: timers begin
 * anew, and triggers fire. Looks by a clock that nobody sets ({@link System#nanoTime}).
 */
@Component
class ClockWatch implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

  private static final long LOOK_SECONDS = 5;

  /** Time servers that only slow a clock down or speed it up stay below that. */
  private static final long NOTICEABLE_MILLIS = 2_000;

  private final CamelContext context;
  private final Triggers triggers;
  private final LongSupplier wall;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "clock-watch");
            thread.setDaemon(true);
            return thread;
          });
  private long ahead;

  @Autowired
  ClockWatch(CamelContext context, Triggers triggers) {
    this(context, triggers, System::currentTimeMillis, System::nanoTime);
  }

  ClockWatch(CamelContext context, Triggers triggers, LongSupplier wall, LongSupplier nanoTime) {
    this.context = context;
    this.triggers = triggers;
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.ahead = ahead();
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Compares the clock with the one that nobody sets. */
  void look() {
    long moved = ahead() - ahead;
    ahead += moved;
    if (moved > NOTICEABLE_MILLIS) {
      log.warn(
          "Clock: it went {} s ahead, or this machine slept; what was due meanwhile is done now",
          moved / 1000);
    } else if (moved < -NOTICEABLE_MILLIS) {
      log.warn("Clock: it went back {} s; what would wait for as long begins anew", -moved / 1000);
      context.getRoutes().forEach(this::beginAnew);
      triggers.wakeAnew();
    }
  }

  private void beginAnew(Route route) {
    String id = route.getRouteId();
    if (!(route.getEndpoint() instanceof TimerEndpoint)
        || !context.getRouteController().getRouteStatus(id).isStarted()) {
      return;
    }
    try {
      context.getRouteController().stopRoute(id);
      context.getRouteController().startRoute(id);
    } catch (Exception e) {
      log.error("Clock: route {} can't begin anew; restart the application. {}", id, e.toString());
    }
  }

  private long ahead() {
    return wall.getAsLong() - TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
