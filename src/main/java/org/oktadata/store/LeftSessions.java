package org.oktadata.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that a killed PostgreSQL has left: each ends once its statement has, and until then no
 * other server starts in their folder, as they share memory. Found where there is a /proc;
 * elsewhere the start finds out by itself.
 */
final class LeftSessions {

  private static final Logger log = LoggerFactory.getLogger(LeftSessions.class);

  /** What takes longer may take hours, and is better looked at. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Duration LOOK = Duration.ofMillis(100);

  private LeftSessions() {}

  /**
   * Returns once there are none. Throws with the ids of their processes where they don't end.
   *
   * @param data the server's folder, which its processes work in
   */
  static void await(Path data) {
    Instant end = Instant.now().plus(LONGEST);
    List<Long> left = in(data);
    if (!left.isEmpty()) {
      log.warn("Database: waiting for what a killed PostgreSQL has left running: {}", left);
    }
    while (!left.isEmpty()) {
      if (Instant.now().isAfter(end) || Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException(
            "okta.database.directory: %s is in use by processes %s of a PostgreSQL that was killed; end them, and start again"
                .formatted(data, left));
      }
      LockSupport.parkNanos(LOOK.toNanos());
      left = in(data);
    }
  }

  private static List<Long> in(Path data) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(process -> worksIn(process, data))
        .sorted()
        .toList();
  }

  /** Whether the process works in that folder, as all of a server's do; no, where it isn't ours. */
  static boolean worksIn(long process, Path data) {
    try {
      return Files.isSameFile(
          Files.readSymbolicLink(Path.of("/proc", Long.toString(process), "cwd")), data);
    } catch (IOException e) {
      // It has ended, is somebody else's, or there is no /proc.
      return false;
    }
  }
}
