package org.oktadata.store;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps a partition of the System Log for each day, ahead of the events. What lies outside (clocks
 * far ahead, single events of long ago) stays in the default partition. One instance at a time does
 * it, in steps that wait for nobody longer than {@link MaintenanceSession#PATIENCE}: what cannot be
 * done now is done within the hour.
 */
@Component
public class Partitions {

  /** Okta keeps events for 90 days; streams bring today's. */
  static final int DAYS_BACK = 92;

  static final int DAYS_AHEAD = 14;

  /** A day with fewer events in the default partition isn't worth a partition of its own. */
  static final int WORTHWHILE = 1_000;

  /**
   * A reader that has planned its query without the new table and then waits for the default one
   * would find the events in neither. So where events move, nobody reads while they change places.
   */
  private static final String TAKE_OVER =
      """
      do $$ begin
        with moved as (
          delete from store.event_other where published >= '%sT00:00:00Z' and published < '%sT00:00:00Z' returning *
        ) insert into store.%s select * from moved;
        if found then
          lock table only store.event in access exclusive mode;
        end if;
      end $$\
      """;

  private static final Logger log = LoggerFactory.getLogger(Partitions.class);

  private final JdbcClient database;
  private final MaintenanceSession session;
  private final EventIndexes indexes;

  Partitions(JdbcClient database, MaintenanceSession session, EventIndexes indexes) {
    this.database = database;
    this.session = session;
    this.indexes = indexes;
  }

  /**
   * Makes the partitions that are missing from three months ago (or from the first day that is
   * kept) to two weeks from now, and those of other days that have gathered in the default one.
   *
   * @param oldest the first day whose events are kept; null keeps all
   */
  public void extend(LocalDate oldest) {
    session.alone(work -> missing(oldest).forEach(day -> attach(work, day)));
    indexes.complete();
  }

  /** Whether no day has a partition yet. */
  public boolean areMissing() {
    return DayPartition.all(database).isEmpty();
  }

  /** Drops the days before a day; returns how many. */
  public int dropBefore(LocalDate day) {
    int[] dropped = {0};
    session.alone(
        work -> {
          for (DayPartition old : DayPartition.all(database)) {
            if (old.day().isBefore(day) && drop(work, old)) {
              dropped[0]++;
            }
          }
        });
    database.sql("delete from store.event_other where published < ?").param(start(day)).update();
    return dropped[0];
  }

  private Set<LocalDate> missing(LocalDate oldest) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    LocalDate last = today.plusDays(DAYS_AHEAD);
    Set<LocalDate> wanted = new TreeSet<>(gathered());
    today.minusDays(DAYS_BACK).datesUntil(last).forEach(wanted::add);
    wanted.removeIf(day -> !day.isBefore(last) || (oldest != null && day.isBefore(oldest)));
    DayPartition.all(database).forEach(known -> wanted.remove(known.day()));
    return wanted;
  }

  private List<LocalDate> gathered() {
    return database
        .sql(
            """
            select (published at time zone 'UTC')::date as day from store.event_other
            where isfinite(published) group by 1 having count(*) >= ?\
            """)
        .param(WORTHWHILE)
        .query(LocalDate.class)
        .list();
  }

  /**
   * A table beside the others takes over what the default partition holds of the day, and joins
   * them. Unlike {@code create table … partition of}, this lets readers of other days go on, but
   * for the moment in which events change places. Writers wait, because one that had chosen the
   * default partition would be refused by it afterwards.
   */
  private void attach(MaintenanceSession.Work work, LocalDate day) {
    String table = DayPartition.name(day);
    String bounds = "'%sT00:00:00Z') %s ('%sT00:00:00Z'";
    try {
      work.together(
          "lock table only store.event in share row exclusive mode",
          "create table store.%s (like store.event including defaults including storage)"
              .formatted(table),
          TAKE_OVER.formatted(day, day.plusDays(1), table),
          "alter table store.event attach partition store.%s for values from (%s)"
              .formatted(table, bounds.formatted(day, "to", day.plusDays(1))));
    } catch (SQLException e) {
      log.warn(
          "Partitions: the one of {} could not be made now ({}); its events go to the default"
              + " partition until it can",
          day,
          e.getMessage());
    }
  }

  /** Detached first, which takes a moment; the files go when nobody can be reading them. */
  private boolean drop(MaintenanceSession.Work work, DayPartition old) {
    try {
      if (old.attached()) {
        work.together("alter table store.event detach partition store." + old.table());
      }
      work.together("drop table store." + old.table());
      return true;
    } catch (SQLException e) {
      log.warn(
          "Partitions: {} is old but in use ({}); dropped at the next try",
          old.table(),
          e.getMessage());
      return false;
    }
  }

  private static Timestamp start(LocalDate day) {
    return Timestamp.from(day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }
}
