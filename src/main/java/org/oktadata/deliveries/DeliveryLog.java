package org.oktadata.deliveries;

import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.oktadata.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What channels weren't told yet, or were given up for; and having that tried once more. */
@Component
public class DeliveryLog {

  /** What a delivery that isn't made may be. */
  public static final List<String> STATES = List.of("waiting", "failed");

  /**
   * A change that a channel wasn't told of.
   *
   * @param change what happened: opened, reopened, resolved, …
   * @param at when it happened
   * @param attempts tries that counted
   * @param nextAt when it is due again; of one that was given up, since when
   * @param lastError why the last try failed; null where there was none
   */
  public record Undelivered(
      String id,
      String channel,
      String state,
      String findingId,
      String change,
      Instant at,
      int attempts,
      Instant nextAt,
      String lastError) {}

  private final JdbcClient database;

  DeliveryLog(JdbcClient database) {
    this.database = database;
  }

  /**
   * The newest of a state.
   *
   * @param channel null for all
   */
  public List<Undelivered> newest(String state, String channel, int limit) {
    return database
        .sql(
            """
            select d.id, d.channel, d.state, c.finding_id, c.change, c.at, d.attempts, d.next_at, d.last_error
            from store.delivery d join store.finding_change c on c.id = d.change_id
            where d.state = :state and (:channel::text is null or d.channel = :channel)
            order by d.next_at desc, d.id desc limit :limit""")
        .param("state", state)
        .param("channel", channel, Types.VARCHAR)
        .param("limit", limit)
        .query(
            (row, n) ->
                new Undelivered(
                    row.getString("id"),
                    row.getString("channel"),
                    row.getString("state"),
                    row.getString("finding_id"),
                    row.getString("change"),
                    Timestamps.instant(row, "at"),
                    row.getInt("attempts"),
                    Timestamps.instant(row, "next_at"),
                    row.getString("last_error")))
        .list();
  }

  /** Channels that were told of something, or are to be: also those that aren't set any more. */
  public List<String> channels() {
    return database
        .sql("select channel from store.delivery_position order by channel")
        .query(String.class)
        .list();
  }

  /** What a channel was given up for is due now, with all its tries; how many that are. */
  public int tryAgain(String channel) {
    return database
        .sql(
            "update store.delivery set state = 'waiting', attempts = 0, next_at = now() where state = 'failed' and channel = ?")
        .param(channel)
        .update();
  }
}
