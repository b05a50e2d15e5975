package org.oktadata.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.oktadata.instances.Instance;
import org.oktadata.instances.Lease;
import org.oktadata.instances.Leases;
import org.oktadata.instances.Workload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells in the log how far this instance's runs are: one line each data type under way, at a human
 * pace.
 */
@Component
public class Progress {

  private static final Logger log = LoggerFactory.getLogger(Progress.class);
  private static final Duration PACE = Duration.ofSeconds(10);

  private final RunReader runs;
  private final Leases leases;
  private final Workload workload;
  private final Instance instance;
  private Instant next = Instant.EPOCH;

  Progress(RunReader runs, Leases leases, Workload workload, Instance instance) {
    this.runs = runs;
    this.leases = leases;
    this.workload = workload;
    this.instance = instance;
  }

  /** Writes the lines, if it is time again. */
  public void report() {
    if (Instant.now().isBefore(next)) {
      return;
    }
    next = Instant.now().plus(PACE);
    String where = workload.instances() > 1 ? " (" + instance.id() + ")" : "";
    List<String> ours = leases.held().stream().map(Lease::integration).toList();
    for (RunProgress run : runs.underWay(ours)) {
      run.dataTypes().stream()
          .filter(part -> part.status() == RunStatus.RUNNING)
          .forEach(
              part ->
                  log.info("{} {}: {}{}", run.integration(), part.dataType(), line(part), where));
    }
  }

  private static String line(RunProgress.Part part) {
    StringBuilder line = new StringBuilder();
    if (part.planned() > 1) {
      line.append("%,d of %,d lists, ".formatted(part.answered(), part.planned()));
    }
    line.append(
        "%,d records in %,d pages, %,d calls"
            .formatted(part.records(), part.pages(), part.calls()));
    if (part.expected() != null) {
      line.append(", %,d records expected".formatted(part.expected()));
    }
    if (part.failedCalls() > 0) {
      line.append(" (%,d failed)".formatted(part.failedCalls()));
    }
    if (part.limitPerMinute() != null) {
      line.append(", up to %,d a minute".formatted(part.limitPerMinute()));
    }
    if (part.etaSeconds() != null) {
      line.append(", about %s left".formatted(left(part.etaSeconds())));
    }
    return line.toString();
  }

  private static String left(long seconds) {
    return seconds < 90 ? seconds + " s" : "%,d min".formatted((seconds + 59) / 60);
  }
}
