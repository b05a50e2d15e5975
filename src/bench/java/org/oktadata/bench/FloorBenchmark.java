package org.oktadata.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.oktadata.AppUnderTest;
import org.oktadata.collect.WholeOrg;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxLimits;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;

/**
 * How near a full collection comes to what Okta's rate limits allow at best: alone, then while others
 * use the same buckets. The floor of a bucket is its calls / (limit × share) windows, as if its calls
 * were spread evenly; the slowest bucket's is that of the collection. Okta's windows let the first
 * quota through at once, so few windows can take less than the floor: then only many users tell.
 *
 * <p>Options: {@code --users=800 --share=0.5 --others=0.2 --latency=50 --window=60
 * --rounds=alone,others}.
 */
public final class FloorBenchmark {

  private final Options options;
  private final double share;
  private final SandboxLimits limits;

  private FloorBenchmark(Options options) {
    this.options = options;
    this.share = Double.parseDouble(options.text("share", "0.5"));
    this.limits =
        SandboxLimits.workforce(1)
            // As Okta counts what hangs on a user, which the sandbox's own table leaves to /api/v1.
            .bucket("/api/v1/users", 600, "/api/v1/users", "/api/v1/users/*")
            .every(Duration.ofSeconds(options.number("window", 60)));
  }

  public static void main(String[] arguments) throws Exception {
    FloorBenchmark benchmark = new FloorBenchmark(new Options(arguments));
    for (String round : benchmark.options.text("rounds", "alone,others").split(",")) {
      double others = Double.parseDouble(benchmark.options.text("others", "0.2"));
      benchmark.round(round, round.equals("alone") ? 0 : others);
    }
    System.exit(0);
  }

  private void round(String name, double others) throws Exception {
    OrgSize size = OrgSize.ofUsers(options.number("users", 800)).withStories(false);
    Path folder = Files.createTempDirectory("floor");
    try (SandboxOkta okta =
            SandboxOkta.start(
                    SandboxOrg.generate(size, 1),
                    SandboxOptions.standard()
                        .withLimits(limits)
                        .withLatency(Duration.ofMillis(options.number("latency", 50))))
                .register(SandboxClient.withSecret("app", "secret"));
        AppUnderTest app =
            AppUnderTest.start(
                folder,
                okta,
                "--okta.integrations[0].rate-limit-share=" + share,
                "--okta.integrations[0].log-history=91d",
                "--okta.schedule.full=0",
                "--okta.schedule.delta=0",
                "--okta.schedule.verify=0",
                "--okta.checks=" + folder.resolve("no-checks"),
                "--okta.detections=" + folder.resolve("no-detections"));
        OtherTraffic traffic = OtherTraffic.start(okta, "app", "secret", limits, others)) {
      okta.statistics().reset();
      JsonNode run = app.collectFor(Duration.ofHours(2), "{}");
      traffic.end();
      print(name, run, seconds(run), okta, app, traffic);
    }
  }

  /** By the run's own times: asking how far it is takes seconds on a busy machine. */
  private static double seconds(JsonNode run) {
    Instant started = Instant.parse(run.path("startedAt").asText());
    return Duration.between(started, Instant.parse(run.path("finishedAt").asText())).toMillis() / 1e3;
  }

  private void print(
      String name,
      JsonNode run,
      double seconds,
      SandboxOkta okta,
      AppUnderTest app,
      OtherTraffic traffic) {
    System.out.printf("%n%s: %s after %.1f s%n%n", name, run.path("status").asText(), seconds);
    System.out.println("| bucket | our calls | others' | limit | our share | floor, s |");
    System.out.println("|---|--:|--:|--:|--:|--:|");
    limits.buckets().entrySet().stream()
        .sorted(Comparator.comparing(bucket -> -floor(bucket, okta, traffic)))
        .filter(bucket -> okta.statistics().callsInBucket(bucket.getKey()) > 0)
        .forEach(
            bucket ->
                System.out.printf(
                    "| %s | %,d | %,d | %,d | %,d | %.1f |%n",
                    bucket.getKey(),
                    ours(bucket.getKey(), okta, traffic),
                    traffic.calls(bucket.getKey()),
                    bucket.getValue(),
                    quota(bucket.getValue()),
                    floor(bucket, okta, traffic)));
    double slowest =
        limits.buckets().entrySet().stream()
            .mapToDouble(bucket -> floor(bucket, okta, traffic))
            .max()
            .orElse(0);
    System.out.printf(
        "%nfloor %.1f s, took %.3f of it; answers of 429: %d ours, %d others'; database %s%n",
        slowest,
        seconds / slowest,
        okta.statistics().tooManyRequests() - traffic.refused(),
        traffic.refused(),
        difference(okta, app));
  }

  private double floor(Map.Entry<String, Integer> bucket, SandboxOkta okta, OtherTraffic traffic) {
    double windows = ours(bucket.getKey(), okta, traffic) / (double) quota(bucket.getValue());
    return windows * limits.window().toSeconds();
  }

  private long quota(int limit) {
    return Math.max(1, (long) Math.floor(limit * share + 1e-9));
  }

  private static long ours(String bucket, SandboxOkta okta, OtherTraffic traffic) {
    return okta.statistics().callsInBucket(bucket) - traffic.calls(bucket);
  }

  private static String difference(SandboxOkta okta, AppUnderTest app) {
    try {
      new WholeOrg(app, "acme", okta.org()).isCollected();
      return "equals the org";
    } catch (AssertionError difference) {
      return "differs: " + difference.getMessage();
    }
  }
}
