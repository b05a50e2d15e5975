package org.oktadata.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU seconds of processes, read from Linux's /proc. */
public final class CpuTime {

  private static final double TICKS_A_SECOND = 100;

  private CpuTime() {}

  /** Of one process. */
  public static double of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(spent -> spent.toMillis() / 1000.0)
        .orElse(Double.NaN);
  }

  /** Of a PostgreSQL server: its main process, those it has started, and those that have ended. */
  public static double ofPostgres(Path data) throws IOException {
    long main = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
    double ticks = 0;
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      List<Path> all = processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList();
      for (Path process : all) {
        ticks += ticks(process, main);
      }
    }
    return ticks / TICKS_A_SECOND;
  }

  /** Fields of /proc/pid/stat behind the name: 1 parent, 11 to 14 times, children's included. */
  private static double ticks(Path process, long main) throws IOException {
    String stat;
    try {
      stat = Files.readString(process.resolve("stat"));
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      if (Files.exists(process)) {
        throw e;
      }
      return 0;
    }
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    boolean counts =
        process.getFileName().toString().equals(Long.toString(main))
            || fields[1].equals(Long.toString(main));
    return counts ? Stream.of(fields).skip(11).limit(4).mapToLong(Long::parseLong).sum() : 0;
  }
}
