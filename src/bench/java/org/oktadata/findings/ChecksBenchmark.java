package org.oktadata.findings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Seconds of every posture check over a large org, written into an embedded PostgreSQL, and of all
 * together: the first time, when findings are opened, and again, when nothing has changed. Options:
 * users (100,000) and events (1,000,000).
 */
public final class ChecksBenchmark {

  private ChecksBenchmark() {}

  public static void main(String[] arguments) {
    int users = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int events = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    Engine engine = new Engine();
    String integration = FindingsDatabase.integration();
    List<Check> checks =
        engine.library.current().checks().stream().filter(check -> check.manual() == null).toList();
    long started = System.nanoTime();
    new LargeOrg(engine.database, integration, users, events).fill(checks);
    System.out.printf("%nAn org of %,d users and %,d events, written in %.0f s%n%n", users, events, seconds(started));
    Map<String, Double> first = evaluate(engine, checks, integration);
    Map<String, Double> again = evaluate(engine, checks, integration);
    report(engine.database, integration, first, again);
    System.exit(0);
  }

  private static Map<String, Double> evaluate(Engine engine, List<Check> checks, String integration) {
    Map<String, Double> took = new LinkedHashMap<>();
    for (Check check : checks) {
      long started = System.nanoTime();
      engine.checks.evaluate(check, integration);
      took.put(check.id(), seconds(started));
    }
    return took;
  }

  private static void report(
      JdbcClient database, String integration, Map<String, Double> first, Map<String, Double> again) {
    Map<String, String> states = new LinkedHashMap<>();
    database
        .sql("select check_id, coalesce(failing::text, state || ' ' || reason) from store.check_state where integration = ?")
        .param(integration)
        .query(row -> { states.put(row.getString(1), row.getString(2)); });
    System.out.printf("| check | subjects that fail | first, s | again, s |%n|---|--:|--:|--:|%n");
    first.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            each ->
                System.out.printf(
                    "| %s | %s | %.2f | %.2f |%n",
                    each.getKey(), states.get(each.getKey()), each.getValue(), again.get(each.getKey())));
    System.out.printf("| all %d | | %.1f | %.1f |%n", first.size(), sum(first), sum(again));
  }

  private static double sum(Map<String, Double> seconds) {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
