package org.oktadata.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.oktadata.collect.WholeOrg;
import org.oktadata.instances.InstanceProcess;
import org.oktadata.instances.SandboxOrgs;
import org.oktadata.instances.SharedDatabase;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxLimits;
import org.oktadata.sandbox.SandboxOptions;

/**
 * Many orgs on several instances: each org collected once, whoever does it, also when one of them
 * is killed in the middle; and how throughput grows with instances. Options: {@code --orgs=200
 * --users=200 --events=200 --instances=1,2,3 --each=50 --latency=50 --window=60 --kill=true|false
 * }. Each number of instances begins with an empty database; {@code --kill=true} kills one of
 * the last number when half of the orgs are done.
 */
public final class InstancesBenchmark {

  private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  private final Options options;
  private final Path work;

  private InstancesBenchmark(Options options) throws Exception {
    this.options = options;
    this.work = Files.createDirectories(Path.of("target", "bench")).toAbsolutePath();
  }

  public static void main(String[] arguments) throws Exception {
    new InstancesBenchmark(new Options(arguments)).run();
  }

  private void run() throws Exception {
    System.out.println("instances | killed | orgs | calls | seconds | calls/s | 429 | runs | whole");
    String[] numbers = options.text("instances", "1,2,3").split(",");
    for (int i = 0; i < numbers.length; i++) {
      boolean kill = i == numbers.length - 1 && options.text("kill", "true").equals("true");
      round(Integer.parseInt(numbers[i]), kill);
    }
  }

  private void round(int number, boolean kill) throws Exception {
    Path folder = Files.createTempDirectory(work, "instances");
    List<InstanceProcess> instances = new ArrayList<>();
    try (SharedDatabase database = SharedDatabase.start(folder.resolve("database"));
        SandboxOrgs orgs = orgs()) {
      for (int i = 1; i <= number; i++) {
        instances.add(InstanceProcess.start("bench" + i, folder, arguments(database, orgs)));
        if (i == 1) {
          instances.get(0).ready();
        }
      }
      instances.forEach(InstanceProcess::ready);
      measure(database, orgs, instances, kill);
    } finally {
      for (InstanceProcess instance : instances) {
        instance.close();
      }
    }
  }

  private void measure(
      SharedDatabase database, SandboxOrgs orgs, List<InstanceProcess> instances, boolean kill)
      throws Exception {
    long before = orgs.calls();
    long start = System.nanoTime();
    for (int i = 0; i < orgs.all().size(); i++) {
      instances.get(0).call("POST", "/api/integrations/" + orgs.name(i) + "/collect", "{}");
    }
    boolean killed = false;
    while (database.count("select count(*) from store.run where status = 'RUNNING'") > 0) {
      long done = database.count("select count(*) from store.run where status <> 'RUNNING'");
      if (kill && !killed && done >= orgs.all().size() / 2) {
        instances.get(instances.size() - 1).kill();
        killed = true;
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long calls = orgs.calls() - before;
    long runs = database.count("select count(*) from store.run where status = 'SUCCESS' and mode = 'full'");
    System.out.printf(
        "%d | %s | %d | %,d | %.1f | %.0f | %d | %d | %d%n",
        instances.size(),
        killed ? "1" : "–",
        orgs.all().size(),
        calls,
        seconds,
        calls / seconds,
        orgs.tooManyRequests(),
        runs,
        whole(database, orgs));
    System.out.println(
        "  runs by instance: "
            + database
                .client()
                .sql("select split_part(instance, '-', 1) || ' ' || count(*) from store.run group by split_part(instance, '-', 1) order by 1")
                .query(String.class)
                .list());
  }

  /** How many orgs are in the database exactly as they are. */
  private static int whole(SharedDatabase database, SandboxOrgs orgs) {
    int whole = 0;
    for (int i = 0; i < orgs.all().size(); i++) {
      try {
        new WholeOrg(database.client(), orgs.name(i), orgs.get(i).org()).isCollected();
        whole++;
      } catch (AssertionError difference) {
        System.out.println(orgs.name(i) + ": " + difference.getMessage());
      }
    }
    return whole;
  }

  private SandboxOrgs orgs() {
    return new SandboxOrgs(
        options.number("orgs", 200),
        OrgSize.ofUsers(options.number("users", 200))
            .withEvents(options.number("events", 200)),
        SandboxOptions.standard()
            .withLimits(
                SandboxLimits.workforce(1)
                    .every(Duration.ofSeconds(options.number("window", 60))))
            .withLatency(Duration.ofMillis(options.number("latency", 50))));
  }

  private List<String> arguments(SharedDatabase database, SandboxOrgs orgs) {
    List<String> arguments = new ArrayList<>(database.arguments());
    arguments.addAll(orgs.arguments());
    arguments.addAll(
        List.of(
            "--okta.data-key=" + KEY,
            "--okta.instance.integrations=" + options.number("each", 50),
            "--okta.checks=" + work.resolve("no-checks"),
            "--okta.detections=" + work.resolve("no-detections"),
            "--okta.schedule.full=24h",
            "--okta.schedule.log=0"));
    return arguments;
  }
}
