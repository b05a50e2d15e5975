package org.oktadata.sandbox;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Which users belong to which of many parents (groups, apps). The generated ones follow from an
 * arithmetic progression over the users, so that none is kept; what tests add and remove is.
 */
final class Memberships {
  private static final int KEPT = 256;

  private final Users users;
  private final Dice dice;
  private final String purpose;
  private final int[] sizes;
  private final Map<Integer, Set<Integer>> added = new ConcurrentHashMap<>();
  private final Map<Integer, Set<Integer>> removed = new ConcurrentHashMap<>();
  private final BitSet everyone = new BitSet();
  private final Map<Integer, int[]> recent =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, int[]> eldest) {
          return size() > KEPT;
        }
      };

  Memberships(Users users, Dice dice, String purpose, int[] sizes) {
    this.users = users;
    this.dice = dice;
    this.purpose = purpose;
    this.sizes = sizes;
  }

  /** Every user that isn't DEPROVISIONED belongs to this parent, whoever comes and goes. */
  void everyoneBelongsTo(int parent) {
    everyone.set(parent);
  }

  boolean everyone(int parent) {
    return everyone.get(parent);
  }

  /**
   * The indexes of a parent's members that aren't DEPROVISIONED, and all that were added,
   * ascending.
   */
  int[] of(int parent) {
    synchronized (recent) {
      return recent.computeIfAbsent(parent, this::compute);
    }
  }

  /** The smallest member above an index, or -1. */
  int next(int parent, long after) {
    if (everyone.get(parent)) {
      for (int index = (int) after + 1; index < users.count(); index++) {
        if (users.listed(index)) {
          return index;
        }
      }
      return -1;
    }
    int[] members = of(parent);
    int place = Arrays.binarySearch(members, (int) Math.min(after + 1, Integer.MAX_VALUE));
    place = place < 0 ? -place - 1 : place;
    return place < members.length ? members[place] : -1;
  }

  boolean contains(int parent, int user) {
    if (added.getOrDefault(parent, Set.of()).contains(user)) {
      return true;
    }
    if (!users.listed(user) || removed.getOrDefault(parent, Set.of()).contains(user)) {
      return false;
    }
    return everyone.get(parent) || generated(parent, user);
  }

  int count(int parent) {
    if (!everyone.get(parent)) {
      return of(parent).length;
    }
    int count = 0;
    for (int index = 0; index < users.count(); index++) {
      count += users.listed(index) ? 1 : 0;
    }
    return count;
  }

  void add(int parent, int user) {
    forget(parent);
    removed.getOrDefault(parent, new ConcurrentSkipListSet<>()).remove(user);
    added.computeIfAbsent(parent, key -> new ConcurrentSkipListSet<>()).add(user);
  }

  void remove(int parent, int user) {
    forget(parent);
    added.getOrDefault(parent, new ConcurrentSkipListSet<>()).remove(user);
    removed.computeIfAbsent(parent, key -> new ConcurrentSkipListSet<>()).add(user);
  }

  /** To be called when users came, went or changed status. */
  void forgetAll() {
    synchronized (recent) {
      recent.clear();
    }
  }

  private void forget(int parent) {
    synchronized (recent) {
      recent.remove(parent);
    }
  }

  private int[] compute(int parent) {
    BitSet members = new BitSet();
    int size = parent < sizes.length ? sizes[parent] : 0;
    long step = step(parent);
    long place = first(parent);
    for (int nth = 0; nth < size; nth++) {
      members.set((int) place);
      place = (place + step) % users.active();
    }
    for (int user = members.nextSetBit(0); user >= 0; user = members.nextSetBit(user + 1)) {
      if (!users.listed(user)) {
        members.clear(user);
      }
    }
    removed.getOrDefault(parent, Set.of()).forEach(members::clear);
    added.getOrDefault(parent, Set.of()).forEach(members::set);
    return members.stream().toArray();
  }

  private boolean generated(int parent, int user) {
    if (parent >= sizes.length || user >= users.active()) {
      return false;
    }
    long distance = Math.floorMod(user - first(parent), (long) users.active());
    long nth = distance * inverse(step(parent), users.active()) % users.active();
    return nth < sizes[parent];
  }

  private long first(int parent) {
    return dice.below(users.active(), purpose + " first", parent);
  }

  private long step(int parent) {
    long step = 1 + dice.below(users.active(), purpose + " step", parent);
    while (BigInteger.valueOf(step).gcd(BigInteger.valueOf(users.active())).intValue() != 1) {
      step++;
    }
    return step;
  }

  private static long inverse(long step, long modulus) {
    return modulus == 1
        ? 0
        : BigInteger.valueOf(step).modInverse(BigInteger.valueOf(modulus)).longValue();
  }
}
