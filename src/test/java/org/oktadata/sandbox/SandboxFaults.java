package org.oktadata.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** What goes wrong on demand, or happens just then. */
public final class SandboxFaults {
  /** The ways a call can fail. */
  public enum Fault {
    INTERNAL_ERROR,
    BAD_GATEWAY,
    UNAVAILABLE,
    GATEWAY_TIMEOUT,
    /** 429 of a used-up bucket. */
    TOO_MANY_REQUESTS,
    /** 429 with limit 0 and remaining 0. */
    TOO_MANY_AT_ONCE,
    /** The connection is closed without an answer. */
    CONNECTION_CLOSED,
    /** No answer until the client gives up, see {@link #stallFor(Duration)}. */
    STALL,
    /** The body ends in the middle. */
    TRUNCATED_BODY,
    /** 200 with a page of a proxy. */
    HTML_BODY,
    /** 200 with JSON that isn't. */
    MALFORMED_JSON,
    /** 502 with an empty body. */
    EMPTY_ERROR,
    /** 400 for the cursor, when the call has one. */
    REFUSED_CURSOR,
    /** The next link leads to the same page again. */
    REPEATED_PAGE,
    /** The first object of the page stands in it twice. */
    DUPLICATED_OBJECT,
    /** The access token of the call is revoked. */
    REVOKED_TOKEN,
    /** 404 though it was in the list. */
    NOT_FOUND,
    FORBIDDEN,
    /** 401 E0000015: the org has no such feature. */
    FEATURE_MISSING
  }

  private record Rule(Fault fault, Pattern path, AtomicInteger left, double probability) {}

  private record Meanwhile(Pattern path, Runnable happening) {}

  private final List<Meanwhile> meanwhile = new CopyOnWriteArrayList<>();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final AtomicInteger happened = new AtomicInteger();
  private SplittableRandom chance = new SplittableRandom(1);
  private volatile Duration stall = Duration.ofMinutes(3);

  /** The next so many calls whose path and query contain the expression fail. */
  public void next(int times, String pathExpression, Fault fault) {
    rules.add(new Rule(fault, Pattern.compile(pathExpression), new AtomicInteger(times), 1));
  }

  /** Calls fail by chance, always the same ones for the same seed and order of calls. */
  public synchronized void sometimes(
      double probability, String pathExpression, Fault fault, long seed) {
    chance = new SplittableRandom(seed);
    rules.add(
        new Rule(
            fault,
            Pattern.compile(pathExpression),
            new AtomicInteger(Integer.MAX_VALUE),
            probability));
  }

  /** Before each call is answered whose path and query contain the expression, that happens. */
  public void meanwhile(String pathExpression, Runnable happening) {
    meanwhile.add(new Meanwhile(Pattern.compile(pathExpression), happening));
  }

  public void stallFor(Duration length) {
    stall = length;
  }

  /** Nothing fails or happens any more. */
  public void clear() {
    rules.clear();
    meanwhile.clear();
  }

  /** How many calls were made to fail. */
  public int happened() {
    return happened.get();
  }

  Duration stall() {
    return stall;
  }

  void happen(String pathAndQuery) {
    meanwhile.stream()
        .filter(each -> each.path().matcher(pathAndQuery).find())
        .forEach(each -> each.happening().run());
  }

  synchronized Fault forCall(String pathAndQuery) {
    for (Rule rule : rules) {
      boolean applies =
          rule.path().matcher(pathAndQuery).find()
              && (rule.fault() != Fault.REFUSED_CURSOR || pathAndQuery.contains("after="))
              && (rule.probability() >= 1 || chance.nextDouble() < rule.probability());
      if (applies && rule.left().getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        happened.incrementAndGet();
        return rule.fault();
      }
    }
    return null;
  }
}
