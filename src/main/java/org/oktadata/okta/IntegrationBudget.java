package org.oktadata.okta;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The buckets of one integration and its limit of requests in flight; here callers wait. */
final class IntegrationBudget {
  private final String integration;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Map<String, BucketFamilies> families = new HashMap<>();
  private final InFlightLimit inFlight = new InFlightLimit();
  private final AtThrottle throttled = new AtThrottle();
  private URI org;
  private double share = 1;
  private int most = Integer.MAX_VALUE;
  private long stops;
  private boolean closed;

  IntegrationBudget(String integration, LongSupplier nanoTime) {
    this.integration = integration;
    this.nanoTime = nanoTime;
  }

  /** Whether all that is known was said by this org, or nothing is known yet. */
  boolean belongsTo(URI issuer) {
    return locked(() -> org == null || org.equals(issuer));
  }

  URI org() {
    return locked(() -> org);
  }

  /** Takes over what the connection allows; it may change at any time. */
  void follow(OktaConnection connection) {
    lock.lock();
    try {
      org = connection.issuer();
      share = connection.rateLimitShare();
      most = connection.maxInFlight();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the bucket is known, or makes this turn the one that finds out. */
  void learn(Turn turn) throws InterruptedException {
    await(turn, lane -> lane.learn(turn));
    throttled.arrive(turn);
  }

  /** Waits until the request may go, and counts it as gone. */
  void enter(Turn turn) throws InterruptedException {
    if (throttled.pass(turn)) {
      throw new CallsStoppedException(integration);
    }
    await(turn, lane -> tryEnter(turn, lane));
  }

  /** One look without waiting: 0 if the request went, otherwise nanoseconds until the next look. */
  long tryEnter(Turn turn) {
    return locked(
        () -> {
          var lane = lane(turn);
          long unknown = lane.learn(turn);
          return unknown > 0 ? unknown : tryEnter(turn, lane);
        });
  }

  /** Ends the turn, whatever of it has happened. */
  void leave(Turn turn, Outcome outcome) {
    throttled.pass(turn);
    lock.lock();
    try {
      if (turn.entered) {
        turn.entered = false;
        long now = nanoTime.getAsLong();
        double jitter = ThreadLocalRandom.current().nextDouble();
        release(turn, outcome, now);
        inFlight.release(outcome, turn.complaintsBefore, most, now, jitter);
      }
      lanes.values().forEach(each -> each.leave(turn));
      lanes.values().forEach(each -> each.wake(inFlight.free(most), share));
    } finally {
      lock.unlock();
    }
  }

  private void release(Turn turn, Outcome outcome, long now) {
    var said = outcome.limit();
    if (said == null || said.isConcurrency()) {
      turn.lane.bucket().release(outcome, turn.taken, now);
      return;
    }
    boolean moved = families(turn.bucket()).saw(turn.family(), said);
    var lane = lane(turn);
    if (lane == turn.lane) {
      lane.bucket().release(outcome, turn.taken, now);
      return;
    }
    turn.lane.bucket().dismiss();
    if (moved && !lane.bucket().isKnown()) {
      lane.bucket().begin(said, turn.lane.bucket().inFlight(), now);
    } else {
      lane.bucket().overhear(outcome, now);
    }
    turn.lane.wakeAll();
  }

  /** The lane that paces the calls of a family under a bucket's name. */
  String laneOf(String bucket, String family) {
    return locked(() -> families(bucket).lane(family));
  }

  int perMinute(String bucket) {
    return locked(() -> lane(bucket).bucket().perMinute(share));
  }

  long nanosFor(String bucket, long calls) {
    return locked(() -> lane(bucket).bucket().nanosFor(calls, share, nanoTime.getAsLong()));
  }

  int lastPerMinute(String bucket) {
    return locked(() -> lane(bucket).bucket().lastPerMinute(share));
  }

  List<BucketSnapshot> snapshot() {
    return locked(
        () -> {
          long now = nanoTime.getAsLong();
          return lanes.entrySet().stream()
              .map(
                  each ->
                      each.getValue()
                          .bucket()
                          .snapshot(each.getKey(), each.getValue().waiting(), now))
              .toList();
        });
  }

  /** The windows of lanes whose limit is known, for the next owner. */
  List<LaneState> state() {
    return locked(
        () -> {
          long now = nanoTime.getAsLong();
          return lanes.entrySet().stream()
              .map(each -> each.getValue().bucket().state(each.getKey(), share, now))
              .filter(Objects::nonNull)
              .toList();
        });
  }

  /** Goes on with windows of an org that another instance has used. */
  void adopt(URI itsOrg, List<LaneState> states) {
    lock.lock();
    try {
      org = org == null ? itsOrg : org;
      long now = nanoTime.getAsLong();
      states.forEach(state -> lane(state.lane()).bucket().adopt(state, now));
    } finally {
      lock.unlock();
    }
  }

  BucketSnapshot snapshot(String bucket) {
    return locked(
        () -> {
          var lane = lane(bucket);
          return lane.bucket().snapshot(bucket, lane.waiting(), nanoTime.getAsLong());
        });
  }

  int mostInFlight() {
    return locked(() -> inFlight.current(most));
  }

  /** Sends everybody away who waits now; with {@code forGood} also who comes later. */
  void stop(boolean forGood) {
    lock.lock();
    try {
      stops++;
      closed |= forGood;
      lanes.values().forEach(Lane::wakeAll);
    } finally {
      lock.unlock();
    }
    throttled.callBack();
  }

  /** The answer while nobody changes anything. */
  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  private interface Look {
    /** 0 if the caller may go on, otherwise nanoseconds until the next look. */
    long at(Lane lane);
  }

  private void await(Turn turn, Look look) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long stopsBefore = stops;
      // Which lane it is may turn out while the turn waits.
      var lane = lane(turn);
      for (long wait = look(lane, look, stopsBefore);
          wait > 0;
          wait = look(lane, look, stopsBefore)) {
        lane.nap(wait);
        lane = lane(turn);
      }
    } finally {
      lock.unlock();
    }
  }

  private long look(Lane lane, Look look, long stopsBefore) {
    if (closed || stops != stopsBefore) {
      throw new CallsStoppedException(integration);
    }
    return look.at(lane);
  }

  private long tryEnter(Turn turn, Lane lane) {
    long now = nanoTime.getAsLong();
    long blocked = Math.max(lane.bucket().blockedFor(now, share), inFlight.blockedFor(now, most));
    if (blocked == 0) {
      turn.lane = lane;
      turn.taken = lane.bucket().take(now);
      turn.complaintsBefore = inFlight.take();
      turn.entered = true;
    }
    return blocked;
  }

  private BucketFamilies families(String bucket) {
    return families.computeIfAbsent(bucket, BucketFamilies::new);
  }

  private Lane lane(Turn turn) {
    return lane(families(turn.bucket()).lane(turn.family()));
  }

  private Lane lane(String bucket) {
    return lanes.computeIfAbsent(bucket, name -> new Lane(lock.newCondition()));
  }
}
