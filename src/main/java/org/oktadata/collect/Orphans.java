package org.oktadata.collect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
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

  /**
   * What hangs on rows that the pull marked as deleted since it began. Each is counted with its own
   * data type where the run has that, and checks of it are due again. Also rows of parents that
   * another pull found gone while this one read their lists: the answer was on its way before, and
   * brought back what had just been marked.
   *
   * @param readSome whether lists of parents were read that had something new
   * @param lostSome whether rows were marked
   * @return how many rows were marked that aren't counted with another data type of the run
   */
  long sweep(Pull pull, DataType type, boolean readSome, boolean lostSome) {
    int returned = readSome ? returned(pull, type) : 0;
    return returned == 0 && !lostSome
        ? 0
        : returned + count(pull, below(pull.integration(), type.name(), found(pull)));
  }

  private int returned(Pull pull, DataType type) {
    List<Gone> parents = goneMeanwhile(pull, type);
    return parents.isEmpty() ? 0 : remove(pull.integration(), type.name(), parents).size();
  }

  /** What hangs on rows of a data type, and on that; how many were marked of each. */
  private Map<String, Integer> below(String integration, String parent, List<Gone> gone) {
    Map<String, Integer> marked = new HashMap<>();
    if (!gone.isEmpty()) {
      for (String child : catalogue.names(type -> type.parent().equals(parent))) {
        List<Gone> removed = remove(integration, child, gone);
        if (!removed.isEmpty()) {
          marked.put(child, removed.size());
          marked.putAll(below(integration, child, removed));
        }
      }
    }
    return marked;
  }

  /**
   * Adds to the run's figures. The pull holds its own row there: behind it come its children, then
   * theirs, whoever it is that counts, or two pulls would wait for each other.
   */
  private long count(Pull pull, Map<String, Integer> marked) {
    long elsewhere = 0;
    for (String child : catalogue.below(List.of(pull.dataType()))) {
      int rows = marked.getOrDefault(child, 0);
      int counted =
          rows == 0
              ? 0
              : database
                  .sql(
                      "update store.run_data_type set deleted = deleted + ? where run_id = ? and data_type = ?")
                  .params(rows, pull.run(), child)
                  .update();
      elsewhere += counted == 0 ? rows : 0;
    }
    database
        .sql(
            """
            insert into store.read_again (integration, data_type, gone_at)
            select :integration, name, clock_timestamp() from unnest(:marked) name order by name
            on conflict (integration, data_type) do update set gone_at = greatest(store.read_again.gone_at, excluded.gone_at)""")
        .param("integration", pull.integration())
        .param("marked", marked.keySet().toArray(String[]::new))
        .update();
    return elsewhere;
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

  /** Each parent is found by its key: a user's factors are read again with every new one. */
  private List<Gone> goneMeanwhile(Pull pull, DataType type) {
    return database
        .sql(
            """
            select q.parent_id, p.ended_by
            from store.request q
            join store.run_data_type t on t.run_id = q.run_id and t.data_type = q.data_type
            join store.resource p on p.integration = :integration and p.data_type = :parent
              and p.parent_id = coalesce(substring(q.parent_id from '^(.*)/'), '') and p.id = substring(q.parent_id from '[^/]*$')
              and p.deleted_at >= t.started_at
            where q.run_id = :run and q.data_type = :type and q.changed > 0""")
        .param("integration", pull.integration())
        .param("parent", type.parent())
        .param("run", pull.run())
        .param("type", type.name())
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
