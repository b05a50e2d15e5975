package org.oktadata.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.oktadata.ApplicationProcess;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Memory, threads, connections and calls of a process, compared with when it was first looked at.
 */
final class ProcessHealth {

  private static final long MEGABYTE = 1_000_000;

  /** What caches, statistics and compiled code may add; a leak of pages is larger. */
  private static final long MORE_MEMORY = 20 * MEGABYTE;

  private static final int MORE_THREADS = 60;

  private record Size(long bytes, long threads) {}

  private final Map<Long, Size> first = new HashMap<>();

  void isAsBefore(Surroundings surroundings) {
    ApplicationProcess application = surroundings.application();
    nothingIsUnderWay(application);
    nobodyHoldsATransaction(surroundings.client());
    Size now = new Size(application.liveBytes(), application.threads());
    Size before = first.putIfAbsent(application.pid(), now);
    System.out.printf(
        "Faults: %.1f MB, %d threads in process %d%n",
        now.bytes() / 1e6, now.threads(), application.pid());
    if (before != null) {
      assertThat(now.bytes()).as("bytes in use").isLessThan(before.bytes() + MORE_MEMORY);
      assertThat(now.threads()).as("threads").isLessThan(before.threads() + MORE_THREADS);
    }
  }

  /** Between two heartbeats no route works on anything. */
  private static void nothingIsUnderWay(ApplicationProcess application) {
    Awaitility.await()
        .alias("no exchange is in flight")
        .atMost(60, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                application
                    .send("GET", "/actuator/prometheus", null)
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("camel_exchanges_inflight"))
                    .filter(line -> !line.contains("routeId=\"stream-sqs\""))
                    .noneMatch(line -> Double.parseDouble(line.replaceAll(".* ", "")) > 0));
  }

  private static void nobodyHoldsATransaction(JdbcClient database) {
    Awaitility.await()
        .alias("no transaction is left open")
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () ->
                database
                        .sql(
                            """
                            select count(*) from pg_stat_activity
                            where state like 'idle in transaction%' and state_change < now() - interval '5 seconds'""")
                        .query(Long.class)
                        .single()
                    == 0);
  }
}
