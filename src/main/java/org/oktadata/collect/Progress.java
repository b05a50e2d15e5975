package org.oktadata.collect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.instances.Instance;
import org.oktadata.instances.Lease;
import org.oktadata.instances.Leases;
import org.oktadata.instances.Workload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells in the log how far this instance's runs are: one line each data type under way of which
 * something came, at a human pace, and what keeps the others waiting.
 */
@Component
public class Progress {

  private static final Logger log = LoggerFactory.getLogger(Progress.class);
  private static final Duration PACE = Duration.ofSeconds(10);

  /** Data types of a sentence that are named; the others are counted. */
  private static final int NAMED = 3;

  /** What has come of a data type of a run: as long as that stays so, there is nothing to tell. */
  private record Figures(long answered, long pages, long records) {

    private static final Figures NONE = new Figures(0, 0, 0);

    private static Figures of(RunProgress.Part part) {
      return new Figures(part.answered(), part.pages(), part.records());
    }
  }

  /** What was told of a run. */
  private static final class Told {
    private final Map<String, Figures> figures = new HashMap<>();
    private final Set<String> reasons = new HashSet<>();
  }

  private final RunReader runs;
  private final FailingPages failing;
  private final Leases leases;
  private final Workload workload;
  private final Instance instance;
  private final Map<Long, Told> told = new HashMap<>();
  private long toldAt = System.nanoTime() - PACE.toNanos();

  Progress(
      RunReader runs, FailingPages failing, Leases leases, Workload workload, Instance instance) {
    this.runs = runs;
    this.failing = failing;
    this.leases = leases;
    this.workload = workload;
    this.instance = instance;
  }

  /** Writes the lines, if it is time again. */
  public void report() {
    long now = System.nanoTime();
    if (now - toldAt < PACE.toNanos()) {
      return;
    }
    toldAt = now;
    tell();
  }

  /** Writes a line for each data type of which something has come since its last line. */
  synchronized void tell() {
    String where = workload.instances() > 1 ? " (" + instance.id() + ")" : "";
    List<String> ours = leases.held().stream().map(Lease::integration).toList();
    List<RunProgress> underWay = runs.underWay(ours);
    told.keySet().retainAll(underWay.stream().map(RunProgress::id).toList());
    underWay.forEach(run -> tell(run, told.computeIfAbsent(run.id(), any -> new Told()), where));
  }

  private void tell(RunProgress run, Told told, String where) {
    Map<String, String> reasons = failing.reasons(run.id());
    Map<String, List<String>> waiting = new LinkedHashMap<>();
    for (RunProgress.Part part : run.dataTypes()) {
      if (part.status() != RunStatus.RUNNING) {
        continue;
      }
      Figures now = Figures.of(part);
      String reason = reasons.get(part.dataType());
      if (!now.equals(told.figures.getOrDefault(part.dataType(), Figures.NONE))) {
        log.info("{} {}: {}{}", run.integration(), part.dataType(), line(part), where);
        told.figures.put(part.dataType(), now);
      } else if (reason != null) {
        waiting.computeIfAbsent(reason, any -> new ArrayList<>()).add(part.dataType());
      }
    }
    tellWhatWaits(run, told, waiting, where);
  }

  /** Each cause once, until nothing waits because of it. */
  private static void tellWhatWaits(
      RunProgress run, Told told, Map<String, List<String>> waiting, String where) {
    told.reasons.retainAll(waiting.keySet());
    waiting.forEach(
        (reason, types) -> {
          if (told.reasons.add(reason)) {
            log.warn(
                "{}: {} to be tried again. {}{}",
                run.integration(),
                names(types) + (types.size() == 1 ? " waits" : " wait"),
                reason,
                where);
          }
        });
  }

  private static String names(List<String> types) {
    String named = String.join(", ", types.subList(0, Math.min(NAMED, types.size())));
    return types.size() > NAMED ? "%s and %d more".formatted(named, types.size() - NAMED) : named;
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
