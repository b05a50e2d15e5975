package org.oktadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A home with routes of its own, which a test may edit, and without rules: where checks and
 * detections are nobody's matter, holding them against all that is collected is a third of its
 * cost.
 */
public final class CopiedRoutes {

  private CopiedRoutes() {}

  /** Lays it out in a folder, and answers where it is. */
  public static Path in(Path folder) throws IOException {
    Path routes = Files.createDirectories(folder.resolve("home/routes"));
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    return folder.resolve("home");
  }

  /** The same for an org whose rate limits count in shorter windows than Okta's minute. */
  public static Path in(Path folder, Duration window) throws IOException {
    Path home = in(folder);
    Path route = home.resolve("routes/okta-get.camel.yaml");
    List<String> lines = Files.readAllLines(route);
    List<String> edited =
        lines.stream()
            .map(
                line ->
                    line.replace(
                        "timePeriodMillis: \"60000\"",
                        "timePeriodMillis: \"" + window.toMillis() + "\""))
            .toList();
    assertThat(edited).isNotEqualTo(lines);
    Files.write(route, edited);
    return home;
  }
}
