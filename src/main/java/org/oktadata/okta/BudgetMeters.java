package org.oktadata.okta;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.search.Search;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Shows each bucket in Micrometer: {@code okta.bucket.limit}, {@code .remaining}, {@code
 * .in.flight}, {@code .waiting}, {@code .foreign}, and the counters {@code .calls} and {@code
 * .rate.limited}, each by integration and bucket.
 */
@Component
class BudgetMeters {
  private static final String PREFIX = "okta.bucket.";

  private final ObjectProvider<MeterRegistry> registry;
  private final Map<String, Set<String>> shown = new ConcurrentHashMap<>();

  BudgetMeters(ObjectProvider<MeterRegistry> registry) {
    this.registry = registry;
  }

  /** Registers the meters of a bucket, once. */
  void show(IntegrationBudget budget, String integration, String bucket) {
    var buckets = shown.computeIfAbsent(integration, name -> ConcurrentHashMap.newKeySet());
    if (!buckets.add(bucket)) {
      return;
    }
    registry.ifAvailable(
        meters -> {
          var tags = Tags.of("integration", integration, "bucket", bucket);
          gauge(
              meters,
              "limit",
              "Requests a window that Okta grants",
              tags,
              budget,
              bucket,
              BucketSnapshot::limit);
          gauge(
              meters,
              "remaining",
              "What is left of the limit in this window",
              tags,
              budget,
              bucket,
              BucketSnapshot::remaining);
          gauge(
              meters,
              "in.flight",
              "Our requests on their way",
              tags,
              budget,
              bucket,
              BucketSnapshot::inFlight);
          gauge(
              meters,
              "waiting",
              "Our requests that wait for their turn",
              tags,
              budget,
              bucket,
              BucketSnapshot::waiting);
          gauge(
              meters,
              "foreign",
              "What others use of the bucket, estimated",
              tags,
              budget,
              bucket,
              BucketSnapshot::foreign);
          counter(meters, "calls", "Our requests", tags, budget, bucket, BucketSnapshot::calls);
          counter(
              meters,
              "rate.limited",
              "Our requests that got 429",
              tags,
              budget,
              bucket,
              BucketSnapshot::rateLimited);
        });
  }

  /** Takes the meters of an integration's buckets away. */
  void forget(String integration) {
    var buckets = shown.remove(integration);
    if (buckets == null) {
      return;
    }
    registry.ifAvailable(
        meters ->
            Search.in(meters)
                .name(name -> name.startsWith(PREFIX))
                .tag("integration", integration)
                .meters()
                .forEach(meters::remove));
  }

  private static void gauge(
      MeterRegistry meters,
      String name,
      String about,
      Tags tags,
      IntegrationBudget budget,
      String bucket,
      ToDoubleFunction<BucketSnapshot> value) {
    Gauge.builder(PREFIX + name, budget, of -> value.applyAsDouble(of.snapshot(bucket)))
        .description(about)
        .tags(tags)
        .register(meters);
  }

  private static void counter(
      MeterRegistry meters,
      String name,
      String about,
      Tags tags,
      IntegrationBudget budget,
      String bucket,
      ToDoubleFunction<BucketSnapshot> value) {
    FunctionCounter.builder(PREFIX + name, budget, of -> value.applyAsDouble(of.snapshot(bucket)))
        .description(about)
        .tags(tags)
        .register(meters);
  }
}
