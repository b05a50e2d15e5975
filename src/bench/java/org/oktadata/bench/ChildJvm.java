package org.oktadata.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A further JVM with this one's class path. */
final class ChildJvm {

  private ChildJvm() {}

  /** Starts a class in it; what it writes to its standard error goes into a file. */
  static ProcessBuilder of(
      List<String> options, String main, List<String> arguments, Path errors) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(errors.toFile());
  }

  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static IllegalStateException failed(String what, Path log) throws IOException {
    return new IllegalStateException(what + "; see " + log);
  }
}
