package org.oktadata.collect;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.catalogue.Catalogue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The planned lists of a run and what became of each. Pages advance it in their own statement. */
@Component
public class Ledger {

  private final JdbcClient database;
  private final Catalogue catalogue;

  Ledger(JdbcClient database, Catalogue catalogue) {
    this.database = database;
    this.catalogue = catalogue;
  }

  /**
   * The next lists to read after a position, in the order of the plan. Of lists that an object may
   * change between (users, and those who were deactivated) the later is read when the earlier is
   * over: what left the one meanwhile is then found in the other.
   */
  List<PlannedList> open(Pull pull, long after, int most) {
    return database
        .sql(
            """
            select request, parent_id, position, path, next, state, pages from store.request q
            where run_id = ? and data_type = ? and position > ? and state in ('planned', 'listed')
              and not (? and closing = 'type' and exists (select from store.request b
                where b.run_id = q.run_id and b.data_type = q.data_type and b.closing = 'type'
                  and b.position < q.position and b.state in ('planned', 'listed')))
            order by position limit ?""")
        .params(pull.run(), pull.dataType(), after, isReadInTurn(pull), most)
        .query(
            (row, number) ->
                new PlannedList(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getInt(7)))
        .list();
  }

  private boolean isReadInTurn(Pull pull) {
    return catalogue.find(pull.dataType()).filter(type -> !type.also().isEmpty()).isPresent();
  }

  /** Marks as deleted what a list of several pages no longer holds. */
  void close(Pull pull, String request, String parent) {
    database
        .sql(
            """
            update store.request set state = 'answered', deleted = deleted + store.close_list(?, ?, ?, ?, ?)::int
            where run_id = ? and data_type = ? and request = ? and state = 'listed'""")
        .params(
            pull.run(),
            pull.integration(),
            pull.dataType(),
            request,
            parent,
            pull.run(),
            pull.dataType(),
            request)
        .update();
  }

  /**
   * Whether a list was read to its end. So it may be though its last call failed: where nobody knew
   * whether the last page was stored, that was asked for once more.
   */
  boolean isRead(Pull pull, String request) {
    return database
        .sql(
            """
            select exists (select from store.request
              where run_id = ? and data_type = ? and request = ? and state in ('listed', 'answered'))""")
        .params(pull.run(), pull.dataType(), request)
        .query(Boolean.class)
        .single();
  }

  /** The list could not be read; its old rows stay. */
  void failed(Pull pull, String request, int failedCalls, String reason) {
    end(pull, request, "failed", failedCalls, reason);
  }

  /**
   * The org has no such thing; that is an answer. False where a page of the list was read, even if
   * it began again since: there was such a thing then.
   */
  boolean absent(Pull pull, String request, int failedCalls, Lack lack, String reason) {
    return database
            .sql(
                """
                update store.request set state = 'absent', lack = ?, reason = ?, failed_calls = failed_calls + ?
                where run_id = ? and data_type = ? and request = ? and state = 'planned' and pages = 0 and tries = 0""")
            .params(lack.toString(), reason, failedCalls, pull.run(), pull.dataType(), request)
            .update()
        > 0;
  }

  /**
   * The parent vanished between its list and this call: its rows went with it.
   *
   * @param sure whether they are deleted now; otherwise when the pull ends, unless all are gone
   */
  void gone(Pull pull, String request, String parent, int failedCalls, boolean sure) {
    if (!end(pull, request, "gone", failedCalls, null) || !sure) {
      return;
    }
    database
        .sql(
            """
            update store.resource set deleted_at = now()
            where integration = ? and data_type = ? and parent_id = ? and deleted_at is null""")
        .params(pull.integration(), pull.dataType(), parent)
        .update();
  }

  /** One row of a parent's list that was asked for by itself is no more. */
  void goneAlone(Pull pull, String request, String parent, int failedCalls) {
    if (!end(pull, request, "gone", failedCalls, null)) {
      return;
    }
    database
        .sql(
            """
            update store.resource r set deleted_at = now(), ended_by = q.cause_event
            from store.request q
            where q.run_id = ? and q.data_type = ? and q.request = ?
              and r.integration = ? and r.data_type = q.data_type and r.parent_id = ?
              and r.id = substr(q.request, length(r.parent_id) + 2) and r.deleted_at is null""")
        .params(pull.run(), pull.dataType(), request, pull.integration(), parent)
        .update();
  }

  /**
   * An object that was asked for by itself is no more. What hangs on it goes with it, and what
   * hangs on that: an administrator's roles hang on the list of those who have any.
   */
  void purged(
      Pull pull, String id, int failedCalls, List<String> children, List<String> referring) {
    if (!end(pull, id, "gone", failedCalls, null)) {
      return;
    }
    database
        .sql(
            """
            with purged as (
              update store.resource r set deleted_at = now(), ended_by = q.cause_event
              from store.request q
              where q.run_id = :run and q.data_type = :type and q.request = :id
                and r.integration = :integration and r.deleted_at is null
                and (r.data_type = :type and r.parent_id = '' and r.id = :id
                     or r.data_type = any (:children) and r.parent_id = :id
                     or r.data_type = any (:referring) and r.id = :id
                     or r.data_type = any (:below)
                        and (r.parent_id = :id or starts_with(r.parent_id, :id || '/')))
              returning r.data_type
            )
            update store.request set deleted = (select count(*) from purged where data_type = :type)
            where run_id = :run and data_type = :type and request = :id""")
        .param("run", pull.run())
        .param("type", pull.dataType())
        .param("id", id)
        .param("integration", pull.integration())
        .param("children", children.toArray(String[]::new))
        .param("referring", referring.toArray(String[]::new))
        .param("below", below(children, referring).toArray(String[]::new))
        .update();
  }

  private Set<String> below(List<String> children, List<String> referring) {
    Set<String> below = new TreeSet<>(catalogue.below(children));
    below.addAll(catalogue.below(referring));
    return below;
  }

  /** Starts a list again from its first page, once; false if that was tried before. */
  boolean restart(Pull pull, String request, int failedCalls) {
    boolean again =
        database
                .sql(
                    """
                    update store.request
                    set next = null, pages = 0, records = 0, tries = tries + 1, failed_calls = failed_calls + ?
                    where run_id = ? and data_type = ? and request = ? and state = 'planned' and tries < 2""")
                .params(failedCalls, pull.run(), pull.dataType(), request)
                .update()
            > 0;
    if (again) {
      database
          .sql("delete from store.seen where run_id = ? and data_type = ? and request = ?")
          .params(pull.run(), pull.dataType(), request)
          .update();
    }
    return again;
  }

  /** Asks for half as many rows a page from now on; false if the page is small already. */
  boolean halve(Pull pull, String request, int failedCalls) {
    return database
            .sql(
                """
                update store.request
                set path = regexp_replace(path, '([?&]limit=)\\d+', '\\1' || size / 2),
                    next = regexp_replace(next, '([?&]limit=)\\d+', '\\1' || size / 2),
                    failed_calls = failed_calls + ?
                from (select substring(path from '[?&]limit=(\\d+)')::int as size from store.request
                      where run_id = ? and data_type = ? and request = ?) page
                where run_id = ? and data_type = ? and request = ? and state = 'planned' and size >= 100""")
            .params(
                failedCalls,
                pull.run(),
                pull.dataType(),
                request,
                pull.run(),
                pull.dataType(),
                request)
            .update()
        > 0;
  }

  /**
   * Every list that is still open fails for the same reason. One after the other may do that, and
   * before it has settled a list of its own: two that each hold some lists and want the others
   * would wait for each other.
   */
  void failAll(Pull pull, String reason) {
    database
        .sql(
            "select run_id from store.run_data_type where run_id = ? and data_type = ? for no key update")
        .params(pull.run(), pull.dataType())
        .query(Long.class)
        .optional();
    database
        .sql(
            """
            update store.request set state = 'failed', reason = ?
            where run_id = ? and data_type = ? and state in ('planned', 'listed')""")
        .params(reason, pull.run(), pull.dataType())
        .update();
  }

  /** Whether any list of the pull has a page. */
  boolean hasAnswers(Pull pull) {
    return database
        .sql(
            "select exists (select from store.request where run_id = ? and data_type = ? and pages > 0)")
        .params(pull.run(), pull.dataType())
        .query(Boolean.class)
        .single();
  }

  /**
   * False where somebody else was there first and read the list. One that failed with all others
   * has its own calls still to count.
   */
  private boolean end(Pull pull, String request, String state, int failedCalls, String reason) {
    return database
            .sql(
                """
                update store.request set state = ?, reason = ?, failed_calls = failed_calls + ?
                where run_id = ? and data_type = ? and request = ? and state in ('planned', 'failed')""")
            .params(state, reason, failedCalls, pull.run(), pull.dataType(), request)
            .update()
        > 0;
  }
}
