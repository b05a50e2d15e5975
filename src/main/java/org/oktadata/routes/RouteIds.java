package org.oktadata.routes;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.oktadata.yaml.WrongFile;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Looks that no two files use the same id: Camel would let the later one take the place of the
 * earlier without a word, such as where a copy was left beside an edited file.
 */
final class RouteIds {

  private static final Set<String> KINDS = Set.of("route", "routeTemplate", "routeConfiguration");

  private final Map<String, Path> users = new HashMap<>();

  private RouteIds() {}

  /**
   * Throws with file, line and the other file where an id is used twice; a data type is a route,
   * too. The files have to be of Camel's schema.
   */
  static void check(RouteFiles files, Path catalogue) {
    RouteIds ids = new RouteIds();
    files.types().keySet().forEach(type -> ids.users.put("route " + type, catalogue));
    files.files().forEach(ids::add);
  }

  private void add(Path file, String text) {
    Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    if (root instanceof SequenceNode elements) {
      elements.getValue().forEach(element -> add(file, element));
    }
  }

  private void add(Path file, Node element) {
    if (element instanceof MappingNode mapping) {
      for (NodeTuple part : mapping.getValue()) {
        String kind = ((ScalarNode) part.getKeyNode()).getValue();
        if (KINDS.contains(kind) && part.getValueNode() instanceof MappingNode definition) {
          definition.getValue().forEach(property -> add(file, kind, property));
        }
      }
    }
  }

  private void add(Path file, String kind, NodeTuple property) {
    if (property.getKeyNode() instanceof ScalarNode key
        && key.getValue().equals("id")
        && property.getValueNode() instanceof ScalarNode id) {
      Path other = users.putIfAbsent(kind + " " + id.getValue(), file);
      if (other != null) {
        throw new WrongFile(
            file,
            key.getStartMark().getLine() + 1,
            "the %s id '%s' is used by %s already".formatted(kind, id.getValue(), other));
      }
    }
  }
}
