package org.oktadata.collect;

import java.util.List;
import org.oktadata.catalogue.Catalogue;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Marks as deleted what hangs on rows that a pull found gone, and what hangs on that. A complete
 * reading does so with each data type; a delta reads the list that an event touched, and no list of
 * what hung on the rows which that lost.
 */
@Component
class Orphans {

  private static final RowMapper<Gone> GONE =
      (row, number) -> new Gone(row.getString(1), row.getString(2));

  private final JdbcClient database;
  private final Catalogue catalogue;

  Orphans(JdbcClient database, Catalogue catalogue) {
    this.database = database;
    this.catalogue = catalogue;
  }

  /**
   * A row that is no more.
   *
   * @param key by which what hangs on it names it as its parent
   * @param endedBy id of the event that explains its end, or null
   */
  private record Gone(String key, String endedBy) {}

  /** Of what the pull marked as deleted since it began. */
  void sweep(Pull pull) {
    below(pull.integration(), pull.dataType(), found(pull));
  }

  private void below(String integration, String parent, List<Gone> gone) {
    if (!gone.isEmpty()) {
      catalogue
          .names(type -> type.parent().equals(parent))
          .forEach(child -> below(integration, child, remove(integration, child, gone)));
    }
  }

  private List<Gone> found(Pull pull) {
    return database
        .sql(
            """
            select %s, r.ended_by
            from store.resource r join store.run_data_type t on t.run_id = ? and t.data_type = r.data_type
            where r.integration = ? and r.data_type = ? and r.deleted_at >= t.started_at"""
                .formatted(ParentPlan.key("r")))
        .params(pull.run(), pull.integration(), pull.dataType())
        .query(GONE)
        .list();
  }

  private List<Gone> remove(String integration, String child, List<Gone> gone) {
    return database
        .sql(
            """
            update store.resource r set deleted_at = now(), ended_by = g.ended_by
            from unnest(:keys, :causes) g (key, ended_by)
            where r.integration = :integration and r.data_type = :child and r.parent_id = g.key and r.deleted_at is null
            returning %s, r.ended_by"""
                .formatted(ParentPlan.key("r")))
        .param("keys", gone.stream().map(Gone::key).toArray(String[]::new))
        .param("causes", gone.stream().map(Gone::endedBy).toArray(String[]::new))
        .param("integration", integration)
        .param("child", child)
        .query(GONE)
        .list();
  }
}
