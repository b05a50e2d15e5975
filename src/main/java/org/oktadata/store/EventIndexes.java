package org.oktadata.store;

import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Builds indexes of the System Log that a migration has only declared ({@code create index … on
 * only store.event}): partition by partition, while events go on being written. PostgreSQL has no
 * {@code concurrently} for a partitioned table as a whole.
 */
@Component
class EventIndexes {

  private static final Logger log = LoggerFactory.getLogger(EventIndexes.class);

  /** What each partition lacks; a part that an interrupted build left behind is invalid. */
  private static final String MISSING =
      """
      select whole.relname as index, part.relname as partition, left(part.relname || '_' || whole.relname, 63) as part_index,
             regexp_replace(pg_get_indexdef(whole.oid), '^CREATE (UNIQUE )?INDEX .* ON ONLY store.event ', '') as columns,
             i.indisunique as is_unique,
             exists (select from pg_class c join pg_index x on x.indexrelid = c.oid
                     where c.relnamespace = 'store'::regnamespace and not x.indisvalid
                       and c.relname = left(part.relname || '_' || whole.relname, 63)) as broken
      from pg_index i
      join pg_class whole on whole.oid = i.indexrelid
      join pg_inherits leaf on leaf.inhparent = i.indrelid
      join pg_class part on part.oid = leaf.inhrelid
      where i.indrelid = 'store.event'::regclass and not i.indisvalid
        and not exists (select from pg_inherits built join pg_index x on x.indexrelid = built.inhrelid
                        where built.inhparent = i.indexrelid and x.indrelid = part.oid)
      order by 1, 2 desc\
      """;

  private record Part(
      String index,
      String partition,
      String name,
      String columns,
      boolean unique,
      boolean broken) {}

  private final JdbcClient database;
  private final MaintenanceSession session;

  EventIndexes(JdbcClient database, MaintenanceSession session) {
    this.database = database;
    this.session = session;
  }

  /**
   * Builds what is missing, the newest days first. What can't be built now is told, and tried again
   * the next time.
   */
  void complete() {
    int[] built = {0};
    session.alone(
        work -> {
          for (Part part : missing()) {
            built[0] += attempt(work, part) ? 1 : 0;
          }
        });
    if (built[0] > 0) {
      log.info("Event indexes: built for {} partitions", built[0]);
    }
  }

  private static boolean attempt(MaintenanceSession.Work work, Part part) {
    try {
      build(work, part);
      return true;
    } catch (SQLException e) {
      log.warn(
          "Event indexes: {} could not be built for {} ({}); tried again within the hour",
          part.index(),
          part.partition(),
          OneLine.join(e.getMessage()));
      return false;
    }
  }

  private static void build(MaintenanceSession.Work work, Part part) throws SQLException {
    if (part.broken()) {
      work.outside("drop index concurrently store." + part.name());
    }
    work.outside(
        "create %s index concurrently if not exists %s on store.%s %s"
            .formatted(
                part.unique() ? "unique" : "", part.name(), part.partition(), part.columns()));
    work.together(
        "alter index store.%s attach partition store.%s".formatted(part.index(), part.name()));
  }

  private List<Part> missing() {
    return database
        .sql(MISSING)
        .query(
            (row, number) ->
                new Part(
                    row.getString("index"),
                    row.getString("partition"),
                    row.getString("part_index"),
                    row.getString("columns"),
                    row.getBoolean("is_unique"),
                    row.getBoolean("broken")))
        .list();
  }
}
