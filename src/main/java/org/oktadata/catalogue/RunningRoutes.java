package org.oktadata.catalogue;

import java.time.Instant;
import org.springframework.stereotype.Component;

/** What this instance runs of the routes folder, and which edit of it isn't taken over. */
@Component
public class RunningRoutes {

  private volatile Running running = new Running(0, 0, null);

  /**
   * An edit that isn't taken over.
   *
   * @param at when it was first looked at
   * @param reason file, line and cure, and what runs instead
   */
  public record Refusal(Instant at, String reason) {}

  /**
   * What runs on this instance.
   *
   * @param files route files
   * @param dataTypes data types of the catalogue
   * @param refused null while the folder holds what runs
   */
  public record Running(int files, int dataTypes, Refusal refused) {}

  /** The folder as it was last taken over. */
  public Running now() {
    return running;
  }

  /** So many are taken over; whether the folder holds something else by now is seen later. */
  public synchronized void taken(int files, int dataTypes) {
    running = new Running(files, dataTypes, running.refused());
  }

  /** The moment that is told is that of the first look at this problem. */
  public synchronized void refused(String reason) {
    Refusal known = running.refused();
    if (known == null || !known.reason().equals(reason)) {
      running =
          new Running(running.files(), running.dataTypes(), new Refusal(Instant.now(), reason));
    }
  }

  /** The folder holds what runs. */
  public synchronized void nothingRefused() {
    running = new Running(running.files(), running.dataTypes(), null);
  }
}
