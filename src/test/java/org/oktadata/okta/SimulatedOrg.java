package org.oktadata.okta;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongUnaryOperator;

/**
 * An Okta org with one bucket of fixed windows and the callers who use it, in virtual time: hours
 * of requests in milliseconds, and every order of answers that latencies can make.
 */
final class SimulatedOrg {
  static final long SECOND = 1_000_000_000L;
  static final long WINDOW = 60 * SECOND;

  /** The server's clock is far from the local one, which counts from somewhere. */
  private static final long SERVER_OFFSET_SECONDS = 1_800_000_000L;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Random random = new Random(7);
  private final IntegrationBudget budget;
  private final long phase;
  LongUnaryOperator limitAt;
  boolean resetRoundedUp;
  boolean saysNoLimit;
  int slowestMillis = 400;
  double lostAnswers;

  private long now;
  private long window = -1;
  private long counted;
  private int waiting;
  private long waitUntil = Long.MAX_VALUE;
  long sent;
  long refused;
  long ownInWindow;
  long foreignPerWindow;
  final List<Long> ownByWindow = new ArrayList<>();

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private long order;

  SimulatedOrg(long limit, double share, int callers, long phase) {
    this.phase = phase;
    this.limitAt = at -> limit;
    this.budget = new IntegrationBudget("acme", () -> now);
    this.waiting = callers;
    budget.follow(
        new OktaConnection(
            "acme",
            URI.create("https://acme.okta.com"),
            "0oa1",
            new Credential.ClientSecret("x"),
            DpopMode.AUTO,
            share,
            callers));
  }

  IntegrationBudget budget() {
    return budget;
  }

  /** Requests that an earlier process of ours, or somebody else, made in the running window. */
  void alreadyUsed(long requests) {
    turnWindow();
    counted += requests;
  }

  /** Lets the callers call as fast as they may for so many windows. */
  void run(int windows) {
    long end = now + windows * WINDOW;
    for (long n = 0; n < foreignPerWindow * windows; n++) {
      at((long) (random.nextDouble() * windows * WINDOW), this::foreignRequest);
    }
    callWhoMay();
    while (!events.isEmpty() && now < end) {
      next();
    }
    turnWindow();
  }

  /** Lets them make so many more calls, and returns how long that took. */
  long timeFor(long calls) {
    long begun = now;
    long all = sent + calls;
    callWhoMay();
    while (sent < all) {
      next();
    }
    return now - begun;
  }

  private void next() {
    var event = events.poll();
    now = Math.max(now, event.at());
    event.action().run();
    callWhoMay();
  }

  private void callWhoMay() {
    while (waiting > 0) {
      var turn = new Turn(budget, "/api/v1/users", "/api/v1/users", null);
      long wait = budget.tryEnter(turn);
      if (wait > 0) {
        if (now + wait < waitUntil || waitUntil <= now) {
          waitUntil = now + wait;
          at(waitUntil, () -> {});
        }
        return;
      }
      waiting--;
      send(turn);
    }
  }

  private void send(Turn turn) {
    sent++;
    long latency = (20 + random.nextInt(slowestMillis)) * 1_000_000L;
    long there = now + (long) (latency * random.nextDouble());
    at(
        there,
        () -> {
          var outcome = serve();
          boolean lost = random.nextDouble() < lostAnswers;
          at(now + latency, () -> answer(turn, lost ? Outcome.NONE : outcome));
        });
  }

  private Outcome serve() {
    turnWindow();
    long limit = limitAt.applyAsLong(now);
    boolean refuse = counted >= limit;
    if (refuse) {
      refused++;
    } else {
      counted++;
      ownInWindow++;
    }
    return new Outcome(
        refuse ? 429 : 200,
        saysNoLimit
            ? null
            : new RateLimit(limit, Math.max(0, limit - counted), reset(), serverSeconds()));
  }

  private void answer(Turn turn, Outcome outcome) {
    budget.leave(turn, outcome);
    waiting++;
  }

  private void foreignRequest() {
    turnWindow();
    counted = Math.min(limitAt.applyAsLong(now), counted + 1);
  }

  private void turnWindow() {
    long current = (now + phase) / WINDOW;
    if (current != window) {
      if (window >= 0) {
        ownByWindow.add(ownInWindow);
      }
      window = current;
      counted = 0;
      ownInWindow = 0;
    }
  }

  private long reset() {
    long end = (window + 1) * WINDOW - phase;
    return SERVER_OFFSET_SECONDS + (end + (resetRoundedUp ? SECOND - 1 : 0)) / SECOND;
  }

  private long serverSeconds() {
    return SERVER_OFFSET_SECONDS + now / SECOND;
  }

  private void at(long when, Runnable action) {
    events.add(new Event(when, order++, action));
  }
}
