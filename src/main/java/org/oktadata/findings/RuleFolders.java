package org.oktadata.findings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rule files in the configured folders. A file with a mistake, or a folder that isn't there,
 * takes nothing else down, but is told: what it held isn't known.
 */
final class RuleFolders {

  private final Path home;
  private final List<String> checks;
  private final List<String> detections;

  RuleFolders(Path home, List<String> checks, List<String> detections) {
    this.home = home;
    this.checks = checks;
    this.detections = detections;
  }

  /** Changes when any file does, and when a folder appears or vanishes. */
  long fingerprint() {
    long sum = missing().hashCode();
    for (Path file : Stream.concat(files(checks).stream(), files(detections).stream()).toList()) {
      try {
        sum = 31 * sum + file.hashCode();
        sum = 31 * sum + Files.getLastModifiedTime(file).toMillis();
        sum = 31 * sum + Files.size(file);
      } catch (IOException gone) {
        sum = 31 * sum;
      }
    }
    return sum;
  }

  Rules read() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    List<RuleException> broken = new ArrayList<>();
    missing().forEach(folder -> broken.add(new RuleException(folder, "there is no such folder")));
    files(checks).forEach(file -> add(file, Check::read, rules, broken));
    files(detections).forEach(file -> add(file, DetectionReader::read, rules, broken));
    return new Rules(rules, broken);
  }

  private interface Reader {
    Rule read(String source, String text);
  }

  private void add(Path file, Reader reader, Map<String, Rule> rules, List<RuleException> broken) {
    String source =
        home.relativize(file).toString().startsWith("..")
            ? file.toString()
            : home.relativize(file).toString();
    try {
      Rule rule = reader.read(source, Files.readString(file, StandardCharsets.UTF_8));
      Rule same = rules.putIfAbsent(rule.id(), rule);
      if (same != null) {
        broken.add(
            new RuleException(
                source,
                1,
                "the id '%s' is used by %s already".formatted(rule.id(), same.source())));
      }
    } catch (RuleException e) {
      broken.add(e);
    } catch (IOException e) {
      broken.add(new RuleException(source, 1, "cannot be read: " + e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      // Nobody foresaw this one; the other files are read all the same.
      broken.add(new RuleException(source, 1, "cannot be understood: " + e));
    }
  }

  private List<String> missing() {
    return Stream.concat(checks.stream(), detections.stream())
        .filter(folder -> !Files.isDirectory(path(folder)))
        .toList();
  }

  private Path path(String folder) {
    return home.resolve(folder.replaceFirst("^file:(//)?", "")).normalize();
  }

  private List<Path> files(List<String> folders) {
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      Path path = path(folder);
      if (Files.isDirectory(path)) {
        // Mounted folders are links, and keep former contents in folders that begin with a dot.
        try (Stream<Path> walk = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
          walk.filter(file -> file.toString().matches(".*\\.ya?ml"))
              .filter(file -> !path.relativize(file).toString().startsWith("."))
              .sorted()
              .forEach(files::add);
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }
    return files;
  }
}
