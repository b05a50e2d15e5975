package org.oktadata.yaml;

import java.io.StringReader;
import java.util.List;
import java.util.function.Supplier;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A part of a YAML text, which knows its line. What isn't there is a part, too, with nothing in it:
 * so a path can be followed without a question at each step.
 */
public final class YamlPart {

  private final Mistakes mistakes;

  /** Null where there is nothing. */
  private final Node node;

  private YamlPart(Mistakes mistakes, Node node) {
    this.mistakes = mistakes;
    this.node = node;
  }

  /** A key of a mapping, and what stands there. */
  public record Entry(YamlPart key, YamlPart value) {}

  /** All of a file. */
  public static YamlPart of(Object file, String text) {
    return composed(Mistakes.of(file), text, new LoaderOptions());
  }

  /** All of a text in which no part may stand for another: one could contain itself. */
  public static YamlPart withoutAliases(Mistakes mistakes, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    return composed(mistakes, text, options);
  }

  /** All of a file as maps, lists and values. */
  public static Object values(Object file, String text) {
    return told(Mistakes.of(file), () -> new Yaml(new LoaderOptions()).load(text));
  }

  private static YamlPart composed(Mistakes mistakes, String text, LoaderOptions options) {
    return told(
        mistakes, () -> new YamlPart(mistakes, new Yaml(options).compose(new StringReader(text))));
  }

  private static <T> T told(Mistakes mistakes, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw mistakes.wrong(
          mark == null ? 1 : mark.getLine() + 1, withCure(oneLine(e.getProblem())), e);
    } catch (YAMLException e) {
      throw mistakes.wrong(0, oneLine(e.getMessage()), e);
    }
  }

  /** The parser says what it expected; why it mostly is so is another matter. */
  private static String withCure(String problem) {
    if (problem.startsWith("mapping values are not allowed")) {
      return problem
          + ": put a value that has a colon and a space in it in quotes, or look at how the lines above it are indented";
    }
    if (problem.startsWith("expected <block end>")
        || problem.startsWith("could not find expected ':'")) {
      return problem
          + ": this line, or one above it, is indented otherwise than what it belongs to";
    }
    return problem;
  }

  private static String oneLine(String problem) {
    return String.valueOf(problem).replace('\n', ' ');
  }

  /** Whether there is anything. */
  public boolean isThere() {
    return node != null;
  }

  /** Whether it has keys. */
  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** Whether it is one value. */
  public boolean isText() {
    return node instanceof ScalarNode;
  }

  /** Its line, counted from 1; the first where there is nothing. */
  public int line() {
    return node == null ? 1 : node.getStartMark().getLine() + 1;
  }

  /**
   * The line, counted from 1, on which the one value's first word stands, where its further lines
   * are the file's own; 0 where they may not be, as of a folded one.
   */
  public int firstLine() {
    if (!(node instanceof ScalarNode scalar)
        || scalar.getScalarStyle() == DumperOptions.ScalarStyle.FOLDED) {
      return 0;
    }
    if (scalar.getScalarStyle() != DumperOptions.ScalarStyle.LITERAL) {
      return node.getStartMark().getLine() == node.getEndMark().getLine() ? line() : 0;
    }
    String text = scalar.getValue();
    String before = text.substring(0, text.length() - text.stripLeading().length());
    return line() + 1 + (int) before.chars().filter(c -> c == '\n').count();
  }

  /** The one value, as it is written; empty for all else. */
  public String text() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** The elements of a list; none of all else. */
  public List<YamlPart> elements() {
    return node instanceof SequenceNode sequence
        ? sequence.getValue().stream().map(this::part).toList()
        : List.of();
  }

  /** An element of a list, counted from 0. */
  public YamlPart element(int index) {
    List<YamlPart> elements = elements();
    return index < elements.size() ? elements.get(index) : part(null);
  }

  /** The keys and values of a mapping, in their order; none of all else. */
  public List<Entry> entries() {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .map(tuple -> new Entry(part(tuple.getKeyNode()), part(tuple.getValueNode())))
            .toList()
        : List.of();
  }

  /** What stands at a key. */
  public YamlPart value(String key) {
    return entry(key).value();
  }

  /** The key itself: where it is written. */
  public YamlPart key(String key) {
    return entry(key).key();
  }

  private Entry entry(String key) {
    return entries().stream()
        .filter(entry -> entry.key().isText() && entry.key().text().equals(key))
        .findFirst()
        .orElseGet(() -> new Entry(part(null), part(null)));
  }

  /** The one value without spaces around it; all else is refused with that problem. */
  public String one(String problem) {
    if (isText()) {
      return text().strip();
    }
    throw wrong(problem);
  }

  /** The values of a list, or the one value; none where there is nothing. */
  public List<String> list(String problem) {
    if (node instanceof SequenceNode) {
      return elements().stream().map(element -> element.one(problem)).toList();
    }
    return isThere() ? List.of(one(problem)) : List.of();
  }

  /** Whether it is true; false where there is nothing. */
  public boolean flag(String problem) {
    String value = isThere() ? one(problem) : "false";
    if (!List.of("true", "false").contains(value)) {
      throw wrong("'%s' isn't true or false".formatted(value));
    }
    return value.equals("true");
  }

  /** What to throw where this is wrong. */
  public RuntimeException wrong(String problem) {
    return mistakes.wrong(line(), problem, null);
  }

  /** What to throw where a line of this is wrong, counted from 1. */
  public RuntimeException wrongAt(int line, String problem) {
    return mistakes.wrong(line, problem, null);
  }

  private YamlPart part(Node of) {
    return new YamlPart(mistakes, of);
  }
}
