package org.oktadata.web.console.integrations;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.oktadata.collect.RunProgress;
import org.oktadata.collect.RunStatus;
import org.oktadata.okta.BucketSnapshot;

/**
 * A run as its page shows it: sums, and the lanes at work before those that failed, wait, or are
 * done.
 *
 * @param buckets what is used of each bucket now; empty once the run has ended
 */
record RunView(RunProgress run, List<BucketSnapshot> buckets) {

  private static final List<RunStatus> ORDER =
      List.of(
          RunStatus.RUNNING,
          RunStatus.FAILURE,
          RunStatus.PARTIAL_SUCCESS,
          RunStatus.PENDING,
          RunStatus.SKIPPED,
          RunStatus.SUCCESS);

  /** A data type with the bucket that it calls in, where that is known. */
  record Lane(RunProgress.Part part, BucketSnapshot bucket) {}

  /** Whether it is still under way. */
  public boolean running() {
    return run.status().isOpen();
  }

  /** Whether it ended as a failure. */
  public boolean failed() {
    return run.status() == RunStatus.FAILURE;
  }

  /** The data types, in the order of what a person looks for. */
  public List<Lane> lanes() {
    Map<String, BucketSnapshot> known =
        buckets.stream()
            .collect(Collectors.toMap(BucketSnapshot::bucket, Function.identity(), (a, b) -> a));
    return run.dataTypes().stream()
        .sorted(Comparator.comparingInt(part -> ORDER.indexOf(part.status())))
        .map(part -> new Lane(part, known.get(part.bucket())))
        .toList();
  }

  /** Whether a data type has something to say about how it went. */
  public boolean reasons() {
    return run.dataTypes().stream().anyMatch(part -> part.reason() != null);
  }

  /** How much of it is over, in per cent: by time where its end is foreseen. */
  public long percent() {
    if (!running()) {
      return 100;
    }
    if (run.etaSeconds() != null) {
      long past = Duration.between(run.startedAt(), Instant.now()).toSeconds();
      return Math.min(99, 100 * past / Math.max(1, past + run.etaSeconds()));
    }
    return Math.min(99, 100 * ended() / Math.max(1, run.dataTypes().size()));
  }

  /** How many data types are over, however they ended. */
  public long ended() {
    return run.dataTypes().stream().filter(part -> !part.status().isOpen()).count();
  }

  /** Rows read. */
  public long records() {
    return sum(RunProgress.Part::records);
  }

  /** Rows that were new or had changed. */
  public long changed() {
    return sum(RunProgress.Part::changed);
  }

  /** Requests to Okta. */
  public long calls() {
    return sum(RunProgress.Part::calls);
  }

  /** Requests that failed, those tried again included. */
  public long failedCalls() {
    return sum(RunProgress.Part::failedCalls);
  }

  /** Requests that got 429 since the instance started, in all the buckets shown. */
  public long rateLimited() {
    return buckets.stream().mapToLong(BucketSnapshot::rateLimited).sum();
  }

  private long sum(ToLongFunction<RunProgress.Part> of) {
    return run.dataTypes().stream().mapToLong(of).sum();
  }
}
