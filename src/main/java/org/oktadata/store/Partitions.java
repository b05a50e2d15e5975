package org.oktadata.store;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps a partition of the System Log for each day, ahead of the events. What lies outside (old
 * events of a test org, clocks far ahead) goes to the default partition.
 */
@Component
public class Partitions {

  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'event_'yyyyMMdd");

  /** Okta keeps events for 90 days; streams bring today's. */
  private static final int DAYS_BACK = 92;

  private static final int DAYS_AHEAD = 14;

  private final JdbcClient database;

  Partitions(JdbcClient database) {
    this.database = database;
  }

  /** Makes the partitions that are missing from three months ago to two weeks from now. */
  public void extend() {
    Set<String> known = new HashSet<>(names());
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (LocalDate day = today.minusDays(DAYS_BACK);
        day.isBefore(today.plusDays(DAYS_AHEAD));
        day = day.plusDays(1)) {
      if (!known.contains(NAME.format(day)) && !strays(day)) {
        database
            .sql(
                "create table if not exists store.%s partition of store.event for values from ('%s') to ('%s')"
                    .formatted(
                        NAME.format(day), day + "T00:00:00Z", day.plusDays(1) + "T00:00:00Z"))
            .update();
      }
    }
  }

  /** Drops the days before a day; returns how many. */
  public int dropBefore(LocalDate day) {
    List<String> old =
        names().stream().filter(name -> name.compareTo(NAME.format(day)) < 0).toList();
    old.forEach(name -> database.sql("drop table store." + name).update());
    database
        .sql("delete from store.event_other where published < ?")
        .param(java.sql.Timestamp.from(day.atStartOfDay().toInstant(ZoneOffset.UTC)))
        .update();
    return old.size();
  }

  /** A day whose events are in the default partition already cannot get its own. */
  private boolean strays(LocalDate day) {
    return database
        .sql("select exists (select from store.event_other where published >= ? and published < ?)")
        .params(
            java.sql.Timestamp.from(day.atStartOfDay().toInstant(ZoneOffset.UTC)),
            java.sql.Timestamp.from(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)))
        .query(Boolean.class)
        .single();
  }

  private List<String> names() {
    return database
        .sql(
            """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'store.event'::regclass and c.relname ~ '^event_[0-9]{8}$'""")
        .query(String.class)
        .list();
  }
}
