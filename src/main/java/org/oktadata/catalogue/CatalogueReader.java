package org.oktadata.catalogue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.integrations.DurationText;
import org.oktadata.integrations.NearestName;
import org.oktadata.yaml.WrongFile;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads {@code data-types.yaml}; every mistake is reported as file, line and problem. */
public final class CatalogueReader {

  private static final Set<String> COLUMNS =
      Set.of(
          "template",
          "store",
          "path",
          "also",
          "each",
          "parent",
          "where",
          "once",
          "order",
          "after",
          "bucket",
          "scope",
          "role",
          "key",
          "items",
          "document",
          "keep",
          "drop",
          "varies",
          "absent",
          "every",
          "delta",
          "changed",
          "events",
          "target",
          "single",
          "child",
          "pipeline",
          "never-empty",
          "optional",
          "never",
          "refers",
          "expected");

  private final Path file;

  /** Of that file, which need not be there yet. */
  public CatalogueReader(Path file) {
    this.file = file;
  }

  /**
   * The data types by name, in the order of the file.
   *
   * @throws WrongFile that names file, line and problem
   */
  public Map<String, DataType> read() {
    Map<String, DataType> types = new LinkedHashMap<>();
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    try (Reader reader = Files.newBufferedReader(file)) {
      Node root = new Yaml(options).compose(reader);
      for (NodeTuple line : mapping(root).getValue()) {
        String name = scalar(line.getKeyNode());
        if (!name.matches("[a-z][a-z0-9_]*")) {
          throw wrong(line.getKeyNode(), "'%s' isn't a snake_case name".formatted(name));
        }
        if (types.put(name, row(name, line.getValueNode())) != null) {
          throw wrong(line.getKeyNode(), "'%s' is listed twice".formatted(name));
        }
      }
      for (NodeTuple line : mapping(root).getValue()) {
        requireKnown(types, line);
      }
    } catch (MarkedYAMLException e) {
      throw new WrongFile(
          file, e.getProblemMark().getLine() + 1, e.getProblem().replace('\n', ' '), e);
    } catch (YAMLException e) {
      throw new WrongFile(
          "%s: %s".formatted(file, String.valueOf(e.getMessage()).replace('\n', ' ')), e);
    } catch (IOException e) {
      throw new WrongFile("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    return types;
  }

  private DataType row(String name, Node node) {
    Row row = new Row(node);
    String path = row.text("path", "");
    if (!path.startsWith("/")) {
      throw wrong(node, "'%s' needs a path that starts with /".formatted(name));
    }
    String bucket = row.text("bucket", "");
    if (bucket.isEmpty()) {
      throw wrong(node, "'%s' needs a bucket, the rate limit its calls count in".formatted(name));
    }
    String parent = row.text("parent", "");
    DataType type =
        new DataType(
            name,
            row.text("template", "pull"),
            row.text("store", "store-page"),
            path,
            row.list("also"),
            row.list("each"),
            parent,
            row.text("where", ""),
            row.text("never", ""),
            row.text("once", ""),
            row.text("order", ""),
            row.list("after"),
            bucket,
            row.text("scope", ""),
            row.text("role", ""),
            row.text("key", "id"),
            row.text("items", ""),
            row.flag("document"),
            row.list("keep"),
            row.list("drop"),
            row.list("varies"),
            row.statuses("absent"),
            row.duration("every"),
            row.text("delta", ""),
            row.text("changed", ""),
            row.text("refers", ""),
            row.text("expected", ""),
            row.list("events"),
            row.text("target", ""),
            row.text("single", ""),
            row.text("child", ""),
            row.text("pipeline", ""),
            row.flag("never-empty"),
            row.flag("optional"));
    Placeholders.problem(type)
        .ifPresent(
            problem -> {
              throw wrong(node, problem);
            });
    LineValues.problem(type)
        .ifPresent(
            problem -> {
              throw wrong(row.columns.get(problem.column()), problem.sentence());
            });
    return type;
  }

  private void requireKnown(Map<String, DataType> types, NodeTuple line) {
    DataType type = types.get(scalar(line.getKeyNode()));
    require(types, line, "'%s' has the parent '%s'", type.parent());
    require(types, line, "'%s' refers to '%s'", type.refers());
    type.after().forEach(earlier -> require(types, line, "'%s' comes after '%s'", earlier));
    if (waitsFor(types, type, new HashSet<>()).contains(type.name())) {
      throw wrong(
          line.getKeyNode(),
          "'%s' waits for itself, by its parent or what it comes after".formatted(type.name()));
    }
  }

  private void require(Map<String, DataType> types, NodeTuple line, String how, String other) {
    if (!other.isEmpty() && !types.containsKey(other)) {
      throw wrong(
          line.getKeyNode(),
          how.formatted(scalar(line.getKeyNode()), other)
              + ", which isn't in the catalogue"
              + NearestName.guess(other, types.keySet()));
    }
  }

  private static Set<String> waitsFor(
      Map<String, DataType> types, DataType type, Set<String> found) {
    List<String> earlier = new ArrayList<>(type.after());
    if (type.perParent()) {
      earlier.add(type.parent());
    }
    for (String name : earlier) {
      if (found.add(name) && types.containsKey(name)) {
        waitsFor(types, types.get(name), found);
      }
    }
    return found;
  }

  private MappingNode mapping(Node node) {
    if (node instanceof MappingNode mapping) {
      return mapping;
    }
    throw new WrongFile(
        file,
        node == null ? 1 : node.getStartMark().getLine() + 1,
        "expected name: {column: value, …}");
  }

  private String scalar(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().trim();
    }
    throw wrong(node, "expected one value, not a list");
  }

  private WrongFile wrong(Node node, String problem) {
    return new WrongFile(file, node.getStartMark().getLine() + 1, problem);
  }

  /** The columns of one line. */
  private final class Row {
    private final Map<String, Node> columns = new LinkedHashMap<>();

    Row(Node node) {
      for (NodeTuple column : mapping(node).getValue()) {
        String name = scalar(column.getKeyNode());
        if (!COLUMNS.contains(name)) {
          throw wrong(
              column.getKeyNode(),
              "unknown column '%s'%s".formatted(name, NearestName.guess(name, COLUMNS)));
        }
        if (columns.put(name, column.getValueNode()) != null) {
          throw wrong(column.getKeyNode(), "'%s' is given twice".formatted(name));
        }
      }
    }

    String text(String column, String otherwise) {
      Node node = columns.get(column);
      return node == null ? otherwise : scalar(node);
    }

    List<String> list(String column) {
      Node node = columns.get(column);
      if (node == null) {
        return List.of();
      }
      if (node instanceof SequenceNode sequence) {
        return sequence.getValue().stream().map(CatalogueReader.this::scalar).toList();
      }
      return List.of(scalar(node));
    }

    boolean flag(String column) {
      String value = text(column, "false");
      if (!Set.of("true", "false").contains(value)) {
        throw wrong(columns.get(column), "'%s' isn't true or false".formatted(value));
      }
      return value.equals("true");
    }

    List<Integer> statuses(String column) {
      List<String> values = list(column);
      for (String value : values) {
        if (!value.matches("[45]\\d\\d")) {
          throw wrong(columns.get(column), "'%s' isn't a status such as 404".formatted(value));
        }
      }
      return values.stream().map(Integer::valueOf).toList();
    }

    /** The duration, or null where the line names none. */
    Duration duration(String column) {
      Node node = columns.get(column);
      if (node == null) {
        return null;
      }
      try {
        Duration duration = DurationText.parse(scalar(node));
        if (duration.toSeconds() > 0) {
          return duration;
        }
      } catch (IllegalArgumentException e) {
        // told below
      }
      throw wrong(node, "'%s' isn't a duration such as 24h".formatted(scalar(node)));
    }
  }
}
