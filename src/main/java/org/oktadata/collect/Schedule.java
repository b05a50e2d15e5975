package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.events.StreamHealth;
import org.oktadata.instances.Fleet;
import org.oktadata.integrations.OktaSettings;
import org.oktadata.integrations.ScheduleSettings;
import org.oktadata.store.EachAlone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Says what is due, by the database's clock, which all instances share. A data type is due one
 * interval after it was last begun; what was never collected, one interval after its integration
 * was first seen, so that a person's first run finds none in its way.
 */
@Component
public class Schedule {

  private static final Logger log = LoggerFactory.getLogger(Schedule.class);

  /**
   * Types due within this time join a run that starts now, so that a day has one run and not forty.
   */
  private static final Duration TOGETHER = Duration.ofMinutes(10);

  /** What failed is tried again this many times as long after its beginning as it took. */
  private static final int PATIENCE = 4;

  private final JdbcClient database;
  private final Catalogue catalogue;
  private final Runs runs;
  private final Verifications verifications;
  private final ScheduleSettings intervals;
  private final boolean collectOnStart;
  private final Fleet fleet;
  private final StreamHealth streams;
  private final EachAlone eachIntegration = new EachAlone(log);

  Schedule(
      JdbcClient database,
      Catalogue catalogue,
      Runs runs,
      Verifications verifications,
      ScheduleSettings intervals,
      OktaSettings settings,
      Fleet fleet,
      StreamHealth streams) {
    this.database = database;
    this.catalogue = catalogue;
    this.runs = runs;
    this.verifications = verifications;
    this.intervals = intervals;
    this.collectOnStart = settings.collectOnStart();
    this.fleet = fleet;
    this.streams = streams;
  }

  /**
   * How a data type was last read whole.
   *
   * @param skipped whether Okta, or what is known of the org, said that it has none
   * @param unasked whether it was left out without asking, for want of a scope
   */
  private record Begun(
      Instant at, Duration took, boolean failed, boolean skipped, boolean unasked) {

    Begun asFailed() {
      return new Begun(at, took, true, skipped, unasked);
    }

    Instant dueAgain(Duration every, Duration delta) {
      if (!failed || delta.isZero()) {
        return at.plus(every);
      }
      Duration pause = IntegrationRuns.longer(delta, took.multipliedBy(PATIENCE));
      return at.plus(pause.compareTo(every) < 0 ? pause : every);
    }
  }

  /** Ends what is done, and starts the runs that are due now. */
  public void startWhatIsDue() {
    runs.endWhatIsDone();
    verifications.startAfterADelta();
    eachIntegration.of(
        IntegrationRuns.all(database),
        integration -> "What is due of " + integration.name(),
        this::start,
        integration -> integration.isGone(database));
    verifications.startWhatIsDue();
  }

  private void start(IntegrationRuns integration) {
    if (!integration.running()) {
      startRun(integration);
    }
    if (integration.logRead() != null && !integration.polling()) {
      pollLog(integration);
    }
  }

  /**
   * Starts what is to be collected once the application has started; of several instances the one
   * does it that lives longest, so that one that joins later starts nothing again.
   */
  public void collectOnStart() {
    if (collectOnStart && fleet.isOldest()) {
      IntegrationRuns.all(database).stream()
          .filter(integration -> !integration.running())
          .forEach(integration -> runs.start(integration.name(), RunMode.FULL, "start"));
    }
  }

  /**
   * A delta comes before what merely is tried again, which may fail for ever, and after a full run
   * that took so long that the next one is due. So does the verification that follows a delta.
   */
  private void startRun(IntegrationRuns integration) {
    Map<String, Begun> last = lastBegun(integration.name());
    last.replaceAll(
        (name, begun) ->
            begun.unasked() && isOpenNow(catalogue.get(name), last, integration.granted())
                ? begun.asFailed()
                : begun);
    List<DataType> full = integration.verifying() ? List.of() : dueTypes(integration, last);
    boolean deltaIsDue =
        integration.delta() != null
            && due(integration.delta(), intervals.delta(), integration.now());
    boolean deltaIsFirst =
        integration.lastWasFull()
            || full.stream().allMatch(type -> isRetry(type, last, integration.now()));
    if (deltaIsDue && deltaIsFirst) {
      runs.start(integration.name(), RunMode.DELTA, "schedule");
    } else if (!full.isEmpty()) {
      runs.start(
          integration.name(), RunMode.FULL, "schedule", full.stream().map(DataType::name).toList());
    }
  }

  /**
   * Whether the scopes were granted meanwhile that it needs, and what it is read for each row of.
   */
  private boolean isOpenNow(DataType type, Map<String, Begun> last, Set<String> granted) {
    Begun begun = last.get(type.name());
    boolean open =
        (begun == null || !begun.skipped() || begun.unasked())
            && (type.scope().isEmpty() || granted.contains(type.scope()));
    return open && (!type.perParent() || isOpenNow(catalogue.get(type.parent()), last, granted));
  }

  private boolean isRetry(DataType type, Map<String, Begun> last, Instant now) {
    Begun begun = last.get(type.name());
    return begun != null && begun.failed() && begun.at().plus(every(type)).isAfter(now);
  }

  /** The log is among them until it has a position of its own, from where it is polled. */
  private List<DataType> dueTypes(IntegrationRuns integration, Map<String, Begun> last) {
    if (intervals.full().isZero()) {
      return List.of();
    }
    Instant now = integration.now();
    List<DataType> wanted =
        runs.wanted(integration.name(), RunMode.FULL).stream()
            .map(catalogue::get)
            .filter(type -> !type.isLog() || integration.logRead() == null)
            .toList();
    boolean any = wanted.stream().anyMatch(type -> !dueAt(type, last, integration).isAfter(now));
    return !any
        ? List.of()
        : wanted.stream()
            .filter(type -> !dueAt(type, last, integration).isAfter(now.plus(TOGETHER)))
            .toList();
  }

  /**
   * One interval after it was last read whole. What failed is tried again with the next delta, or
   * later if that took long: else it would be read all the time, and nothing besides it. Lists that
   * are noted as unread the delta itself reads.
   */
  private Instant dueAt(DataType type, Map<String, Begun> last, IntegrationRuns integration) {
    Begun begun = last.get(type.name());
    return begun == null
        ? integration.firstDue(every(type))
        : begun.dueAgain(every(type), intervals.delta());
  }

  private Duration every(DataType type) {
    return type.every() == null ? intervals.full() : type.every();
  }

  /** Less often while a stream brings the events, though not before the log was read to its end. */
  private void pollLog(IntegrationRuns integration) {
    Duration every =
        integration.logBroken()
            ? intervals.log()
            : streams.pollEvery(integration.name(), intervals.log());
    List<String> logs = logs(integration.name());
    if (!logs.isEmpty()
        && !every.isZero()
        && due(integration.log(), integration.pollPause(every), integration.now())) {
      runs.start(integration.name(), RunMode.LOG, "schedule", logs);
    }
  }

  private static boolean due(Instant last, Duration every, Instant now) {
    return !every.isZero() && (last == null || !last.plus(every).isAfter(now));
  }

  private List<String> logs(String integration) {
    return runs.wanted(integration, RunMode.FULL).stream()
        .filter(name -> catalogue.get(name).isLog())
        .toList();
  }

  private Map<String, Begun> lastBegun(String integration) {
    Map<String, Begun> last = new HashMap<>();
    database
        .sql(
            """
            select n.name, l.* from unnest(cast(? as text[])) n (name) cross join lateral (
              select t.started_at, coalesce(t.finished_at, t.started_at), t.status in ('FAILURE', 'PARTIAL_SUCCESS') and not t.noted,
                     t.status = 'SKIPPED', t.status = 'SKIPPED' and not t.none_here and t.planned = 0
              from store.run_data_type t join store.run r on r.id = t.run_id
                join store.integration i on i.name = t.integration and r.started_at >= coalesce(i.issuer_changed_at, '-infinity')
              where t.integration = ? and t.data_type = n.name and r.mode = 'full' and t.started_at is not null
              order by t.finished_at desc limit 1) l""")
        .params(runs.wanted(integration, RunMode.FULL).toArray(String[]::new), integration)
        .query(
            row -> {
              Instant at = row.getTimestamp(2).toInstant();
              Duration took = Duration.between(at, row.getTimestamp(3).toInstant());
              last.put(
                  row.getString(1),
                  new Begun(at, took, row.getBoolean(4), row.getBoolean(5), row.getBoolean(6)));
            });
    return last;
  }
}
