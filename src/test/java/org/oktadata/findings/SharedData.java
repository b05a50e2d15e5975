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

  private SharedData() {}

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
