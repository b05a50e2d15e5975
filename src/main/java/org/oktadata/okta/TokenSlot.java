package org.oktadata.okta;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The place of one integration's token. However many callers need one, one asks and the others wait
 * for it; a failure is shared in the same way, so that a wrong secret isn't tried thirty times.
 */
final class TokenSlot {
  /** After a failed renewal the old token is still good; try the next renewal only after this. */
  private static final long PAUSE_NANOS = 30_000_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final LongSupplier nanoTime;
  private volatile AccessToken token;
  private volatile OktaTokenException failure;
  private volatile long failedAt;

  TokenSlot(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The token held, if it is still valid; otherwise null. */
  AccessToken valid() {
    var held = token;
    return held == null || held.isExpiredAt(nanoTime.getAsLong()) ? null : held;
  }

  /** A valid token: the held one, or one that the given supplier fetches. */
  AccessToken hold(Supplier<AccessToken> fetch) throws InterruptedException {
    var held = valid();
    if (held == null) {
      return fetchOrWait(fetch);
    }
    if (held.isDueAt(nanoTime.getAsLong()) && !failedLately() && lock.tryLock()) {
      try {
        var now = valid();
        if (now == held) {
          return renewEarly(held, fetch);
        }
        // Renewed meanwhile, or dropped because Okta has refused it.
        return now == null ? fetch(fetch) : now;
      } finally {
        lock.unlock();
      }
    }
    return held;
  }

  /** A newer token than this one; this one where none can be had. */
  AccessToken renew(AccessToken held, Supplier<AccessToken> fetch) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var now = valid();
      if (now != null && (now != held || failedLately())) {
        return now;
      }
      return now == null ? fetch(fetch) : renewEarly(held, fetch);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the token of this number, once; a newer one stays. */
  void drop(long number) {
    lock.lock();
    try {
      if (token != null && token.number() == number) {
        token = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private AccessToken fetchOrWait(Supplier<AccessToken> fetch) throws InterruptedException {
    long arrived = nanoTime.getAsLong();
    lock.lockInterruptibly();
    try {
      var held = valid();
      if (held != null) {
        return held;
      }
      if (failure != null && failedAt - arrived > 0) {
        throw failure.again();
      }
      return fetch(fetch);
    } finally {
      lock.unlock();
    }
  }

  private AccessToken renewEarly(AccessToken held, Supplier<AccessToken> fetch) {
    try {
      return fetch(fetch);
    } catch (OktaTokenException e) {
      return held;
    }
  }

  private AccessToken fetch(Supplier<AccessToken> fetch) {
    try {
      token = fetch.get();
      failure = null;
      return token;
    } catch (OktaTokenException e) {
      failure = e;
      failedAt = nanoTime.getAsLong();
      throw e;
    }
  }

  private boolean failedLately() {
    return failure != null && nanoTime.getAsLong() - failedAt < PAUSE_NANOS;
  }
}
