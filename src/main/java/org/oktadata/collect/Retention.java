package org.oktadata.collect;

import java.time.Duration;
import java.time.LocalDate;
import org.oktadata.integrations.RetentionSettings;
import org.oktadata.store.Partitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes what is older than it is to be kept; 0 keeps for ever. Events go by whole partitions. */
@Component
public class Retention implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  /**
   * But for the last complete reading of each data type: how old its rows are counts from there.
   */
  private static final String RUNS =
      """
      delete from store.run r where status <> 'RUNNING' and finished_at < %s and not (mode = 'full' and exists (
        select from store.run_data_type t where t.run_id = r.id and t.status = 'SUCCESS' and not exists (
          select from store.run later join store.run_data_type l on l.run_id = later.id and l.data_type = t.data_type
          where later.integration = r.integration and later.mode = 'full' and later.id > r.id and l.status = 'SUCCESS')))""";

  /** What ended runs planned. They take it along, but earlier versions kept lists that failed. */
  private static final String LISTS =
      """
      delete from store.request where run_id in (
        select id from store.run r where status <> 'RUNNING' and exists (select from store.request q where q.run_id = r.id)
        order by id limit 100)""";

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
    database.sql(LISTS).update();
    int days = oldest == null ? 0 : partitions.dropBefore(oldest);
    int rows =
        remove(settings.events(), "delete from store.sign_in_day where day < %s")
            + remove(settings.events(), "delete from store.finding_event where published < %s")
            + remove(settings.history(), "delete from store.resource_history where valid_to < %s")
            + remove(settings.history(), "delete from store.resource where deleted_at < %s")
            + remove(settings.history(), "delete from store.drift where found_at < %s")
            + remove(settings.runs(), RUNS)
            + remove(settings.runs(), "delete from store.connectivity_test where finished_at < %s")
            + remove(settings.quarantine(), "delete from store.quarantine where received_at < %s")
            + remove(
                settings.resolvedFindings(),
                "delete from store.finding where state = 'resolved' and resolved_at < %s");
    if (days + rows > 0) {
      log.info("Retention: dropped {} days of events and {} other rows", days, rows);
    }
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

  private int remove(Duration kept, String sql) {
    return kept.isZero()
        ? 0
        : database
            .sql(sql.formatted("now() - make_interval(secs => ?)"))
            .param(kept.toSeconds())
            .update();
  }
}
