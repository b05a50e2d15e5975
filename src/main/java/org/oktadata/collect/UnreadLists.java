package org.oktadata.collect;

import java.util.List;
import org.oktadata.catalogue.DataType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lists of parents that could not be read while the rest of their data type was. Each delta asks
 * for them again, and for nothing else of the type but its changes.
 */
@Component
class UnreadLists {

  /** Where more fail it is no single list that is broken: the type is read whole again. */
  private static final int MOST = 500;

  private final JdbcClient database;

  UnreadLists(JdbcClient database) {
    this.database = database;
  }

  /** Data types of an integration that have any. */
  List<String> dataTypes(String integration) {
    return database
        .sql("select distinct data_type from store.unread_list where integration = ?")
        .param(integration)
        .query(String.class)
        .list();
  }

  /** Whether every list that failed in a pull was known to be unread before it began. */
  boolean wereKnown(Pull pull) {
    return database
        .sql(
            """
            select not exists (select from store.request q
              where q.run_id = ? and q.data_type = ? and q.state = 'failed' and not exists (
                select from store.unread_list u
                where u.integration = ? and u.data_type = q.data_type and u.request = q.request))""")
        .params(pull.run(), pull.dataType(), pull.integration())
        .query(Boolean.class)
        .single();
  }

  /**
   * Notes what became of a pull's lists. Returns whether some failed, and all that did are noted:
   * here, or among what events touched.
   */
  boolean note(Pull pull, DataType type, PullSum sum, RunStatus status) {
    if (!type.perParent()) {
      return false;
    }
    lock(pull);
    forgetRead(pull);
    if (!pull.mode().isCollection() || status == RunStatus.FAILURE) {
      return false;
    }
    forgetUnplanned(pull);
    if (sum.failed() == 0 || sum.failed() > MOST || status != RunStatus.PARTIAL_SUCCESS) {
      return false;
    }
    add(pull);
    return areNoted(pull);
  }

  /** A full reading and one of what events touched may end at the same time. */
  private void lock(Pull pull) {
    database
        .sql(
            "select request from store.unread_list where integration = ? and data_type = ? order by request for update")
        .params(pull.integration(), pull.dataType())
        .query(String.class)
        .list();
  }

  private void forgetRead(Pull pull) {
    database
        .sql(
            """
            delete from store.unread_list u using store.request q
            where u.integration = ? and q.run_id = ? and q.data_type = ? and q.closing = 'list' and q.state not in ('planned', 'listed', 'failed')
              and u.data_type = q.data_type and u.request = q.request""")
        .params(pull.integration(), pull.run(), pull.dataType())
        .update();
  }

  /** All were planned whose parents are there and can have rows. */
  private void forgetUnplanned(Pull pull) {
    database
        .sql(
            """
            delete from store.unread_list u where u.integration = ? and u.data_type = ? and not exists (
              select from store.request q where q.run_id = ? and q.data_type = u.data_type and q.request = u.request)""")
        .params(pull.integration(), pull.dataType(), pull.run())
        .update();
  }

  /** Those that weren't tried, because others failed before them, come first the next time. */
  private void add(Pull pull) {
    database
        .sql(
            """
            insert into store.unread_list (integration, data_type, request, reason, tried_at)
            select ?, data_type, request, reason, case when pages + failed_calls > 0 then now() end
            from store.request where run_id = ? and data_type = ? and state = 'failed' and closing = 'list'
            on conflict (integration, data_type, request) do update
            set reason = excluded.reason, tried_at = coalesce(excluded.tried_at, store.unread_list.tried_at)""")
        .params(pull.integration(), pull.run(), pull.dataType())
        .update();
  }

  private boolean areNoted(Pull pull) {
    return database
        .sql(
            """
            select not exists (select from store.request q
              where q.run_id = ? and q.data_type = ? and q.state = 'failed' and q.closing <> 'list' and not exists (
                select from store.refresh f
                where f.run_id = q.run_id and f.data_type = q.data_type and f.object_id = q.request))""")
        .params(pull.run(), pull.dataType())
        .query(Boolean.class)
        .single();
  }
}
