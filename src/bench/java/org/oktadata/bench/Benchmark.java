package org.oktadata.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a collection costs: a sandbox org without rate limit and latency, collected into the
 * embedded PostgreSQL; and the same users listed by Okta's Java SDK, fetched and parsed only, in
 * turns. Sandbox, application and SDK run in JVMs of their own, with heaps of the same size.
 * Options: {@code --users=100000 --rounds=2 --heap=256m --types=users|all --sdk=true|false
 * --jfr=true|false}.
 */
public final class Benchmark {

  private final Options options;
  private final Report report = new Report();

  private Benchmark(Options options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    new Benchmark(new Options(arguments)).run();
  }

  private void run() throws Exception {
    Path work = Files.createDirectories(Path.of("target", "bench")).toAbsolutePath();
    try (SandboxProcess sandbox = SandboxProcess.start(options, work)) {
      report.head(options);
      for (int round = 1; round <= options.rounds(); round++) {
        Path folder = Files.createTempDirectory(work, "round");
        collect(sandbox, folder, round);
        if (options.sdk()) {
          report.row(round, Cost.SDK, SdkProcess.list(sandbox, options, folder, List.of()));
          report.row(
              round,
              Cost.SDK_LIKE_APP,
              SdkProcess.list(sandbox, options, folder, AppProcess.SHIPPED));
        }
      }
    }
    report.ratios();
  }

  private void collect(SandboxProcess sandbox, Path folder, int round) throws Exception {
    try (AppProcess app = AppProcess.start(sandbox, options, folder)) {
      List<String> types = options.everything() ? List.of() : List.of("users");
      report.row(round, Cost.FIRST, app.collect(types));
      report.row(round, Cost.AGAIN, app.collect(types));
    }
  }
}
