package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.oktadata.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the runs of an integration say of when the next is due, by the database's clock.
 *
 * @param name the integration's
 * @param firstSeen when it was connected
 * @param moved since when it leads to another org than before, or null
 * @param changedAt when it was last edited
 * @param granted the scopes that its app was granted
 * @param running whether a full run or a delta is under way
 * @param verifying whether a verification is
 * @param polling whether the System Log is being polled
 * @param lastDelta when the newest delta began, or null
 * @param lastFull when the newest full run began, or null
 * @param lastFullOfUsers when the newest full run that read users began, or null
 * @param logRead when the System Log was last read, or null
 * @param logPolled when the last poll that came to nothing began, or null
 * @param logBroken whether the last reading of the System Log didn't come to its end
 * @param now this moment
 */
record IntegrationRuns(
    String name,
    Instant firstSeen,
    Instant moved,
    Instant changedAt,
    Set<String> granted,
    boolean running,
    boolean verifying,
    boolean polling,
    Instant lastDelta,
    Instant lastFull,
    Instant lastFullOfUsers,
    Instant logRead,
    Instant logPolled,
    boolean logBroken,
    Instant now) {

  /** A log that can't be read is polled after this part of the time for which it couldn't. */
  private static final int PATIENCE = 8;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private static final String ALL =
      """
      select i.name, i.first_seen, i.issuer_changed_at, i.changed_at, coalesce(i.granted_scopes, '{}') as granted, clock_timestamp() as now,
             exists (select from store.run r where r.integration = i.name and r.status = 'RUNNING' and r.mode in ('full', 'delta')) as running,
             exists (select from store.run r where r.integration = i.name and r.status = 'RUNNING' and r.mode = 'verify') as verifying,
             exists (select from store.run r where r.integration = i.name and r.status = 'RUNNING' and r.mode = 'log') as polling,
             (select max(r.started_at) from store.run r where r.integration = i.name and r.mode = 'delta' and r.started_at >= m.since) as last_delta,
             (select max(r.started_at) from store.run r where r.integration = i.name and r.mode = 'full' and r.started_at >= m.since) as last_full,
             (select r.started_at from store.run r where r.integration = i.name and r.mode = 'full' and r.started_at >= m.since
                and exists (select from store.run_data_type t where t.run_id = r.id and t.data_type = 'users')
              order by r.started_at desc limit 1) as last_full_of_users,
             (select max(c.changed_at) from store.cursor c where c.integration = i.name) as log_read,
             (select max(r.started_at) from store.run r where r.integration = i.name and r.mode = 'log') as log_polled,
             exists (select from store.cursor c where c.integration = i.name and (
               select t.status from store.run_data_type t where t.integration = c.integration and t.data_type = c.data_type and t.finished_at is not null
               order by t.finished_at desc limit 1) in ('FAILURE', 'PARTIAL_SUCCESS')) as log_broken
      from store.integration i, lateral (select coalesce(i.issuer_changed_at, '-infinity') as since) m where i.state = 'ready'""";

  /** Those of all integrations that are collected. */
  static List<IntegrationRuns> all(JdbcClient database) {
    return database
        .sql(ALL)
        .query(
            (row, number) ->
                new IntegrationRuns(
                    row.getString("name"),
                    Timestamps.instant(row, "first_seen"),
                    Timestamps.instant(row, "issuer_changed_at"),
                    Timestamps.instant(row, "changed_at"),
                    Set.copyOf(List.of((String[]) row.getArray("granted").getArray())),
                    row.getBoolean("running"),
                    row.getBoolean("verifying"),
                    row.getBoolean("polling"),
                    Timestamps.instant(row, "last_delta"),
                    Timestamps.instant(row, "last_full"),
                    Timestamps.instant(row, "last_full_of_users"),
                    Timestamps.instant(row, "log_read"),
                    Timestamps.instant(row, "log_polled"),
                    row.getBoolean("log_broken"),
                    Timestamps.instant(row, "now")))
        .list();
  }

  /** Whether it was removed since, or is about to be. */
  boolean isGone(JdbcClient database) {
    return database
        .sql(
            "select not exists (select from store.integration where name = ? and state <> 'removing')")
        .param(name)
        .query(Boolean.class)
        .single();
  }

  /**
   * From when on the next delta is due, or null. A run that tries again what failed is no delta:
   * else what fails for ever would keep the rest from being narrowed to its changes.
   */
  Instant delta() {
    Instant newest = later(lastDelta, lastFullOfUsers);
    return newest == null ? lastFull : newest;
  }

  /** When what was never collected is due: of another org than before everything is at once. */
  Instant firstDue(Duration every) {
    return moved == null ? firstSeen.plus(every) : moved;
  }

  /** Whether there was no delta since the last full run. */
  boolean lastWasFull() {
    return lastFull != null && (lastDelta == null || lastFull.isAfter(lastDelta));
  }

  /** From when on the next poll of the System Log is due, or null. */
  Instant log() {
    return later(logRead, logPolled);
  }

  /** The longer the log can't be read, the more seldom it is polled, until somebody sees to it. */
  Duration pollPause(Duration every) {
    boolean fails = logPolled != null && logRead != null && logPolled.isAfter(logRead);
    if (!fails || changedAt.isAfter(logPolled)) {
      return every;
    }
    Duration pause = Duration.between(logRead, now).dividedBy(PATIENCE);
    return longer(every, pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one == null || other != null && other.isAfter(one) ? other : one;
  }
}
