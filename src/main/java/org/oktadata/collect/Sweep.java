package org.oktadata.collect;

import org.oktadata.catalogue.DataType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Marks as deleted what complete lists no longer hold. */
@Component
class Sweep {

  private final JdbcClient database;
  private final AbsentLists absentLists;
  private final Orphans orphans;

  Sweep(JdbcClient database, AbsentLists absentLists, Orphans orphans) {
    this.database = database;
    this.absentLists = absentLists;
    this.orphans = orphans;
  }

  /**
   * Deletes what complete root lists no longer hold, and the children of parents that are no more
   * or have none any more. What was written since the pull began stays, unless its parent is gone;
   * and what was written since the parents were last read, of those that had none then. Where lists
   * were read for an event, what hangs on the rows that they lost goes at once.
   */
  long sweep(Pull pull, DataType type, PullSum sum) {
    long deleted = lists(pull, type, sum);
    return pull.complete()
        ? deleted
        : deleted
            + orphans.sweep(
                pull, type, type.perParent() && sum.changed() > 0, sum.deleted() + deleted > 0);
  }

  private long lists(Pull pull, DataType type, PullSum sum) {
    if (type.perParent()) {
      long absent = sum.absent() > 0 ? absentLists.sweep(pull, sum.absentAll()) : 0;
      return absent + (pull.complete() ? ofGone(pull, sum) + children(pull, type) : 0);
    }
    if (sum.closing() == 0
        || sum.failed() > 0
        || sum.absentAll()
        || type.neverEmpty() && sum.records() == 0) {
      return 0;
    }
    return database
        .sql("select store.close_list(?, ?, ?, null, '')")
        .params(pull.run(), pull.integration(), type.name())
        .query(Long.class)
        .single();
  }

  /** Those whose parent was gone before any list was answered. */
  private long ofGone(Pull pull, PullSum sum) {
    if (sum.gone() == 0 || sum.goneAll()) {
      return 0;
    }
    return database
        .sql(
            """
            update store.resource r set deleted_at = now() from store.request q
            where q.run_id = ? and q.data_type = ? and q.state = 'gone' and q.closing = 'list'
              and r.integration = ? and r.data_type = q.data_type and r.parent_id = q.parent_id and r.deleted_at is null""")
        .params(pull.run(), pull.dataType(), pull.integration())
        .update();
  }

  /**
   * By a join of all rows with all parents, whatever PostgreSQL thinks how many those are; all else
   * here is found by its key, or all memberships would be read for a group.
   */
  private long children(Pull pull, DataType type) {
    database.sql("set local enable_nestloop = off").update();
    long deleted =
        database
            .sql(ofChildren(type))
            .param("run", pull.run())
            .param("type", pull.dataType())
            .param("integration", pull.integration())
            .param("parent", type.parent())
            .update();
    database.sql("set local enable_nestloop = on").update();
    return deleted;
  }

  /** Marks rows as deleted whose parents are no more, or have none any more. */
  static String ofChildren(DataType type) {
    String hasRows = type.parents().where().isEmpty() ? "true" : type.parents().where();
    return """
        update store.resource r set deleted_at = now()
        from (select coalesce(started_at, 'infinity') as begun from store.run_data_type where run_id = :run and data_type = :type) pull
        where r.integration = :integration and r.data_type = :type and r.deleted_at is null and not exists (
          select from (select %s as key, (%s) as has_rows, %s as is_read from okta.%s v where v.integration = :integration) p
          where p.key = r.parent_id
            and (p.has_rows and p.is_read or r.changed_at >= pull.begun
                 or p.is_read and r.changed_at >= (
                   select coalesce(max(t.started_at), '-infinity') from store.run_data_type t join store.run f on f.id = t.run_id
                   where t.integration = :integration and t.data_type = :parent and f.mode = 'full' and t.status = 'SUCCESS')))"""
        .formatted(ParentPlan.key("v"), hasRows, ParentPlan.isRead(type), type.parent());
  }
}
