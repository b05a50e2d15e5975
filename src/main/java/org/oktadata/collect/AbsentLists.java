package org.oktadata.collect;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a pull makes of lists of which Okta said that their parent has none: their rows are gone,
 * unless it is the org that has no such thing, which leaves the rows as they were.
 */
@Component
class AbsentLists {

  private final JdbcClient database;

  AbsentLists(JdbcClient database) {
    this.database = database;
  }

  /**
   * Deletes the rows of such parents.
   *
   * @param all whether there was no other list in the pull
   */
  long sweep(Pull pull, boolean all) {
    if (all && (pull.complete() || !othersHaveRows(pull))) {
      return 0;
    }
    return database
        .sql(
            """
            update store.resource r set deleted_at = now(), ended_by = store.cause_of(r.integration, r.data_type, r.parent_id, r.id,
              store.cause_of_list(q.run_id, r.integration, q.data_type, q.request, q.parent_id, '{}'))
            from store.request q
            where q.run_id = ? and q.data_type = ? and q.state = 'absent' and q.closing = 'list' and q.lack = 'list'
              and r.integration = ? and r.data_type = q.data_type and r.parent_id = q.parent_id and r.deleted_at is null""")
        .params(pull.run(), pull.dataType(), pull.integration())
        .update();
  }

  /** A pull of what events touched may ask for one parent alone; others show what the org has. */
  private boolean othersHaveRows(Pull pull) {
    return database
        .sql(
            """
            select exists (select from store.resource r
              where r.integration = ? and r.data_type = ? and r.deleted_at is null and not exists (
                select from store.request q
                where q.run_id = ? and q.data_type = r.data_type and q.parent_id = r.parent_id))""")
        .params(pull.integration(), pull.dataType(), pull.run())
        .query(Boolean.class)
        .single();
  }
}
