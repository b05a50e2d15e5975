package org.oktadata.sandbox;

import java.util.List;

/** Repeatable chance: the same seed, purpose and index always roll the same number. */
final class Dice {
  private final long seed;

  Dice(long seed) {
    this.seed = seed;
  }

  long roll(String purpose, long index) {
    return mix(seed * 31 + purpose.hashCode() + mix(index + 0x9E3779B97F4A7C15L));
  }

  int below(int bound, String purpose, long index) {
    return bound <= 1 ? 0 : (int) Long.remainderUnsigned(roll(purpose, index), bound);
  }

  <T> T pick(List<T> from, String purpose, long index) {
    return from.get(below(from.size(), purpose, index));
  }

  /** The finalizer of SplitMix64, a bijection with good spread. */
  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
