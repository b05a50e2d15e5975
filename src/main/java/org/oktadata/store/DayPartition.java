package org.oktadata.store;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of a day of the System Log.
 *
 * @param attached false where its dropping was interrupted
 */
record DayPartition(LocalDate day, boolean attached) {

  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'event_'uuuuMMdd");

  static String name(LocalDate day) {
    return NAME.format(day);
  }

  String table() {
    return name(day);
  }

  static List<DayPartition> all(JdbcClient database) {
    return database
        .sql(
            """
            select c.relname, i.inhparent is not null as attached
            from pg_class c left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = 'store.event'::regclass
            where c.relnamespace = 'store'::regnamespace and c.relkind = 'r' and c.relname ~ '^event_[0-9]{8}$'
            order by c.relname\
            """)
        .query(
            (row, number) ->
                new DayPartition(
                    LocalDate.parse(row.getString("relname"), NAME), row.getBoolean("attached")))
        .list();
  }
}
