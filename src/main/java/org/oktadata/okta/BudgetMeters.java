package org.oktadata.okta;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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
  private final ObjectProvider<MeterRegistry> registry;
  private final Set<String> shown = ConcurrentHashMap.newKeySet();

  BudgetMeters(ObjectProvider<MeterRegistry> registry) {
    this.registry = registry;
  }

  /** Registers the meters of a bucket, once. */
  void show(IntegrationBudget budget, String integration, String bucket) {
    if (!shown.add(integration + " " + bucket)) {
      return;
    }
    registry.ifAvailable(
        meters -> {
          var tags = Tags.of("integration", integration, "bucket", bucket);
          gauge(meters, "limit", tags, budget, bucket, BucketSnapshot::limit);
          gauge(meters, "remaining", tags, budget, bucket, BucketSnapshot::remaining);
          gauge(meters, "in.flight", tags, budget, bucket, BucketSnapshot::inFlight);
          gauge(meters, "waiting", tags, budget, bucket, BucketSnapshot::waiting);
          gauge(meters, "foreign", tags, budget, bucket, BucketSnapshot::foreign);
          counter(meters, "calls", tags, budget, bucket, BucketSnapshot::calls);
          counter(meters, "rate.limited", tags, budget, bucket, BucketSnapshot::rateLimited);
        });
  }

  private static void gauge(
      MeterRegistry meters,
      String name,
      Tags tags,
      IntegrationBudget budget,
      String bucket,
      ToDoubleFunction<BucketSnapshot> value) {
    Gauge.builder("okta.bucket." + name, budget, of -> value.applyAsDouble(of.snapshot(bucket)))
        .tags(tags)
        .register(meters);
  }

  private static void counter(
      MeterRegistry meters,
      String name,
      Tags tags,
      IntegrationBudget budget,
      String bucket,
      ToDoubleFunction<BucketSnapshot> value) {
    FunctionCounter.builder(
            "okta.bucket." + name, budget, of -> value.applyAsDouble(of.snapshot(bucket)))
        .tags(tags)
        .register(meters);
  }
}
