package org.oktadata.okta;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** One bucket, who waits for it, and who finds out how large it is. */
final class Lane {
  /** Nobody sleeps longer without looking again, should a signal ever be missed. */
  private static final long LONGEST_NAP = TimeUnit.SECONDS.toNanos(1);

  private final Bucket bucket = new Bucket();
  private final Condition changed;
  private int waiting;
  private Turn learner;

  /**
   * A lane that nothing is known of.
   *
   * @param changed a condition of the lock that guards this lane
   */
  Lane(Condition changed) {
    this.changed = changed;
  }

  Bucket bucket() {
    return bucket;
  }

  int waiting() {
    return waiting;
  }

  /** Nanoseconds until a look is worth it; 0 if the bucket is known or the turn may find out. */
  long learn(Turn turn) {
    if (!bucket.isKnown() && learner == null) {
      learner = turn;
    }
    return bucket.isKnown() || learner == turn ? 0 : LONGEST_NAP;
  }

  /** Lets another find out, if this turn was the one and the bucket is still unknown. */
  void leave(Turn turn) {
    if (learner == turn) {
      learner = null;
    }
  }

  void nap(long nanos) throws InterruptedException {
    waiting++;
    try {
      changed.awaitNanos(Math.min(nanos, LONGEST_NAP));
    } finally {
      waiting--;
    }
  }

  /** Wakes as many as may go, and one in any case, who then looks for itself. */
  void wake(int free, double share) {
    long mayGo = Math.max(1, Math.min(free, bucket.room(share)));
    for (long n = Math.min(waiting, mayGo); n > 0; n--) {
      changed.signal();
    }
  }

  void wakeAll() {
    changed.signalAll();
  }
}
