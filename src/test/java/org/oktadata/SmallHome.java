package org.oktadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A home with all routes of its own, but few data types: others are the same routes once more. */
public final class SmallHome {

  private SmallHome() {}

  /** Lays it out in a folder, and answers where it is. */
  public static Path in(Path folder, Set<String> dataTypes) {
    try {
      return laidOut(folder, dataTypes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path laidOut(Path folder, Set<String> dataTypes) throws IOException {
    Path home = CopiedRoutes.in(folder);
    Path types = home.resolve("routes/data-types.yaml");
    List<String> few =
        Files.readAllLines(types).stream()
            .filter(line -> dataTypes.contains(line.split(":")[0]))
            .toList();
    assertThat(few).hasSameSizeAs(dataTypes);
    Files.write(types, few);
    return home;
  }
}
