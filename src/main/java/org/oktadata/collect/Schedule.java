package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final JdbcClient database;
  private final Catalogue catalogue;
  private final Runs runs;
  private final Verifications verifications;
  private final ScheduleSettings intervals;
  private final boolean collectOnStart;
  private final Fleet fleet;

  Schedule(
      JdbcClient database,
      Catalogue catalogue,
      Runs runs,
      Verifications verifications,
      ScheduleSettings intervals,
      OktaSettings settings,
      Fleet fleet) {
    this.database = database;
    this.catalogue = catalogue;
    this.runs = runs;
    this.verifications = verifications;
    this.intervals = intervals;
    this.collectOnStart = settings.collectOnStart();
    this.fleet = fleet;
  }

  private record Known(
      String name,
      Instant firstSeen,
      boolean running,
      Instant delta,
      Instant log,
      boolean cursor,
      Instant now) {}

  /** Ends what is done, and starts the runs that are due now. */
  public void startWhatIsDue() {
    runs.endWhatIsDone();
    for (Known integration : integrations()) {
      if (!integration.running()) {
        startRun(integration);
      }
      if (integration.cursor() && due(integration.log(), intervals.log(), integration.now())) {
        runs.start(integration.name(), "log", "schedule", logs(integration.name()));
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
          .forEach(integration -> runs.start(integration.name(), "full", "start"));
    }
  }

  private void startRun(Known integration) {
    List<String> full = dueTypes(integration);
    if (!full.isEmpty()) {
      runs.start(integration.name(), "full", "schedule", full);
    } else if (integration.delta() != null
        && due(integration.delta(), intervals.delta(), integration.now())) {
      runs.start(integration.name(), "delta", "schedule");
    }
  }

  private List<String> dueTypes(Known integration) {
    if (intervals.full().isZero()) {
      return List.of();
    }
    Map<String, Instant> last = lastBegun(integration.name());
    Instant now = integration.now();
    List<DataType> wanted =
        runs.wanted(integration.name(), "full").stream()
            .map(catalogue::get)
            .filter(type -> !type.isLog())
            .toList();
    boolean any = wanted.stream().anyMatch(type -> !dueAt(type, last, integration).isAfter(now));
    return !any
        ? List.of()
        : wanted.stream()
            .filter(type -> !dueAt(type, last, integration).isAfter(now.plus(TOGETHER)))
            .map(DataType::name)
            .toList();
  }

  private Instant dueAt(DataType type, Map<String, Instant> last, Known integration) {
    Instant since = last.getOrDefault(type.name(), integration.firstSeen());
    Duration every = type.every().equals(DataType.DAILY) ? intervals.full() : type.every();
    return since.plus(every);
  }

  private static boolean due(Instant last, Duration every, Instant now) {
    return !every.isZero() && (last == null || !last.plus(every).isAfter(now));
  }

  private List<String> logs(String integration) {
    return runs.wanted(integration, "full").stream()
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
                   exists (select from store.cursor c where c.integration = i.name)
                     and not exists (select from store.run r where r.integration = i.name and r.status = 'RUNNING' and r.mode = 'log'),
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
                    row.getTimestamp(7).toInstant()))
        .list();
  }

  /**
   * When each data type was last read whole; a failed one counts as older, so that it is retried
   * with the next delta.
   */
  private Map<String, Instant> lastBegun(String integration) {
    Map<String, Instant> last = new HashMap<>();
    database
        .sql(
            """
            select t.data_type, max(case when t.status in ('FAILURE', 'PARTIAL_SUCCESS')
                                         then t.started_at - make_interval(secs => ?) else t.started_at end)
            from store.run_data_type t join store.run r on r.id = t.run_id
            where t.integration = ? and r.mode = 'full' and t.started_at is not null
            group by t.data_type""")
        .params(intervals.full().minus(intervals.delta()).toSeconds(), integration)
        .query(
            row -> {
              last.put(row.getString(1), row.getTimestamp(2).toInstant());
            });
    return last;
  }
}
