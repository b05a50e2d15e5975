package org.oktadata.bench;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** CPU of each way, as a share of the SDK's with Java's own options, and with ours. */
  void ratios() {
    ToDoubleFunction<String> mean = what -> sums.get(what) / counts.get(what);
    System.out.println();
    for (String sdk : List.of(Cost.SDK, Cost.SDK_LIKE_APP)) {
      for (String what : List.of(Cost.FIRST, Cost.AGAIN)) {
        if (sums.containsKey(sdk)) {
          System.out.printf(
              "CPU of \"%s\", database included, is %.2f times that of \"%s\"%n",
              what, mean.applyAsDouble(what) / mean.applyAsDouble(sdk), sdk);
        }
      }
    }
  }
}
