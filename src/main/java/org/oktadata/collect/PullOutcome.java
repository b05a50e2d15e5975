package org.oktadata.collect;

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
  private final Sweep sweep;
  private final PullReport report;
  private final Fence fence;

  PullOutcome(JdbcClient database, Sweep sweep, PullReport report, Fence fence) {
    this.database = database;
    this.sweep = sweep;
    this.report = report;
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
      report.tell(pull);
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
    PullSum sum = PullSum.of(database, pull);
    if (sum.open() > 0) {
      return false;
    }
    long deleted = sweep.sweep(pull, type, sum);
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

  private String reason(Pull pull, DataType type, PullSum sum) {
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
  private String unreadParent(Pull pull, DataType type, PullSum sum) {
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

  private void record(Pull pull, DataType type, PullSum sum, long deleted, String reason) {
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

  private static String status(DataType type, PullSum sum, String reason) {
    if (reason == null) {
      return "SUCCESS";
    }
    if (sum.absentAll() || sum.planned() == 0) {
      return "SKIPPED";
    }
    boolean someAnswered = sum.failed() < sum.planned() && (sum.failed() > 0 || type.perParent());
    return someAnswered ? "PARTIAL_SUCCESS" : "FAILURE";
  }
}
