package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.oktadata.events.StreamHealth;
import org.oktadata.instances.Fleet;
import org.oktadata.integrations.OktaSettings;
import org.oktadata.integrations.ScheduleSettings;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Says what is due, by the database's clock, which all instances share. A data type is due one
 * interval after it was last begun; what was never collected, one interval after its integration
 * was first seen, so that a person's first run finds none in its way.
 */
@Component
public class Schedule {

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

  private record Begun(Instant at, Duration took, boolean failed) {

    Instant dueAgain(Duration every, Duration delta) {
      if (!failed || delta.isZero()) {
        return at.plus(every);
      }
      Duration pause = longer(delta, took.multipliedBy(PATIENCE));
      return at.plus(pause.compareTo(every) < 0 ? pause : every);
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) > 0 ? one : other;
    }
  }

  private record Known(
      String name,
      Instant firstSeen,
      boolean running,
      Instant delta,
      Instant log,
      boolean cursor,
      boolean polling,
      Instant now) {}

  /** Ends what is done, and starts the runs that are due now. */
  public void startWhatIsDue() {
    runs.endWhatIsDone();
    for (Known integration : integrations()) {
      if (!integration.running()) {
        startRun(integration);
      }
      if (integration.cursor() && !integration.polling()) {
        pollLog(integration);
      }
    }
    verifications.startWhatIsDue();
  }

  /**
   * Starts what is to be collected once the application has started; of several instances the one
   * does it that lives longest, so that one that joins later starts nothing again.
   */
  public void collectOnStart() {
    if (collectOnStart && fleet.isOldest()) {
      integrations().stream()
          .filter(integration -> !integration.running())
          .forEach(integration -> runs.start(integration.name(), RunMode.FULL, "start"));
    }
  }

  /** A delta comes before what merely is tried again, which may fail for ever. */
  private void startRun(Known integration) {
    Map<String, Begun> last = lastBegun(integration.name());
    List<DataType> full = dueTypes(integration, last);
    boolean deltaIsDue =
        integration.delta() != null
            && due(integration.delta(), intervals.delta(), integration.now());
    if (deltaIsDue && full.stream().allMatch(type -> isRetry(type, last, integration.now()))) {
      runs.start(integration.name(), RunMode.DELTA, "schedule");
    } else if (!full.isEmpty()) {
      runs.start(
          integration.name(), RunMode.FULL, "schedule", full.stream().map(DataType::name).toList());
    }
  }

  private boolean isRetry(DataType type, Map<String, Begun> last, Instant now) {
    Begun begun = last.get(type.name());
    return begun != null && begun.failed() && begun.at().plus(every(type)).isAfter(now);
  }

  /** The log is among them until it has a position of its own, from where it is polled. */
  private List<DataType> dueTypes(Known integration, Map<String, Begun> last) {
    if (intervals.full().isZero()) {
      return List.of();
    }
    Instant now = integration.now();
    List<DataType> wanted =
        runs.wanted(integration.name(), RunMode.FULL).stream()
            .map(catalogue::get)
            .filter(type -> !type.isLog() || !integration.cursor())
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
  private Instant dueAt(DataType type, Map<String, Begun> last, Known integration) {
    Begun begun = last.get(type.name());
    return begun == null
        ? integration.firstSeen().plus(every(type))
        : begun.dueAgain(every(type), intervals.delta());
  }

  private Duration every(DataType type) {
    return type.every() == null ? intervals.full() : type.every();
  }

  private void pollLog(Known integration) {
    Duration every = streams.pollEvery(integration.name(), intervals.log());
    List<String> logs = logs(integration.name());
    if (!logs.isEmpty() && due(integration.log(), every, integration.now())) {
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

  /**
   * A run that tries again what failed is no delta: else what fails for ever would keep the rest
   * from being narrowed to its changes.
   */
  private List<Known> integrations() {
    return database
        .sql(
            """
            select i.name, i.first_seen,
                   exists (select from store.run r where r.integration = i.name and r.status = 'RUNNING' and r.mode in ('full', 'delta')),
                   (select coalesce(max(r.started_at) filter (where r.mode = 'delta' or exists (
                             select from store.run_data_type t where t.run_id = r.id and t.data_type = 'users')), max(r.started_at))
                    from store.run r where r.integration = i.name and r.mode in ('full', 'delta')),
                   greatest((select max(c.changed_at) from store.cursor c where c.integration = i.name),
                            (select max(r.started_at) from store.run r where r.integration = i.name and r.mode = 'log')),
                   exists (select from store.cursor c where c.integration = i.name),
                   exists (select from store.run r where r.integration = i.name and r.status = 'RUNNING' and r.mode = 'log'),
                   clock_timestamp()
            from store.integration i where i.state = 'ready'""")
        .query(
            (row, number) ->
                new Known(
                    row.getString(1),
                    row.getTimestamp(2).toInstant(),
                    row.getBoolean(3),
                    row.getTimestamp(4) == null ? null : row.getTimestamp(4).toInstant(),
                    row.getTimestamp(5) == null ? null : row.getTimestamp(5).toInstant(),
                    row.getBoolean(6),
                    row.getBoolean(7),
                    row.getTimestamp(8).toInstant()))
        .list();
  }

  /** When each data type was last read whole, how long that took and whether it failed. */
  private Map<String, Begun> lastBegun(String integration) {
    Map<String, Begun> last = new HashMap<>();
    database
        .sql(
            """
            select distinct on (t.data_type) t.data_type, t.started_at, coalesce(t.finished_at, t.started_at),
                   t.status in ('FAILURE', 'PARTIAL_SUCCESS') and not t.noted
            from store.run_data_type t join store.run r on r.id = t.run_id
            where t.integration = ? and r.mode = 'full' and t.started_at is not null
            order by t.data_type, t.started_at desc""")
        .param(integration)
        .query(
            row -> {
              Instant at = row.getTimestamp(2).toInstant();
              Duration took = Duration.between(at, row.getTimestamp(3).toInstant());
              last.put(row.getString(1), new Begun(at, took, row.getBoolean(4)));
            });
    return last;
  }
}
