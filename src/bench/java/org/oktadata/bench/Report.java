package org.oktadata.bench;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints a Markdown table, to be kept in docs/benchmarks.md. */
final class Report {

  private final Map<String, Double> sums = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  void head(Options options) {
    System.out.printf(
        """

        %s, %s, %d processors, Java %s; org of %,d users, heaps of %s

        | round | what | records | seconds | records/s | CPU s per 100,000: JVM | database | together | peak heap MB |
        |---|---|--:|--:|--:|--:|--:|--:|--:|
        """,
        LocalDate.now(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        options.users(),
        options.heap());
  }

  void row(int round, String what, Cost cost) {
    System.out.printf(
        "| %d | %s | %,d | %.1f | %,.0f | %.1f | %.1f | %.1f | %d |%n",
        round,
        what,
        cost.records(),
        cost.seconds(),
        cost.records() / cost.seconds(),
        cost.scaled(cost.jvm()),
        cost.scaled(cost.database()),
        cost.perHundredThousand(),
        cost.peak());
    sums.merge(what, cost.perHundredThousand(), Double::sum);
    counts.merge(what, 1, Integer::sum);
  }

  /** CPU of each way, as a share of the SDK's. */
  void ratios() {
    ToDoubleFunction<String> mean = what -> sums.get(what) / counts.get(what);
    System.out.println();
    if (sums.containsKey(Cost.SDK)) {
      sums.keySet().stream()
          .filter(what -> !what.equals(Cost.SDK))
          .forEach(
              what ->
                  System.out.printf(
                      "CPU of \"%s\", database included, is %.2f times that of the SDK%n",
                      what, mean.applyAsDouble(what) / mean.applyAsDouble(Cost.SDK)));
    }
  }
}
