package org.oktadata.sandbox;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a sandbox was asked since its start, or since the last {@link #reset()}. */
public final class SandboxStatistics {
  private final Map<String, LongAdder> byPath = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> byBucket = new ConcurrentHashMap<>();
  private final Map<String, Map<Long, LongAdder>> byWindow = new ConcurrentHashMap<>();
  private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  int begin() {
    int now = inFlight.incrementAndGet();
    mostInFlight.accumulateAndGet(now, Math::max);
    return now;
  }

  void end() {
    inFlight.decrementAndGet();
  }

  void count(String path, String bucket, int status, long size) {
    byPath.computeIfAbsent(path, key -> new LongAdder()).increment();
    byBucket.computeIfAbsent(bucket, key -> new LongAdder()).increment();
    byStatus.computeIfAbsent(status, key -> new LongAdder()).increment();
    bytes.addAndGet(size);
  }

  void countWindow(String bucket, long reset) {
    byWindow
        .computeIfAbsent(bucket, key -> new ConcurrentSkipListMap<>())
        .computeIfAbsent(reset, key -> new LongAdder())
        .increment();
  }

  /** How many calls each window of a bucket let pass, in their order; without those of no call. */
  public List<Long> windows(String bucket) {
    return byWindow.getOrDefault(bucket, Map.of()).values().stream().map(LongAdder::sum).toList();
  }

  /** All calls, tokens' too. */
  public long calls() {
    return byStatus.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /**
   * Calls of a path, with {@code {}} for each id in it, such as {@code /api/v1/users/{}/factors}.
   */
  public long calls(String path) {
    LongAdder count = byPath.get(path);
    return count == null ? 0 : count.sum();
  }

  public long callsInBucket(String bucket) {
    LongAdder count = byBucket.get(bucket);
    return count == null ? 0 : count.sum();
  }

  /** Answers with that status. */
  public long answers(int status) {
    LongAdder count = byStatus.get(status);
    return count == null ? 0 : count.sum();
  }

  public long tooManyRequests() {
    return answers(429);
  }

  public int mostInFlight() {
    return mostInFlight.get();
  }

  public void reset() {
    byPath.clear();
    byBucket.clear();
    byWindow.clear();
    byStatus.clear();
    mostInFlight.set(inFlight.get());
    bytes.set(0);
  }

  String json() {
    JsonText out = new JsonText(4_000).object().field("calls", calls());
    out.field("tooManyRequests", tooManyRequests()).field("inFlight", inFlight.get());
    out.field("mostInFlight", mostInFlight()).field("bytes", bytes.get());
    counts(out, "byStatus", byStatus);
    counts(out, "byBucket", byBucket);
    counts(out, "byPath", byPath);
    return out.end().toString();
  }

  private static void counts(JsonText out, String name, Map<?, LongAdder> counts) {
    out.object(name);
    Map<String, Long> sorted = new TreeMap<>();
    counts.forEach((key, count) -> sorted.put(key.toString(), count.sum()));
    sorted.forEach(out::field);
    out.end();
  }
}
