package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.oktadata.integrations.ScheduleSettings;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When a sample of an integration is verified, and what came of it last. It starts right after a
 * delta, so that what merely changed since isn't among it, the first time half an interval after
 * the first collection: right after a complete one there is nothing to find.
 */
@Component
public class Verifications {

  private static final String DUE =
      """
      select i.name from store.integration i
      cross join lateral (
        select (select min(r.started_at) from store.run r
                where r.integration = i.name and r.mode = 'full' and r.status in ('SUCCESS', 'PARTIAL_SUCCESS')
                  and r.started_at >= coalesce(i.issuer_changed_at, '-infinity')) as collected,
               (select coalesce(r.finished_at > clock_timestamp() - interval '1 minute', false) from store.run r
                where r.integration = i.name and r.mode = 'delta' order by r.started_at desc limit 1) as delta_ended,
               exists (select from store.run r where r.integration = i.name and r.status = 'RUNNING' and r.mode <> 'log') as busy,
               exists (select from store.run r where r.integration = i.name and r.status = 'RUNNING' and r.mode in ('full', 'delta', 'verify')) as collecting
      ) any_run
      cross join lateral (
        select clock_timestamp() - coalesce(max(r.started_at) + make_interval(secs => :interval),
                                            any_run.collected + make_interval(secs => :interval / 2)) as overdue
        from store.run r where r.integration = i.name and r.mode = 'verify'
      ) last_one
      where i.state = 'ready' and any_run.collected is not null and not any_run.collecting
        and last_one.overdue > interval '0'
        and (any_run.delta_ended and not any_run.busy
             or last_one.overdue > make_interval(secs => :patience) and (any_run.delta_ended or not :after))""";

  private final JdbcClient database;
  private final Runs runs;
  private final Drift drift;
  private final ScheduleSettings intervals;

  Verifications(JdbcClient database, Runs runs, Drift drift, ScheduleSettings intervals) {
    this.database = database;
    this.runs = runs;
    this.drift = drift;
    this.intervals = intervals;
  }

  /** Starts those that are due; who never gets to it after a delta is verified without waiting. */
  void startWhatIsDue() {
    start(false);
  }

  /**
   * Starts those that are due and whose delta has just ended: a full run that is due by then would
   * leave no such moment, and what it reads hides what the deltas have missed.
   */
  void startAfterADelta() {
    start(true);
  }

  private void start(boolean after) {
    if (intervals.verify().isZero()) {
      return;
    }
    Duration patience = intervals.delta().multipliedBy(2);
    database
        .sql(DUE)
        .param("interval", intervals.verify().toSeconds())
        .param("patience", patience.toSeconds())
        .param("after", after)
        .query(String.class)
        .list()
        .forEach(integration -> runs.start(integration, RunMode.VERIFY, "schedule"));
  }

  /** Whether anything of an integration was collected that can be verified. */
  public boolean isPossible(String integration) {
    List<String> wanted = runs.wanted(integration, RunMode.VERIFY);
    return !drift.verifiable(integration, wanted, wanted).isEmpty();
  }

  /**
   * What a verification came to.
   *
   * @param verified documents that were compared
   * @param drifted of them, those that had changed although nothing had told of it; null where that
   *     isn't known, because the System Log could not be read
   */
  public record Last(long runId, Instant finishedAt, long verified, Long drifted) {}

  /** The last one that ended, if there was one. */
  public Optional<Last> last(String integration) {
    List<Last> last =
        database
            .sql(
                """
                select id, finished_at, verified, drifted from store.run
                where integration = ? and mode = 'verify' and finished_at is not null and verified is not null
                order by id desc limit 1""")
            .param(integration)
            .query(
                (row, number) ->
                    new Last(
                        row.getLong(1),
                        row.getTimestamp(2).toInstant(),
                        row.getLong(3),
                        row.getObject(4, Long.class)))
            .list();
    return last.stream().findFirst();
  }
}
