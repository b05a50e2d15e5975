package org.oktadata.web.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.oktadata.digest.Sha256;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing of passwords: after five wrong ones in a row an address waits a quarter of a
 * minute, and twice as long after each further one, up to a quarter of an hour. Counted by address
 * and name, and by address alone with more patience, since many people may share one. The name
 * alone isn't counted, or anybody could lock the administrator out. With IPv6 a network of 64 bits
 * is one address, for that is what a single customer gets.
 */
@Component
class LoginThrottle {

  private static final int PATIENCE = 5;
  private static final int PATIENCE_WITH_ADDRESS = 20;
  private static final int MOST = 10_000;
  private static final long SHORTEST = Duration.ofSeconds(15).toNanos();
  private static final long LONGEST = Duration.ofMinutes(15).toNanos();
  private static final long FORGOTTEN = 2 * LONGEST;
  private static final Duration TURN = Duration.ofSeconds(5);

  /** Who tries: the first half of a SHA-256, since names are as long as their senders like. */
  private record Key(long start, long end) {}

  /** What is known of one who tries. */
  private static final class Tries {
    private int failed;
    private int underWay;
    private long last;
  }

  /** The oldest are forgotten first, so that an attacker's addresses don't fill the memory. */
  private final Map<Key, Tries> known = new LinkedHashMap<>(16, 0.75f, true);

  private final LongSupplier nanoTime;

  @Autowired
  LoginThrottle() {
    this(System::nanoTime);
  }

  LoginThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Lets a password be tried; {@link #end} says what came of it. As many may be under way as could
   * all be wrong, so that guesses at the same time are no more than guesses one by one; whoever
   * comes beside them waits here until those have ended.
   *
   * @return how long this person has to wait instead; zero where they may try
   */
  synchronized Duration begin(String address, String name) {
    Key network = network(address);
    Key pair = pair(address, name);
    long end = System.nanoTime() + TURN.toNanos();
    while (true) {
      Duration left = left(address, name);
      if (!left.isZero()) {
        return left;
      }
      if (room(pair, PATIENCE) && room(network, PATIENCE_WITH_ADDRESS)) {
        tries(pair).underWay++;
        tries(network).underWay++;
        return Duration.ZERO;
      }
      long turn = (end - System.nanoTime()) / 1_000_000;
      if (turn <= 0 || !awake(turn)) {
        return Duration.ofNanos(SHORTEST);
      }
    }
  }

  /** How long this person has to wait; zero where they may try. */
  synchronized Duration left(String address, String name) {
    long pair = left(pair(address, name), PATIENCE);
    return Duration.ofNanos(Math.max(pair, left(network(address), PATIENCE_WITH_ADDRESS)));
  }

  /** A try has ended; a right password forgives what was wrong before it. */
  synchronized void end(String address, String name, boolean right) {
    Tries pair = tries(pair(address, name));
    ended(pair, right);
    ended(tries(network(address)), right);
    if (right) {
      pair.failed = 0;
    }
    tidy();
    notifyAll();
  }

  /** How many are remembered. */
  synchronized int size() {
    return known.size();
  }

  private void ended(Tries tries, boolean right) {
    tries.underWay = Math.max(0, tries.underWay - 1);
    if (!right) {
      tries.failed = old(tries) ? 1 : tries.failed + 1;
      tries.last = nanoTime.getAsLong();
    }
  }

  private boolean room(Key key, int patience) {
    Tries tries = known.get(key);
    int left = tries == null || old(tries) ? patience : Math.max(1, patience - tries.failed);
    return tries == null || tries.underWay < left;
  }

  private long left(Key key, int patience) {
    Tries tries = known.get(key);
    if (tries == null || tries.failed < patience) {
      return 0;
    }
    long pause = SHORTEST << Math.min(tries.failed - patience, 10);
    return Math.max(0, tries.last + Math.min(pause, LONGEST) - nanoTime.getAsLong());
  }

  private Tries tries(Key key) {
    return known.computeIfAbsent(
        key,
        absent -> {
          Tries fresh = new Tries();
          fresh.last = nanoTime.getAsLong();
          return fresh;
        });
  }

  private boolean old(Tries tries) {
    return nanoTime.getAsLong() - tries.last > FORGOTTEN;
  }

  /** From the one that was longest not asked for, until one is worth remembering. */
  private void tidy() {
    Iterator<Tries> oldest = known.values().iterator();
    while (oldest.hasNext()) {
      Tries tries = oldest.next();
      boolean idle = tries.underWay == 0;
      if (known.size() <= MOST && !(idle && (tries.failed == 0 || old(tries)))) {
        return;
      }
      if (idle) {
        oldest.remove();
      }
    }
  }

  private boolean awake(long milliseconds) {
    try {
      wait(milliseconds);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Key pair(String address, String name) {
    // Accounts are found whatever the case, and a form's name is taken without the blanks around.
    return key(place(address) + " " + name.strip().toLowerCase(Locale.ROOT));
  }

  private static Key network(String address) {
    return key(place(address));
  }

  private static String place(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      // With a colon it is never looked up as a name.
      byte[] bytes = InetAddress.getByName(address.replaceFirst("%.*", "")).getAddress();
      return bytes.length == 4 ? InetAddress.getByAddress(bytes).getHostAddress() : prefix(bytes);
    } catch (UnknownHostException e) {
      return address; // A proxy's own word for somebody.
    }
  }

  private static String prefix(byte[] address) {
    return Long.toHexString(ByteBuffer.wrap(address).getLong()) + "::/64";
  }

  private static Key key(String text) {
    ByteBuffer half = ByteBuffer.wrap(Sha256.of(text));
    return new Key(half.getLong(), half.getLong());
  }
}
