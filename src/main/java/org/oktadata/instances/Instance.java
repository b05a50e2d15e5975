package org.oktadata.instances;

import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * This process among those that share the database: its name, and until when it may count on its
 * leases without having said again that it is alive.
 */
@Component
public class Instance {

  private final String id;
  private final LongSupplier nanoTime;
  private volatile long aliveUntil;
  private volatile long heardUntil;
  private volatile RuntimeException missed;

  @Autowired
  Instance(InstanceSettings settings) {
    this(settings.name(), System::nanoTime);
  }

  Instance(String name, LongSupplier nanoTime) {
    this.id = name + "-" + UUID.randomUUID().toString().substring(0, 6);
    this.nanoTime = nanoTime;
    this.aliveUntil = nanoTime.getAsLong();
    this.heardUntil = Long.MAX_VALUE;
  }

  /** The host's name and a short id of this process, such as {@code okta-1-3f9a2c}. */
  public String id() {
    return id;
  }

  /** Whether the leases of this instance still hold, by its own clock. */
  public boolean isAlive() {
    return aliveUntil - nanoTime.getAsLong() > 0;
  }

  /** Whether the database has noted nothing for half of a lease, while it is asked often. */
  public boolean hearsNothing() {
    return heardUntil != Long.MAX_VALUE && heardUntil - nanoTime.getAsLong() < 0;
  }

  /** Why the database noted nothing when it was last asked to; null if it has since, or always. */
  public RuntimeException missed() {
    return missed;
  }

  /** The database hasn't noted that this instance is alive. */
  void missed(RuntimeException failure) {
    missed = failure;
  }

  /**
   * The database has noted that this instance is alive.
   *
   * @param askedAt {@link #now} before it was asked, since the answer may have been slow
   * @param lasting how long others will believe it
   */
  void alive(long askedAt, Duration lasting) {
    aliveUntil = askedAt + lasting.toNanos() * 9 / 10;
    heardUntil = askedAt + lasting.toNanos() / 2;
    missed = null;
  }

  /** Its leases have ended, or are given up. */
  void gone() {
    aliveUntil = nanoTime.getAsLong();
  }

  long now() {
    return nanoTime.getAsLong();
  }
}
