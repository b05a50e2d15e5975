package org.oktadata.findings;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Published lists that lie beside the project, not in it; tests that need them are skipped without.
 */
public final class SharedData {

  /** Why a class is skipped as a whole; what a method before all skips isn't told by Surefire. */
  public static final String ABSENT =
      "../shared isn't here; set -Dshared=<folder> to run this test";

  private SharedData() {}

  /** Whether there is anything of it. */
  public static boolean isThere() {
    return Files.exists(Path.of(System.getProperty("shared", "../shared")));
  }

  /** That folder or file; the test that asks is skipped without it. */
  public static Path folder(String name) {
    Path path =
        Path.of(System.getProperty("shared", "../shared"))
            .resolve(name)
            .toAbsolutePath()
            .normalize();
    assumeTrue(
        Files.exists(path), () -> path + " isn't here; set -Dshared=<folder> to run this test");
    return path;
  }

  static List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder(name)).stream().filter(line -> !line.isBlank()).toList();
  }
}
