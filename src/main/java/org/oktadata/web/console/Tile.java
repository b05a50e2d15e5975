package org.oktadata.web.console;

import java.time.Instant;
import org.oktadata.collect.RunProgress;
import org.oktadata.integrations.Integration;

/**
 * An integration at a glance.
 *
 * @param running the run under way, or null
 * @param lastEnded when the last run ended, and how
 * @param polled when the System Log was last read
 * @param streamed when a stream last brought something
 * @param gap whether a stream has an open gap
 */
record Tile(
    Integration integration,
    RunProgress running,
    Long lastRun,
    String lastStatus,
    Instant lastEnded,
    Instant polled,
    Instant streamed,
    boolean gap,
    long openFindings,
    long worstFindings) {

  public boolean owned() {
    return integration.managedBy() == Integration.ManagedBy.CONFIGURATION;
  }

  public boolean failed() {
    return integration.state() == Integration.State.FAILED;
  }

  public long answered() {
    return running.dataTypes().stream().mapToLong(part -> ended(part) ? 1 : 0).sum();
  }

  public long planned() {
    return running.dataTypes().size();
  }

  public long records() {
    return running.dataTypes().stream().mapToLong(RunProgress.Part::records).sum();
  }

  private static boolean ended(RunProgress.Part part) {
    return !part.status().equals("PENDING") && !part.status().equals("RUNNING");
  }
}
