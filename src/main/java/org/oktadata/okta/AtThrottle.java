package org.oktadata.okta;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The turns between knowing their bucket and entering it, where Camel's throttle lets them wait for
 * up to a minute. An interrupt is the only way to call them back from there.
 */
final class AtThrottle {
  private final Map<Turn, Thread> waiting = new HashMap<>();
  private final Set<Turn> calledBack = new HashSet<>();

  synchronized void arrive(Turn turn) {
    waiting.put(turn, Thread.currentThread());
  }

  /** Notes that the turn is past the throttle; true if it was called back meanwhile. */
  synchronized boolean pass(Turn turn) {
    waiting.remove(turn);
    boolean was = calledBack.remove(turn);
    if (was) {
      // The interrupt has done its work, and must not hit what this thread does next.
      Thread.interrupted();
    }
    return was;
  }

  synchronized void callBack() {
    waiting.values().forEach(Thread::interrupt);
    calledBack.addAll(waiting.keySet());
    waiting.clear();
  }
}
