package org.oktadata.findings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.oktadata.integrations.DurationText;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The keys and values of a rule file, or of a part of one; every mistake knows its line. */
final class RuleText {

  private final String source;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();

  private RuleText(String source, Node node) {
    this.source = source;
    this.node = node;
    if (!(node instanceof MappingNode mapping)) {
      throw new RuleException(source, line(node), "expected key: value");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode());
      if (values.put(key, tuple.getValueNode()) != null) {
        throw new RuleException(
            source, line(tuple.getKeyNode()), "'%s' is there twice".formatted(key));
      }
    }
  }

  /** Reads a file's text. Parts that stand for others are refused: one could contain itself. */
  static RuleText of(String source, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    try {
      return new RuleText(source, new Yaml(options).compose(new java.io.StringReader(text)));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new RuleException(source, line, String.valueOf(e.getProblem()).replace('\n', ' '));
    } catch (YAMLException e) {
      throw new RuleException(source, 1, String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }

  /** Refuses keys that aren't known. */
  RuleText allow(Set<String> known) {
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            throw new RuleException(source, line(value), "unknown key '%s'".formatted(key));
          }
        });
    return this;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Set<String> keys() {
    return values.keySet();
  }

  String required(String key) {
    if (!has(key) || text(key, "").isEmpty()) {
      throw new RuleException(source, line(node), "'%s' is missing".formatted(key));
    }
    return text(key, "");
  }

  String text(String key, String otherwise) {
    return has(key) ? scalar(values.get(key)) : otherwise;
  }

  String oneOf(String key, String otherwise, Collection<String> allowed) {
    String value = text(key, otherwise);
    if (!allowed.contains(value)) {
      throw wrong(key, "'%s' isn't one of %s".formatted(value, new java.util.TreeSet<>(allowed)));
    }
    return value;
  }

  /** Whether it is true; false unless it is there. */
  boolean flag(String key) {
    String value = text(key, "false");
    if (!Set.of("true", "false").contains(value)) {
      throw wrong(key, "'%s' isn't true or false".formatted(value));
    }
    return value.equals("true");
  }

  Duration duration(String key, String otherwise) {
    return parsed(key, text(key, otherwise), DurationText::parse);
  }

  /** A duration in which something can happen. */
  Duration span(String key, String otherwise) {
    Duration duration = duration(key, otherwise);
    if (duration.toSeconds() == 0) {
      throw wrong(key, "'%s' must be at least a second".formatted(key));
    }
    return duration;
  }

  List<String> list(String key) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof SequenceNode sequence) {
      List<String> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(scalar(item)));
      return items;
    }
    return List.of(scalar(value));
  }

  /** All texts below a key, whatever its shape: for parts that are only shown. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    gather(values.get(key), texts);
    return texts;
  }

  private static void gather(Node value, List<String> texts) {
    if (value instanceof ScalarNode scalar) {
      texts.add(scalar.getValue().strip());
    } else if (value instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> gather(item, texts));
    } else if (value instanceof MappingNode mapping) {
      mapping.getValue().forEach(tuple -> gather(tuple.getValueNode(), texts));
    }
  }

  /** A value read by a function whose complaint becomes the file's. */
  <T> T parsed(String key, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(key, e.getMessage());
    }
  }

  /** The part below a key. */
  RuleText part(String key) {
    return new RuleText(source, values.get(key));
  }

  boolean isPart(String key) {
    return values.get(key) instanceof MappingNode;
  }

  RuleException wrong(String key, String problem) {
    return new RuleException(source, line(values.getOrDefault(key, node)), problem);
  }

  private String scalar(Node value) {
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue().strip();
    }
    throw new RuleException(source, line(value), "expected one value");
  }

  private static int line(Node node) {
    return node == null ? 1 : node.getStartMark().getLine() + 1;
  }
}
