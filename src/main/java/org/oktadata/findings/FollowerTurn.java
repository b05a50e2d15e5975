package org.oktadata.findings;

import java.time.Duration;
import java.util.Optional;
import org.oktadata.instances.Instance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whose turn it is to read new events. It stays with one instance, because what that remembers of
 * them saves it most questions; once it is silent for ten seconds, another takes over. A turn only
 * saves work: that nothing is judged twice is up to the lock on the position.
 */
@Component
class FollowerTurn {

  /** The last event that was read: transaction and number. */
  record Position(String xid, long seq) {}

  private static final Duration LASTING = Duration.ofSeconds(10);

  private final JdbcClient database;
  private final String owner;
  private final Duration lasting;

  @Autowired
  FollowerTurn(JdbcClient database, Instance instance) {
    this(database, instance.id(), LASTING);
  }

  FollowerTurn(JdbcClient database, String owner, Duration lasting) {
    this.database = database;
    this.owner = owner;
    this.lasting = lasting;
  }

  /**
   * Takes the turn until the end of the transaction, or doesn't wait for it.
   *
   * @return where to go on, empty where another instance reads
   */
  Optional<Position> take() {
    return database
        .sql(
            """
            select xid::text, seq from store.follower
            where name = 'detections' and (owner = :me or owner_until is null or owner_until < clock_timestamp())
            for update skip locked""")
        .param("me", owner)
        .query((row, n) -> new Position(row.getString(1), row.getLong(2)))
        .optional();
  }

  /** Notes how far it came, and that the next turn is this instance's as well. */
  void keep(Position last) {
    database
        .sql(
            """
            update store.follower set xid = :xid::xid8, seq = :seq, at = now(),
              owner = :me, owner_until = clock_timestamp() + make_interval(secs => :seconds)
            where name = 'detections'""")
        .param("xid", last.xid())
        .param("seq", last.seq())
        .param("me", owner)
        .param("seconds", lasting.toMillis() / 1000.0)
        .update();
  }
}
