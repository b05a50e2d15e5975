package org.oktadata.collect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Why data types of a run failed, as far as the log has it: what fails all alike is one line. */
final class ToldReasons {

  /** Older ones are of runs that ended long ago. */
  private static final int NEWEST = 1_000;

  private record Told(long run, String reason) {}

  private final Set<Told> told =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Told, Boolean> eldest) {
              return size() > NEWEST;
            }
          });

  /** Whether the run has not told it yet; from now on it has. */
  synchronized boolean isNew(long run, String reason) {
    return told.add(new Told(run, reason));
  }
}
