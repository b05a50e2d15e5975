package org.oktadata.findings;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which groups may have matches in the database: a Bloom filter over their places, which are
 * digests and need no further hashing. Of groups that aren't there, one in a hundred looks as if it
 * were; none that is there is missed.
 */
final class StoredPlaces {

  private static final int BITS = 10;

  /** Fewest bytes of a row in store.match. */
  private static final int ROW = 200;

  /** More are not remembered, but asked for. */
  private static final long MOST = Math.min(20_000_000, Runtime.getRuntime().maxMemory() / 16);

  private static final int LOOKS = 4;

  private final long[] words;
  private final long capacity;
  private long added;

  /**
   * @param capacity how many it takes before it is wrong more often than that
   */
  StoredPlaces(long capacity) {
    this.capacity = capacity;
    this.words = new long[(int) (capacity * BITS / Long.SIZE) + 1];
  }

  /**
   * The places of all matches.
   *
   * @param database one that reads in pieces
   * @return null where they are too many
   */
  static StoredPlaces read(JdbcClient database) {
    long rows =
        database.sql("select pg_relation_size('store.match')").query(Long.class).single() / ROW;
    if (rows > MOST) {
      return null;
    }
    StoredPlaces places = new StoredPlaces(2 * Math.max(rows, 100_000));
    database
        .sql("select place from store.match")
        .query(
            row -> {
              places.add(row.getObject(1, UUID.class));
            });
    return places;
  }

  void add(UUID place) {
    if (!has(place)) {
      added++;
      for (int look = 0; look < LOOKS; look++) {
        long bit = bit(place, look);
        words[(int) (bit / Long.SIZE)] |= 1L << bit;
      }
    }
  }

  boolean has(UUID place) {
    for (int look = 0; look < LOOKS; look++) {
      long bit = bit(place, look);
      if ((words[(int) (bit / Long.SIZE)] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  boolean isFull() {
    return added > capacity;
  }

  private long bit(UUID place, int look) {
    long hash = place.getMostSignificantBits() + look * (place.getLeastSignificantBits() | 1);
    return Long.remainderUnsigned(hash, (long) words.length * Long.SIZE);
  }
}
