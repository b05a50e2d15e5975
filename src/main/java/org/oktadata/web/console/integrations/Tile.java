package org.oktadata.web.console.integrations;

import java.time.Instant;
import org.oktadata.integrations.Integration;

/**
 * An integration at a glance.
 *
 * @param running the run under way, or null
 * @param lastEnded when the last run ended, and how
 * @param failedTest the test that failed since its settings were changed and since the last run, or
 *     null
 * @param polled when the System Log was last read
 * @param streamed when a stream last brought something
 * @param gap whether a stream has an open gap
 */
record Tile(
    Integration integration,
    RunView running,
    Long lastRun,
    String lastStatus,
    Instant lastEnded,
    Long failedTest,
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

  /** In which state people see it, and with which colour: the class of a chip. */
  public Mood mood() {
    if (failed()) {
      return new Mood("Failed", "failed");
    }
    if (running != null) {
      return new Mood("Collecting", "running");
    }
    if (failedTest != null) {
      return new Mood("Not connected", "failed");
    }
    if (lastStatus == null) {
      return new Mood("Not collected yet", "");
    }
    return lastStatus.equals("FAILURE")
        ? new Mood("Collection failed", "failed")
        : new Mood("Ready", "ready");
  }

  /** A state in words, and the class of its chip. */
  record Mood(String words, String tone) {}
}
