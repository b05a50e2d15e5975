package org.oktadata.findings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rule files in the configured folders. A file with a mistake, or a folder that isn't there or
 * can't be read, takes nothing else down, but is told: what it held isn't known.
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
    List<RuleException> unread = new ArrayList<>();
    List<Path> files = new ArrayList<>(files(checks, unread));
    files.addAll(files(detections, unread));
    for (RuleException each : unread) {
      sum = 31 * sum + each.getMessage().hashCode();
    }
    for (Path file : files) {
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
    files(checks, broken).forEach(file -> add(file, Check::read, rules, broken));
    files(detections, broken).forEach(file -> add(file, DetectionReader::read, rules, broken));
    return new Rules(rules, broken);
  }

  private interface Reader {
    Rule read(String source, String text);
  }

  private void add(Path file, Reader reader, Map<String, Rule> rules, List<RuleException> broken) {
    String source = source(file);
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

  private String source(Path path) {
    Path inside = home.relativize(path);
    return inside.startsWith("..") ? path.toString() : inside.toString();
  }

  private Path path(String folder) {
    return home.resolve(folder.replaceFirst("^file:(//)?", "")).normalize();
  }

  private List<Path> files(List<String> folders, List<RuleException> unread) {
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      Path path = path(folder);
      if (Files.isDirectory(path)) {
        Walk walk = new Walk(path, unread);
        try {
          Files.walkFileTree(path, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
          walk.visitFileFailed(path, e);
        }
        walk.found.stream().sorted().forEach(files::add);
      }
    }
    return files;
  }

  /**
   * Goes on where something can't be read. Mounted folders are links, and keep former contents in
   * folders that begin with a dot.
   */
  private final class Walk extends SimpleFileVisitor<Path> {

    private final Path top;
    private final List<RuleException> unread;
    private final List<Path> found = new ArrayList<>();

    private Walk(Path top, List<RuleException> unread) {
      this.top = top;
      this.unread = unread;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return isFormer(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.toString().matches(".*\\.ya?ml") && !isFormer(file)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
      if (!isFormer(path)) {
        unread.add(new RuleException(source(path), "cannot be read: " + e));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) {
      return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
    }

    private boolean isFormer(Path path) {
      return top.relativize(path).toString().startsWith(".");
    }
  }
}
