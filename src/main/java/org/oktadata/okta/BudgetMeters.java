package org.oktadata.okta;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.search.Search;
import java.util.List;
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

  private static final List<Figure> GAUGES =
      List.of(
          new Figure("limit", "Requests a window that Okta grants", BucketSnapshot::limit),
          new Figure(
              "remaining", "What is left of the limit in this window", BucketSnapshot::remaining),
          new Figure("in.flight", "Our requests on their way", BucketSnapshot::inFlight),
          new Figure("waiting", "Our requests that wait for their turn", BucketSnapshot::waiting),
          new Figure(
              "foreign", "What others use of the bucket, estimated", BucketSnapshot::foreign));

  private static final List<Figure> COUNTERS =
      List.of(
          new Figure("calls", "Our requests", BucketSnapshot::calls),
          new Figure("rate.limited", "Our requests that got 429", BucketSnapshot::rateLimited));

  private record Figure(String name, String about, ToDoubleFunction<BucketSnapshot> value) {

    ToDoubleFunction<IntegrationBudget> of(String bucket) {
      return budget -> value.applyAsDouble(budget.snapshot(bucket));
    }
  }

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
          for (Figure figure : GAUGES) {
            Gauge.builder(PREFIX + figure.name(), budget, figure.of(bucket))
                .description(figure.about())
                .tags(tags)
                .register(meters);
          }
          for (Figure figure : COUNTERS) {
            FunctionCounter.builder(PREFIX + figure.name(), budget, figure.of(bucket))
                .description(figure.about())
                .tags(tags)
                .register(meters);
          }
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
}
