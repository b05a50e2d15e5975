package org.oktadata.collect;

import java.time.Duration;
import java.time.LocalDate;
import org.oktadata.integrations.RetentionSettings;
import org.oktadata.store.OneLine;
import org.oktadata.store.Partitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes what is older than it is to be kept; 0 keeps for ever. Events go by whole partitions. */
@Component
public class Retention implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  /** Rows of one statement. */
  private static final int MANY = 10_000;

  /**
   * The same where each takes its changes and proofs with it, and where it takes a whole ledger.
   */
  private static final int SOME = 500;

  private static final int FEW = 20;

  /**
   * By their places alone: a condition beside them may make PostgreSQL look for all that is old.
   */
  private static final String OLD =
      """
      delete from store.%1$s where ctid = any(array(
        select ctid from store.%1$s where %2$s < now() - make_interval(secs => :kept) limit %3$d for update skip locked))""";

  /**
   * Runs that have ended, but for the last complete reading of each data type: how old its rows are
   * counts from there.
   */
  private static final String ENDED =
      """
      status <> 'RUNNING' and not (mode = 'full' and exists (
        select from store.run_data_type t where t.run_id = run.id and t.status = 'SUCCESS' and not exists (
          select from store.run later join store.run_data_type l on l.run_id = later.id and l.data_type = t.data_type
          where later.integration = run.integration and later.mode = 'full' and later.id > run.id and l.status = 'SUCCESS'))) and finished_at""";

  /** What ended runs planned. They take it along, but earlier versions kept lists that failed. */
  private static final String LISTS =
      """
      delete from store.request where ctid = any(array(
        select q.ctid from store.run r join store.request q on q.run_id = r.id
        where r.status <> 'RUNNING' limit %d))"""
          .formatted(MANY);

  /** For okta.freshness: what was kept for a shorter time before doesn't come back. */
  private static final String KEPT =
      """
      insert into store.kept_since as k (what, since)
      select what, since from (values
        ('history', now() - make_interval(secs => :history)),
        ('events', date_trunc('day', now(), 'UTC') - make_interval(days => :days))) v (what, since)
      where what = 'history' and :history > 0 or what = 'events' and :days > 0
      on conflict (what) do update set since = greatest(k.since, excluded.since)""";

  private final JdbcClient database;
  private final Partitions partitions;
  private final RetentionSettings settings;

  Retention(JdbcClient database, Partitions partitions, RetentionSettings settings) {
    this.database = database;
    this.partitions = partitions;
    this.settings = settings;
  }

  /** A new database gets its partitions before anybody writes: later, each would wait for all. */
  @Override
  public void afterPropertiesSet() {
    if (partitions.areMissing()) {
      partitions.extend(oldest());
    }
  }

  /** The hourly tidying: new partitions, and what has outlived its time. */
  public void tidy() {
    LocalDate oldest = oldest();
    partitions.extend(oldest);
    noteWhatIsKept();
    int days = oldest == null ? 0 : partitions.dropBefore(oldest);
    long rows =
        remove(settings.events(), "sign_in_day", "day", MANY)
            + remove(settings.events(), "finding_event", "published", MANY)
            + remove(settings.history(), "resource_history", "valid_to", MANY)
            + remove(settings.history(), "resource", "deleted_at", MANY)
            + remove(settings.history(), "drift", "found_at", MANY)
            + remove(settings.runs(), "run", ENDED, FEW)
            + inBatches("request", LISTS, Duration.ZERO, MANY)
            + remove(settings.runs(), "connectivity_test", "finished_at", MANY)
            + remove(settings.quarantine(), "quarantine", "received_at", MANY)
            + remove(settings.audit(), "audit", "at", MANY)
            + remove(
                settings.resolvedFindings(), "finding", "state = 'resolved' and resolved_at", SOME);
    if (days + rows > 0) {
      log.info("Retention: dropped {} days of events and {} other rows", days, rows);
    }
  }

  private void noteWhatIsKept() {
    database
        .sql(KEPT)
        .param("history", settings.history().toSeconds())
        .param("days", (int) settings.events().toDays())
        .update();
  }

  private LocalDate oldest() {
    return settings.events().isZero()
        ? null
        : database
            .sql("select cast(now() at time zone 'UTC' as date) - ?")
            .param((int) settings.events().toDays())
            .query(LocalDate.class)
            .single();
  }

  /**
   * Deletes in batches: a statement for all that a shorter retention leaves over would take
   * minutes, keep readers of events waiting, and be in vain where something stops it. What can't be
   * deleted stands in nothing else's way.
   *
   * @param old what has to be before the time that is kept
   */
  private long remove(Duration kept, String table, String old, int most) {
    return kept.isZero() ? 0 : inBatches(table, OLD.formatted(table, old, most), kept, most);
  }

  private long inBatches(String table, String sql, Duration kept, int most) {
    long removed = 0;
    try {
      int rows;
      do {
        rows = database.sql(sql).param("kept", kept.toSeconds()).update();
        removed += rows;
      } while (rows == most && !Thread.currentThread().isInterrupted());
    } catch (DataAccessException e) {
      log.error(
          "Retention: what is old in store.{} can't be deleted ({}); tried again within the hour",
          table,
          OneLine.join(String.valueOf(e.getMostSpecificCause().getMessage())));
    }
    return removed;
  }
}
