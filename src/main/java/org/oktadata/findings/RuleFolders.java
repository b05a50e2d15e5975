package org.oktadata.findings;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.oktadata.yaml.WrongFile;
import org.oktadata.yaml.YamlFile;

/**
 * The rule files in the configured folders. A file with a mistake, or a folder that isn't there or
 * can't be read, takes nothing else down, but is told: what it held isn't known.
 */
final class RuleFolders {

  /** A kind of rules, the folders that hold them, and how such a file is read. */
  private record Kind(String name, List<String> folders, Reader reader) {}

  private interface Reader {
    Rule read(String source, String text);
  }

  /**
   * What editors make of .yaml, and a form that other products' rules have; no notes, no copies.
   */
  private static final Pattern LIKE_A_RULE =
      Pattern.compile("[^.].*[.](ya?ml|ya?ml[.]txt|json)", Pattern.CASE_INSENSITIVE);

  private final Path home;
  private final List<Kind> kinds;

  RuleFolders(Path home, List<String> checks, List<String> detections) {
    this.home = home;
    this.kinds =
        List.of(
            new Kind("posture", checks, Check::read),
            new Kind("detection", detections, DetectionReader::read));
  }

  /** Changes when any file does, and when a folder appears or vanishes. */
  long fingerprint() {
    long sum = 1;
    List<RuleException> unread = new ArrayList<>();
    for (Kind kind : kinds) {
      unread.addAll(missing(kind));
      Found found = found(kind, unread);
      for (Path file : found.passedOver()) {
        sum = 31 * sum + file.hashCode();
      }
      for (RuleFile file : found.files()) {
        sum = 31 * sum + file.path().hashCode();
        sum = 31 * sum + file.modified();
        sum = 31 * sum + file.size();
      }
    }
    for (RuleException each : unread) {
      sum = 31 * sum + each.getMessage().hashCode();
    }
    return sum;
  }

  /** The rules where none ran before. */
  Rules read() {
    return read(Rules.NONE);
  }

  /**
   * The rules; of several with the same id the one that ran before goes on, or the first.
   *
   * @param former the rules that run
   */
  Rules read(Rules former) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    List<BrokenRule> broken = new ArrayList<>();
    for (Kind kind : kinds) {
      List<RuleException> problems = new ArrayList<>(missing(kind));
      for (RuleFile file : found(kind, problems).files()) {
        add(file.path(), kind.reader(), former, rules, problems);
      }
      for (RuleException each : problems) {
        broken.add(new BrokenRule(kind.name(), each.source(), each.getMessage()));
      }
    }
    return new Rules(rules, broken);
  }

  /** Files that look as if they were meant, and aren't read because of what they are called. */
  Set<String> passedOver() {
    return kinds.stream()
        .flatMap(kind -> found(kind, new ArrayList<>()).passedOver().stream())
        .map(this::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void add(
      Path file, Reader reader, Rules former, Map<String, Rule> rules, List<RuleException> broken) {
    String source = source(file);
    try {
      Rule rule = reader.read(source, YamlFile.text(file));
      Rule same = rules.putIfAbsent(rule.id(), rule);
      if (same != null) {
        boolean ranBefore = source.equals(source(former.byId().get(rule.id())));
        if (ranBefore) {
          rules.put(rule.id(), rule);
        }
        broken.add(taken(ranBefore ? same : rule, ranBefore ? rule : same));
      }
    } catch (RuleException e) {
      broken.add(e);
    } catch (IOException e) {
      broken.add(new RuleException(source, 1, "cannot be read: " + WrongFile.why(e)));
    } catch (RuntimeException | StackOverflowError e) {
      // Nobody foresaw this one; the other files are read all the same.
      broken.add(new RuleException(source, 1, "cannot be understood: " + e));
    }
  }

  private static String source(Rule rule) {
    return rule == null ? null : rule.source();
  }

  private static RuleException taken(Rule rule, Rule by) {
    return new RuleException(
        rule.source(),
        1,
        "the id '%s' is used by %s already: write another, or delete one of the files"
            .formatted(rule.id(), by.source()));
  }

  private List<RuleException> missing(Kind kind) {
    return kind.folders().stream()
        .filter(folder -> !Files.isDirectory(path(folder)))
        .map(folder -> new RuleException(folder, "there is no such folder"))
        .toList();
  }

  private String source(Path path) {
    Path inside = home.relativize(path);
    return inside.startsWith("..") ? path.toString() : inside.toString();
  }

  private Path path(String folder) {
    return home.resolve(folder.replaceFirst("^file:(//)?", "")).normalize();
  }

  private Found found(Kind kind, List<RuleException> unread) {
    Found all = new Found(new ArrayList<>(), new TreeSet<>());
    for (String folder : kind.folders()) {
      Path path = path(folder);
      if (Files.isDirectory(path)) {
        Walk walk = new Walk(path, unread);
        try {
          Files.walkFileTree(path, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
          walk.visitFileFailed(path, e);
        }
        walk.found.stream().sorted(Comparator.comparing(RuleFile::path)).forEach(all.files()::add);
        all.passedOver().addAll(walk.passedOver);
      }
    }
    return all;
  }

  /** The files of a kind, those that aren't read apart. */
  private record Found(List<RuleFile> files, Set<Path> passedOver) {}

  /**
   * A file as the walk met it: asking again for what the walk knows would cost more than the walk.
   */
  private record RuleFile(Path path, long modified, long size) {}

  /**
   * Goes on where something can't be read. Mounted folders are links, and keep former contents in
   * folders that begin with a dot.
   */
  private final class Walk extends SimpleFileVisitor<Path> {

    private final Path top;
    private final List<RuleException> unread;
    private final List<RuleFile> found = new ArrayList<>();
    private final List<Path> passedOver = new ArrayList<>();

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
      String name = file.getFileName().toString();
      if (isYaml(name) && !isFormer(file)) {
        found.add(new RuleFile(file, attributes.lastModifiedTime().toMillis(), attributes.size()));
      } else if (LIKE_A_RULE.matcher(name).matches() && !isFormer(file)) {
        passedOver.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
      if (!isFormer(path)) {
        unread.add(new RuleException(source(path), "cannot be read: " + WrongFile.why(e)));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) {
      return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
    }

    private static boolean isYaml(String name) {
      return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private boolean isFormer(Path path) {
      return top.relativize(path).toString().startsWith(".");
    }
  }
}
