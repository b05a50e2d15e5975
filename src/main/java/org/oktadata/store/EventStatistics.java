package org.oktadata.store;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What PostgreSQL has to know of the System Log before autovacuum gets to it: until it has looked
 * at a day it plans as if that were empty. Days that it has looked at once are left to autovacuum,
 * and of all days together, which autovacuum never looks at, those statistics are renewed that
 * growth has made wrong: looking at them all reads hundreds of megabytes a day of log.
 */
@Component
public class EventStatistics {

  private static final String UNKNOWN =
      """
      select c.oid::regclass::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'store.event'::regclass and c.reltuples <= 0 and pg_relation_size(c.oid) > 0 order by 1\
      """;

  private static final String DOUBLED =
      """
      select sum(greatest(c.reltuples, 0)) > greatest(2 * p.reltuples, 0)
      from pg_class p join pg_inherits i on i.inhparent = p.oid join pg_class c on c.oid = i.inhrelid
      where p.oid = 'store.event'::regclass group by p.reltuples\
      """;

  private final JdbcClient database;

  EventStatistics(JdbcClient database) {
    this.database = database;
  }

  /** Looks at days that hold events and were never looked at, or when they held none. */
  public void ofNewDays() {
    List<String> days = database.sql(UNKNOWN).query(String.class).list();
    days.forEach(this::analyze);
  }

  /** Looks at all days together, and so at each, if there is twice as much as the last time. */
  public void ofAllDays() {
    if (database.sql(DOUBLED).query(Boolean.class).single()) {
      analyze("store.event");
    }
  }

  private void analyze(String table) {
    database.sql("analyze (skip_locked) " + table).update();
  }
}
