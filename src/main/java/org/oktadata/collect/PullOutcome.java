package org.oktadata.collect;

import java.util.Set;
import org.oktadata.instances.Fence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a pull came to: its status, its counts and what it found deleted. */
@Component
class PullOutcome {

  private static final Logger log = LoggerFactory.getLogger(PullOutcome.class);

  /** Rows whose change makes PostgreSQL's statistics misleading. */
  private static final long MANY = 2_000;

  private final JdbcClient database;
  private final AbsentLists absentLists;
  private final Fence fence;

  PullOutcome(JdbcClient database, AbsentLists absentLists, Fence fence) {
    this.database = database;
    this.absentLists = absentLists;
    this.fence = fence;
  }

  /** Marks the pull as running; false if it has ended. */
  boolean begin(Pull pull) {
    return database
            .sql(
                """
                update store.run_data_type set status = 'RUNNING', started_at = coalesce(started_at, now())
                where run_id = ? and data_type = ? and status in ('PENDING', 'RUNNING')""")
            .params(pull.run(), pull.dataType())
            .update()
        > 0;
  }

  /** The data type isn't open to this app, or the org has none. */
  void skip(Pull pull, String reason) {
    end(pull, "SKIPPED", reason);
    log.warn("{}: skipped. {}", pull.integration(), reason);
  }

  /** The pull as a whole failed. */
  void fail(Pull pull, String reason) {
    end(pull, "FAILURE", reason);
    log.error("{} {}: failed. {}", pull.integration(), pull.dataType(), reason);
  }

  private void end(Pull pull, String status, String reason) {
    database
        .sql(
            """
            update store.run_data_type set status = ?, reason = ?, finished_at = now()
            where run_id = ? and data_type = ? and status in ('PENDING', 'RUNNING')""")
        .params(status, reason, pull.run(), pull.dataType())
        .update();
  }

  /**
   * Sums up the ledger; only what was read completely marks the rest as deleted. False while lists
   * are open, such as one that starts again from its first page.
   */
  boolean finish(Pull pull, DataType type) {
    boolean finished =
        fence.within(pull.integration(), pull.lease(), () -> settle(pull, type), false);
    if (finished) {
      report(pull);
      renewStatistics(pull, type);
    }
    return finished;
  }

  /**
   * Until PostgreSQL has looked at what came in, it plans as if there were nothing: the next types'
   * plans and the checks of a first collection would take minutes.
   */
  private void renewStatistics(Pull pull, DataType type) {
    long changed =
        database
            .sql("select changed from store.run_data_type where run_id = ? and data_type = ?")
            .params(pull.run(), pull.dataType())
            .query(Long.class)
            .single();
    if (changed >= MANY) {
      database
          .sql(
              type.isLog()
                  ? "analyze (skip_locked) store.event"
                  : "analyze (skip_locked) store.resource (integration, data_type, parent_id, id, deleted_at)")
          .update();
    }
  }

  private boolean settle(Pull pull, DataType type) {
    if (hasEnded(pull)) {
      return true;
    }
    Sum sum = sum(pull);
    if (sum.open() > 0) {
      return false;
    }
    long deleted = sweep(pull, type, sum);
    record(pull, type, sum, deleted, reason(pull, type, sum));
    return true;
  }

  /**
   * Whether the pull was settled before. Its caller comes again when the connection broke after
   * that; the ids that its lists held are gone by then, and everything would count as deleted.
   */
  private boolean hasEnded(Pull pull) {
    return database
        .sql(
            """
            select status not in ('PENDING', 'RUNNING') from store.run_data_type
            where run_id = ? and data_type = ? for update""")
        .params(pull.run(), pull.dataType())
        .query(Boolean.class)
        .optional()
        .orElse(true);
  }

  private record Sum(
      long planned,
      long open,
      long failed,
      long absent,
      long closing,
      long records,
      String reason) {

    /** Whether Okta said of every list that this org has no such thing. */
    boolean absentAll() {
      return planned > 0 && absent == planned;
    }
  }

  private Sum sum(Pull pull) {
    return database
        .sql(
            """
            select count(*), count(*) filter (where state in ('planned', 'listed')),
                   count(*) filter (where state = 'failed'), count(*) filter (where state = 'absent'),
                   count(*) filter (where closing = 'type'),
                   coalesce(sum(records), 0),
                   coalesce(min(reason) filter (where state = 'failed'), min(reason) filter (where state = 'absent'))
            from store.request where run_id = ? and data_type = ?""")
        .params(pull.run(), pull.dataType())
        .query(
            (row, number) ->
                new Sum(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getString(7)))
        .single();
  }

  private String reason(Pull pull, DataType type, Sum sum) {
    if (sum.failed() > 0) {
      return sum.planned() == 1
          ? sum.reason()
          : "%,d of %,d lists could not be read: %s"
              .formatted(sum.failed(), sum.planned(), sum.reason());
    }
    if (pull.complete() && type.neverEmpty() && sum.records() == 0) {
      return ("Okta answered with an empty list of %s: the app has the scope but no admin role that may see them. "
              + "Assign %s to the app in the Okta Admin Console.")
          .formatted(type.name(), type.role().isEmpty() ? "an admin role" : type.role());
    }
    if (sum.absentAll()) {
      return sum.reason();
    }
    return pull.complete() && type.perParent() ? unreadParent(pull, type, sum) : null;
  }

  /** What is read for each row of a list is no more complete than that list. */
  private String unreadParent(Pull pull, DataType type, Sum sum) {
    return database
        .sql(
            """
            select case when status = 'SKIPPED' and reason like 'Not in %' then reason
                        else 'Needs ' || data_type || ', which could not be read completely.' end
            from store.run_data_type
            where run_id = ? and data_type = ? and status in ('PARTIAL_SUCCESS', 'FAILURE', 'SKIPPED')
              and not (status = 'SKIPPED' and reason like 'Not in %' and ? > 0)""")
        .params(pull.run(), type.parent(), sum.planned())
        .query(String.class)
        .optional()
        .orElse(null);
  }

  /**
   * Deletes what complete root lists no longer hold, and the children of parents that are no more
   * or have none any more. What was written since the pull began stays, unless its parent is gone.
   */
  private long sweep(Pull pull, DataType type, Sum sum) {
    database.sql("set local enable_nestloop = off").update();
    if (type.perParent()) {
      long absent = sum.absent() > 0 ? absentLists.sweep(pull, sum.absentAll()) : 0;
      return absent + (pull.complete() ? sweepChildren(pull, type) : 0);
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

  private long sweepChildren(Pull pull, DataType type) {
    String hasRows = type.where().isEmpty() ? "true" : type.where();
    String isRead = type.never().isEmpty() ? "true" : "(" + type.never() + ") is not true";
    return database
        .sql(
            """
            update store.resource r set deleted_at = now()
            from (select coalesce(started_at, 'infinity') as begun from store.run_data_type where run_id = ? and data_type = ?) pull
            where r.integration = ? and r.data_type = ? and r.deleted_at is null and not exists (
              select from (select %s as key, (%s) and %s as has_rows from okta.%s v where v.integration = ?) p
              where p.key = r.parent_id and (p.has_rows or r.changed_at >= pull.begun))"""
                .formatted(ParentPlan.key("v"), hasRows, isRead, type.parent()))
        .params(pull.run(), pull.dataType(), pull.integration(), type.name(), pull.integration())
        .update();
  }

  private void record(Pull pull, DataType type, Sum sum, long deleted, String reason) {
    String status = status(type, sum, reason);
    database
        .sql(
            """
            update store.run_data_type t set status = ?, reason = ?, finished_at = now(), planned = s.planned,
              answered = s.answered, pages = s.pages, records = s.records, changed = s.changed,
              deleted = s.deleted + ?, expected = s.expected, calls = s.pages + s.failed_calls, failed_calls = s.failed_calls
            from (select count(*) as planned, count(*) filter (where state <> 'failed') as answered,
                    coalesce(sum(pages), 0) as pages, coalesce(sum(records), 0) as records,
                    coalesce(sum(changed), 0) as changed, coalesce(sum(deleted), 0) as deleted,
                    coalesce(sum(failed_calls), 0) as failed_calls, case when count(*) = count(expected) then sum(expected) end as expected
                  from store.request where run_id = ? and data_type = ?) s
            where t.run_id = ? and t.data_type = ?""")
        .params(status, reason, deleted, pull.run(), pull.dataType(), pull.run(), pull.dataType())
        .update();
  }

  private static String status(DataType type, Sum sum, String reason) {
    if (reason == null) {
      return "SUCCESS";
    }
    if (sum.absentAll() || sum.planned() == 0) {
      return "SKIPPED";
    }
    boolean someAnswered = sum.failed() < sum.planned() && (sum.failed() > 0 || type.perParent());
    return someAnswered ? "PARTIAL_SUCCESS" : "FAILURE";
  }

  private void report(Pull pull) {
    database
        .sql(
            """
            select status, reason, pages, records, changed, deleted, calls, failed_calls,
                   extract(epoch from finished_at - started_at)::numeric(12, 1)::text as seconds
            from store.run_data_type where run_id = ? and data_type = ?""")
        .params(pull.run(), pull.dataType())
        .query(
            row -> {
              String line =
                  "%s %s: %s, %,d records in %,d pages, %,d changed, %,d deleted, %,d calls (%,d failed), %s s%s"
                      .formatted(
                          pull.integration(),
                          pull.dataType(),
                          row.getString("status"),
                          row.getLong("records"),
                          row.getLong("pages"),
                          row.getLong("changed"),
                          row.getLong("deleted"),
                          row.getLong("calls"),
                          row.getLong("failed_calls"),
                          row.getString("seconds"),
                          row.getString("reason") == null ? "" : ". " + row.getString("reason"));
              if (row.getString("status").equals("SUCCESS")) {
                if (pull.complete()
                    || row.getLong("changed") > 0
                        && !Set.of("log", "verify").contains(pull.mode())) {
                  log.info(line);
                } else {
                  log.debug(line);
                }
              } else {
                log.warn(line);
              }
            });
  }
}
