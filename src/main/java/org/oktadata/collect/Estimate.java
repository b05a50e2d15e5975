package org.oktadata.collect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.instances.Leases;
import org.oktadata.okta.RequestBudget;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How long it will take: the calls left in each bucket by what the app may use of it a minute, and
 * by what it has used of the current one. Buckets run side by side, so a run lasts as long as its
 * slowest bucket.
 */
@Component
class Estimate {

  private final RequestBudget budget;
  private final BudgetRecord record;
  private final Leases leases;
  private final Catalogue catalogue;
  private final JdbcClient database;
  private final FailingPages failing;

  Estimate(
      RequestBudget budget,
      BudgetRecord record,
      Leases leases,
      Catalogue catalogue,
      JdbcClient database,
      FailingPages failing) {
    this.budget = budget;
    this.record = record;
    this.leases = leases;
    this.catalogue = catalogue;
    this.database = database;
    this.failing = failing;
  }

  /**
   * The parts with the seconds until each one's bucket is through; null where no limit is known,
   * and while the org answers nothing: nobody knows how long that lasts.
   */
  List<RunProgress.Part> timed(long run, String integration, List<RunProgress.Part> parts) {
    if (failing.isSilent(run)) {
      return parts;
    }
    Map<String, Long> left = new HashMap<>();
    for (RunProgress.Part part : parts) {
      if (part.status().isOpen() && part.bucket() != null) {
        left.merge(part.bucket(), callsLeft(integration, part), Long::sum);
      }
    }
    return parts.stream()
        .map(
            part ->
                left.containsKey(part.bucket()) && part.limitPerMinute() != null
                    ? with(part, seconds(integration, part, left.get(part.bucket())))
                    : part)
        .toList();
  }

  /** Who owns the budget knows what this minute still has room for; others go by the average. */
  private long seconds(String integration, RunProgress.Part part, long calls) {
    boolean owned = leases.holds(integration) && budget.perMinute(integration, part.bucket()) > 0;
    return owned
        ? budget.secondsFor(integration, part.bucket(), calls)
        : (calls * 60 + part.limitPerMinute() - 1) / part.limitPerMinute();
  }

  /** The bucket that a data type's calls count in, as far as Okta's answers have told. */
  String bucket(String integration, DataType type) {
    return budget.laneOf(integration, type.bucket(), type.path());
  }

  /**
   * What the app may use of a bucket each minute, or null while Okta has named no limit. The owner
   * of the budget knows it best, and tells the other instances.
   */
  Integer perMinute(String integration, String bucket) {
    if (bucket == null) {
      return null;
    }
    int perMinute = budget.perMinute(integration, bucket);
    if (perMinute > 0 && leases.holds(integration)) {
      return perMinute;
    }
    Integer told = record.perMinute(integration, bucket);
    return told == null && perMinute > 0 ? Integer.valueOf(perMinute) : told;
  }

  private long callsLeft(String integration, RunProgress.Part part) {
    if (part.planned() > 0) {
      return Math.max(0, part.planned() - part.answered());
    }
    DataType type = catalogue.find(part.dataType()).orElse(null);
    if (type == null || !type.perParent()) {
      return 1;
    }
    return LiveRows.count(database, integration, type.parent());
  }

  private static RunProgress.Part with(RunProgress.Part part, long seconds) {
    return new RunProgress.Part(
        part.dataType(),
        part.status(),
        part.planned(),
        part.answered(),
        part.pages(),
        part.records(),
        part.expected(),
        part.changed(),
        part.deleted(),
        part.calls(),
        part.failedCalls(),
        part.bucket(),
        part.limitPerMinute(),
        part.status().isOpen() ? seconds : null,
        part.reason());
  }
}
