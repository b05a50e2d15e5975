package org.oktadata.routes;

import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.oktadata.instances.Fleet;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Keeps Quartz's tables in step with the routes. Camel adds a trigger and changes its interval, but
 * leaves one in the tables whose route is gone, because another instance may still have it: that is
 * removed once none has.
 */
@Component
public class Triggers {

  private static final Logger log = LoggerFactory.getLogger(Triggers.class);

  /** An instance that is starting has added its triggers a moment before it says so. */
  private static final long YOUNG_MILLIS = 120_000;

  /** Clocks of instances may differ by some seconds. */
  private static final long NOTICEABLE_MILLIS = 15_000;

  /** A missed firing is made up for within half a minute. */
  private static final long STUCK_MILLIS = 120_000;

  private final Map<TriggerKey, Long> woken = new ConcurrentHashMap<>();
  private final Fleet fleet;
  private final ObjectProvider<Scheduler> schedulers;

  Triggers(Fleet fleet, ObjectProvider<Scheduler> schedulers) {
    this.fleet = fleet;
    this.schedulers = schedulers;
  }

  /** Says what this instance's routes have, and removes what no instance has. */
  void agree(CamelContext context) {
    Set<String> ours = new TreeSet<>();
    context.getRoutes().stream()
        .map(route -> route.getEndpoint())
        .filter(QuartzEndpoint.class::isInstance)
        .map(endpoint -> ((QuartzEndpoint) endpoint).getTriggerKey().toString())
        .forEach(ours::add);
    fleet.hasTriggers(ours);
    removeOrphans();
  }

  /**
   * Lets those fire now that wait longer than their interval, as after a clock went back, or when
   * an instance has ended whose clock was ahead: Quartz keeps the time of day at which each is
   * next. None is woken twice within its interval, or one instance whose clock is behind would keep
   * the others busy.
   */
  public void wakeLate() {
    Scheduler scheduler = schedulers.getIfAvailable();
    if (scheduler == null) {
      return;
    }
    try {
      long longest = 0;
      for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
        longest = Math.max(longest, wakeIfLate(scheduler, key));
      }
      if (longest > 0) {
        log.warn(
            "Routes: triggers waited up to {} s too long, because a clock went back or that of an instance is ahead; they fire now (docs/scaling.md)",
            longest / 1000);
      }
    } catch (SchedulerException e) {
      log.debug("Routes: Quartz's triggers can't be looked at", e);
    }
  }

  /** The same after the clock of this machine was set, however lately they were woken. */
  void wakeAnew() {
    woken.clear();
    wakeLate();
  }

  /** How many milliseconds too long it would have waited; 0 where nothing was done. */
  private long wakeIfLate(Scheduler scheduler, TriggerKey key) throws SchedulerException {
    if (!(scheduler.getTrigger(key) instanceof SimpleTrigger trigger)
        || trigger.getNextFireTime() == null) {
      return 0;
    }
    long interval = trigger.getRepeatInterval();
    long wait = trigger.getNextFireTime().getTime() - System.currentTimeMillis();
    // What an instance had taken that died with its clock ahead: Quartz takes it for alive.
    boolean stuck =
        wait < -STUCK_MILLIS && scheduler.getTriggerState(key) == Trigger.TriggerState.NORMAL;
    long late = stuck ? -wait : wait - interval;
    Long wokenAt = woken.get(key);
    boolean lately =
        wokenAt != null && System.nanoTime() - wokenAt < TimeUnit.MILLISECONDS.toNanos(interval);
    if (late < NOTICEABLE_MILLIS || lately) {
      return 0;
    }
    woken.put(key, System.nanoTime());
    scheduler.rescheduleJob(key, trigger.getTriggerBuilder().startNow().build());
    return late;
  }

  /** Removes triggers that no living instance has a route for. */
  public void removeOrphans() {
    Scheduler scheduler = schedulers.getIfAvailable();
    if (scheduler == null) {
      return;
    }
    try {
      Set<String> known = fleet.triggers();
      Date young = new Date(System.currentTimeMillis() - YOUNG_MILLIS);
      for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
        Trigger trigger = scheduler.getTrigger(key);
        if (!known.contains(key.toString())
            && trigger != null
            && trigger.getStartTime().before(young)) {
          scheduler.unscheduleJob(key);
          log.info("Routes: trigger {} is removed, no instance has its route any more", key);
        }
      }
    } catch (SchedulerException e) {
      log.warn("Routes: Quartz's triggers can't be compared with the routes. {}", e.getMessage());
    }
  }
}
