package org.oktadata.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of YAML in the routes folder that isn't read, because of what it is called. */
final class UnreadFiles {

  private static final Logger log = LoggerFactory.getLogger(UnreadFiles.class);

  private final Path folder;
  private Set<Path> told = Set.of();

  UnreadFiles(Path folder) {
    this.folder = folder;
  }

  /** Tells each once, as long as it lies there. */
  synchronized void tell() {
    Set<Path> found;
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      found =
          walk.filter(this::isUnread)
              .filter(Files::isRegularFile)
              .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException | UncheckedIOException e) {
      // Who reads the routes tells it.
      return;
    }
    found.stream()
        .filter(file -> !told.contains(file))
        .forEach(
            file ->
                log.warn(
                    "Routes: {} isn't read: the name of a route file ends in .camel.yaml, and that of the catalogue is {}. Rename it, or keep it elsewhere",
                    file,
                    RouteFiles.CATALOGUE));
    told = found;
  }

  private boolean isUnread(Path file) {
    String name = folder.relativize(file).toString();
    return name.matches("(?i).*[.]ya?ml([.]txt)?")
        && !name.endsWith(RouteFiles.ENDING)
        && !name.equals(RouteFiles.CATALOGUE)
        && !name.startsWith(".");
  }
}
