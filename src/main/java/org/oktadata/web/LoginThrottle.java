package org.oktadata.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing of passwords: after five wrong ones in a row an address waits a quarter of a
 * minute, and twice as long after each further one, up to a quarter of an hour. Counted by address
 * and name, and by address alone with more patience, since many people may share one. The name
 * alone isn't counted, or anybody could lock the administrator out.
 */
@Component
class LoginThrottle {

  private static final int PATIENCE = 5;
  private static final int PATIENCE_WITH_ADDRESS = 20;
  private static final int MOST = 10_000;
  private static final long SHORTEST = Duration.ofSeconds(15).toNanos();
  private static final long LONGEST = Duration.ofMinutes(15).toNanos();

  private record Failures(int count, long last) {}

  /** The oldest are forgotten first, so that an attacker's addresses don't fill the memory. */
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST;
        }
      };

  private final LongSupplier nanoTime;

  @Autowired
  LoginThrottle() {
    this(System::nanoTime);
  }

  LoginThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long this person has to wait; zero where they may try. */
  synchronized Duration wait(String address, String name) {
    long left = Math.max(left(pair(address, name), PATIENCE), left(address, PATIENCE_WITH_ADDRESS));
    return Duration.ofNanos(Math.max(0, left));
  }

  synchronized void failed(String address, String name) {
    add(pair(address, name));
    add(address);
  }

  synchronized void succeeded(String address, String name) {
    failures.remove(pair(address, name));
  }

  private void add(String key) {
    Failures before = failures.get(key);
    boolean old = before == null || nanoTime.getAsLong() - before.last() > 2 * LONGEST;
    failures.put(key, new Failures(old ? 1 : before.count() + 1, nanoTime.getAsLong()));
  }

  private long left(String key, int patience) {
    Failures known = failures.get(key);
    if (known == null || known.count() < patience) {
      return 0;
    }
    long pause = SHORTEST << Math.min(known.count() - patience, 10);
    return known.last() + Math.min(pause, LONGEST) - nanoTime.getAsLong();
  }

  private static String pair(String address, String name) {
    return address + " " + name;
  }
}
