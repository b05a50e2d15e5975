package org.oktadata.store;

import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Up to where what happened is all there to be read. Rows are dated by the beginning of their
 * transaction, so those of one that is under way are dated before what others have committed
 * meanwhile, and whoever goes on from the newest he saw would miss them.
 */
@Component
public class SettledMoment {

  /**
   * An hour is more than any transaction of ours takes; that of a backup may take longer, and
   * changes nothing.
   */
  private static final String SETTLED =
      """
      select greatest(now() - interval '1 hour', least(now(), (
        select min(a.xact_start) from pg_stat_activity a
        where a.datname = current_database() and a.backend_type = 'client backend' and a.pid <> pg_backend_pid()))
        - interval '1 second') as settled""";

  private final ReadDatabase database;

  /** Asks the primary, also where there is a replica: its transactions count. */
  public SettledMoment(ReadDatabase database) {
    this.database = database;
  }

  /** Nothing that is yet to be committed is dated before it. */
  public Instant now() {
    return database.current(SETTLED).query((row, n) -> Timestamps.instant(row, "settled")).single();
  }
}
