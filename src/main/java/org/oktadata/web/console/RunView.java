package org.oktadata.web.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.oktadata.collect.RunProgress;
import org.oktadata.okta.BucketSnapshot;

/**
 * A run as its page shows it: sums, and the lanes at work before those that failed, wait, or are
 * done.
 *
 * @param buckets what is used of each bucket now; empty once the run has ended
 */
record RunView(RunProgress run, List<BucketSnapshot> buckets) {

  private static final List<String> ORDER =
      List.of("RUNNING", "FAILURE", "PARTIAL_SUCCESS", "PENDING", "SKIPPED", "SUCCESS");

  /** A data type with the bucket that it calls in, where that is known. */
  record Lane(RunProgress.Part part, BucketSnapshot bucket) {}

  public boolean running() {
    return run.status().equals("RUNNING");
  }

  public List<Lane> lanes() {
    Map<String, BucketSnapshot> known =
        buckets.stream()
            .collect(Collectors.toMap(BucketSnapshot::bucket, Function.identity(), (a, b) -> a));
    return run.dataTypes().stream()
        .sorted(Comparator.comparingInt(part -> place(part.status())))
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

  public long ended() {
    return run.dataTypes().stream()
        .filter(part -> !part.status().equals("PENDING") && !part.status().equals("RUNNING"))
        .count();
  }

  public long records() {
    return sum(RunProgress.Part::records);
  }

  public long changed() {
    return sum(RunProgress.Part::changed);
  }

  public long calls() {
    return sum(RunProgress.Part::calls);
  }

  public long failedCalls() {
    return sum(RunProgress.Part::failedCalls);
  }

  public long rateLimited() {
    return buckets.stream().mapToLong(BucketSnapshot::rateLimited).sum();
  }

  private long sum(ToLongFunction<RunProgress.Part> of) {
    return run.dataTypes().stream().mapToLong(of).sum();
  }

  private static int place(String status) {
    int place = ORDER.indexOf(status);
    return place < 0 ? ORDER.size() : place;
  }
}
