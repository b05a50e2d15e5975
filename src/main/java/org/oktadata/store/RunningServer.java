package org.oktadata.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server that runs in a folder, as its postmaster.pid tells, whoever started it. */
record RunningServer(ProcessHandle process, int port, Path data) {

  private static final String ID = "postmaster.pid";

  /** Where Linux tells what a process is. */
  private static final Path PROCESSES = Path.of("/proc/self");

  /** Together with what else a stop takes, less than the 30 s after which it is killed. */
  private static final int LONGEST_STOP_SECONDS = 10;

  static Optional<RunningServer> in(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve(ID));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() < 4) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
        .filter(process -> isServer(process, data))
        .map(process -> new RunningServer(process, Integer.parseInt(lines.get(3).trim()), data));
  }

  /** A file that was left names a process that may be anybody's by now, such as another server. */
  private static boolean isServer(ProcessHandle process, Path data) {
    return process.isAlive()
        && process.info().command().map(command -> command.contains("postgres")).orElse(true)
        && (!Files.isDirectory(PROCESSES) || LeftSessions.worksIn(process.pid(), data));
  }

  /**
   * Removes what a killed server has left, once none of its processes is there any more. The next
   * one looks itself whether the process of that id lives, but not what it is, and wouldn't start.
   */
  static void forget(Path data) throws IOException {
    if (Files.isDirectory(PROCESSES)) {
      Files.deleteIfExists(data.resolve(ID));
    }
  }

  /**
   * Ends it, sessions of others too, and returns once it has ended: its files may be copied then.
   *
   * @return whether it has
   */
  boolean stop() throws InterruptedException {
    // A fast stop, which Java can't ask for: the usual signal waits for the sessions of others.
    try {
      new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroy();
    }
    return ends();
  }

  private boolean ends() throws InterruptedException {
    try {
      process.onExit().get(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }
}
