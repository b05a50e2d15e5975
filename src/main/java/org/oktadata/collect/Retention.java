package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
    int days = oldest == null ? 0 : partitions.dropBefore(oldest);
    int rows =
        remove(settings.events(), "delete from store.sign_in_day where day < ?")
            + remove(settings.history(), "delete from store.resource_history where valid_to < ?")
            + remove(settings.history(), "delete from store.resource where deleted_at < ?")
            + remove(settings.history(), "delete from store.drift where found_at < ?")
            + remove(
                settings.runs(),
                "delete from store.run where status <> 'RUNNING' and finished_at < ?")
            + remove(settings.runs(), "delete from store.connectivity_test where finished_at < ?")
            + remove(settings.quarantine(), "delete from store.quarantine where received_at < ?")
            + remove(
                settings.resolvedFindings(),
                "delete from store.finding where state = 'resolved' and resolved_at < ?");
    if (days + rows > 0) {
      log.info("Retention: dropped {} days of events and {} other rows", days, rows);
    }
  }

  private LocalDate oldest() {
    return settings.events().isZero()
        ? null
        : LocalDate.now(ZoneOffset.UTC).minusDays(settings.events().toDays());
  }

  private int remove(Duration kept, String sql) {
    return kept.isZero()
        ? 0
        : database.sql(sql).param(java.sql.Timestamp.from(Instant.now().minus(kept))).update();
  }
}
