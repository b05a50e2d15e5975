package org.oktadata.collect;

import org.oktadata.catalogue.DataType;
import org.oktadata.instances.Fence;
import org.oktadata.store.EventStatistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
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
  private final UnreadLists unread;
  private final Refreshes refreshes;
  private final PullReport report;
  private final Fence fence;
  private final EventStatistics events;
  private final ToldReasons told = new ToldReasons();

  PullOutcome(
      JdbcClient database,
      Sweep sweep,
      UnreadLists unread,
      Refreshes refreshes,
      PullReport report,
      Fence fence,
      EventStatistics events) {
    this.database = database;
    this.sweep = sweep;
    this.unread = unread;
    this.refreshes = refreshes;
    this.report = report;
    this.fence = fence;
    this.events = events;
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

  /** The data type isn't open to this app. */
  void skip(Pull pull, String reason) {
    skip(pull, new Shortfall(reason, false));
  }

  /** The data type is left out. */
  void skip(Pull pull, Shortfall shortfall) {
    end(pull, RunStatus.SKIPPED, shortfall);
    log.warn("{}: skipped. {}", pull.integration(), shortfall.reason());
  }

  /**
   * The pull as a whole failed. What kept other data types of the run from being read, too, such as
   * a wrong secret, is told once, and of all of them when the run ends.
   */
  void fail(Pull pull, String reason) {
    end(pull, RunStatus.FAILURE, new Shortfall(reason, false));
    log.atLevel(told.isNew(pull.run(), reason) ? Level.ERROR : Level.DEBUG)
        .log("{} {}: failed. {}", pull.integration(), pull.dataType(), reason);
  }

  private void end(Pull pull, RunStatus status, Shortfall shortfall) {
    database
        .sql(
            """
            update store.run_data_type set status = ?, reason = ?, none_here = ?, finished_at = now()
            where run_id = ? and data_type = ? and status in ('PENDING', 'RUNNING')""")
        .params(
            status.name(), shortfall.reason(), shortfall.noneHere(), pull.run(), pull.dataType())
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
    if (changed < MANY) {
      return;
    }
    if (type.isLog()) {
      events.ofNewDays();
      // Polls come every minute, and go on from the last one.
      if (pull.mode() != RunMode.LOG) {
        events.ofAllDays();
      }
    } else {
      database
          .sql(
              "analyze (skip_locked) store.resource (integration, data_type, parent_id, id, deleted_at)")
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
    record(pull, type, sum, deleted, Shortfall.of(database, pull, type, sum));
    // With the status: once all types have one, whoever ends the run may delete it, and what was
    // read would be taken for what is still to be read.
    refreshes.done(pull);
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

  /**
   * The end is that of the work: a sweep may take minutes, and who looks for what was read since
   * some moment goes by it.
   */
  private void record(Pull pull, DataType type, PullSum sum, long deleted, Shortfall shortfall) {
    RunStatus status = status(pull, type, sum, shortfall);
    boolean noted =
        unread.note(pull, type, sum, status)
            && Shortfall.beyondItsLists(database, pull, type, sum).reason() == null;
    database
        .sql(
            """
            update store.run_data_type
            set status = :status, reason = :reason, none_here = :none_here, noted = :noted, finished_at = clock_timestamp(),
                planned = :planned, answered = :answered, pages = :pages, records = :records, changed = :changed,
                deleted = deleted + :deleted, expected = :expected, calls = :calls, failed_calls = :failed_calls
            where run_id = :run and data_type = :type""")
        .param("status", status.name())
        .param("reason", shortfall.reason())
        .param("none_here", shortfall.noneHere())
        .param("noted", noted)
        .param("planned", sum.planned())
        .param("answered", sum.answered())
        .param("pages", sum.pages())
        .param("records", sum.records())
        .param("changed", sum.changed())
        .param("deleted", sum.deleted() + deleted)
        .param("expected", sum.expected())
        .param("calls", sum.pages() + sum.failedCalls())
        .param("failed_calls", sum.failedCalls())
        .param("run", pull.run())
        .param("type", pull.dataType())
        .update();
  }

  private RunStatus status(Pull pull, DataType type, PullSum sum, Shortfall shortfall) {
    if (shortfall.reason() == null) {
      return RunStatus.SUCCESS;
    }
    if (sum.absentAll() || sum.planned() == 0) {
      return RunStatus.SKIPPED;
    }
    if (sum.goneAll() && type.perParent() && pull.complete()) {
      return RunStatus.FAILURE;
    }
    boolean someAnswered = sum.failed() < sum.planned() && (sum.failed() > 0 || type.perParent());
    boolean onlyAsBefore =
        sum.failed() > 0 && pull.mode() == RunMode.DELTA && unread.wereKnown(pull);
    return someAnswered || onlyAsBefore ? RunStatus.PARTIAL_SUCCESS : RunStatus.FAILURE;
  }
}
