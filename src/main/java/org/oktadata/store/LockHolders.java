package org.oktadata.store;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells who holds a lock that sessions of ours have been waiting for: all connections of the pool
 * may wait for it in the end, and those who find none left can't say why.
 */
public final class LockHolders {

  private static final Logger log = LoggerFactory.getLogger(LockHolders.class);

  /**
   * One that waits itself is no holder. What gives up waiting soon, as rules do, never waits for
   * long: there it counts how long the holder has done nothing. Of others' sessions not everybody
   * sees what they do. Names of users and tables may have line breaks.
   */
  private static final String HOLDER =
      """
      select format('session %s (user %s, application "%s")', h.pid, h.usename, h.application_name) as who,
             string_agg(distinct coalesce(l.relation::regclass::text, l.locktype), ', ') as what,
             count(distinct w.pid) as waiting, max(extract(epoch from clock_timestamp() - since)) as seconds, h.pid
      from pg_stat_activity w
      cross join lateral unnest(pg_blocking_pids(w.pid)) holder(pid)
      join pg_stat_activity h on h.pid = holder.pid
      join pg_locks l on l.pid = w.pid and not l.granted
      cross join lateral (select case when h.state like 'idle in transaction%' then least(l.waitstart, h.state_change) else l.waitstart end) held(since)
      where w.datname = current_database() and w.usename = current_user and w.wait_event_type = 'Lock'
        and since < clock_timestamp() - make_interval(secs => ?) and h.wait_event_type is distinct from 'Lock'
      group by h.pid, h.usename, h.application_name
      order by waiting desc, h.pid limit 1\
      """;

  private record Holder(String who, String what, int waiting, long seconds, int pid) {}

  private final JdbcClient database;
  private final double patience;
  private int told;

  /**
   * @param database a connection beside the pool, all of which may wait
   * @param patience how long a wait is nothing to speak of
   */
  public LockHolders(JdbcClient database, Duration patience) {
    this.database = database;
    this.patience = patience.toMillis() / 1000.0;
  }

  /** Looks for one, and tells of each once. */
  public void look() {
    Holder holder =
        database
            .sql(HOLDER)
            .param(patience)
            .query(
                (row, number) ->
                    new Holder(
                        OneLine.join(row.getString("who")),
                        OneLine.join(row.getString("what")),
                        row.getInt("waiting"),
                        row.getLong("seconds"),
                        row.getInt("pid")))
            .optional()
            .orElse(null);
    if (holder != null && holder.pid() != told) {
      log.warn(
          "Database: {} of our sessions wait for {}, which {} has held for {} s or longer: let it end, or end it with select pg_terminate_backend({})",
          holder.waiting(),
          holder.what(),
          holder.who(),
          holder.seconds(),
          holder.pid());
    } else if (holder == null && told != 0) {
      log.info("Database: nobody waits for that lock any more");
    }
    told = holder == null ? 0 : holder.pid();
  }
}
