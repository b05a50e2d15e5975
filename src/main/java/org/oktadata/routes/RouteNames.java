package org.oktadata.routes;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.catalogue.CatalogueLines;
import org.oktadata.catalogue.DataType;
import org.oktadata.integrations.NearestName;
import org.oktadata.yaml.WrongFile;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Looks that the routes, route configurations and templates are there that others name. Camel
 * doesn't: a route whose configuration isn't there runs without its failure handling, and a name
 * that no route reads from shows once something is sent there. Names that are put together while
 * routes run aren't looked at.
 */
final class RouteNames {

  private static final String DIRECT = "direct:";

  /** Steps that may be written as their address alone. */
  private static final Set<String> CALLS = Set.of("to", "toD", "wireTap");

  private record Use(Path file, int line, String name) {}

  /** Who reads from a direct name, as far as that is known before routes run. */
  private final Map<String, Path> readers = new HashMap<>();

  private final Set<String> mayBeLeftOut = new TreeSet<>();
  private final Set<String> templates = new TreeSet<>();
  private final Set<String> configurations = new TreeSet<>();
  private final List<Use> calls = new ArrayList<>();
  private final List<Use> configured = new ArrayList<>();

  /** Whether further names are read from that only running routes know. */
  private boolean others;

  private RouteNames() {}

  /** Throws with the line of a data type whose route template isn't there. */
  static void checkTemplates(RouteFiles files, Path catalogue) {
    RouteNames names = of(files, catalogue);
    CatalogueLines lines = new CatalogueLines(files.catalogue());
    for (DataType type : files.types().values()) {
      names.require(
          new Use(catalogue, lines.of(type.name(), "template"), type.template()),
          "'%s' is pulled by '%%s', and there is no such route template".formatted(type.name()),
          names.templates);
    }
  }

  /**
   * Throws with file, line and what is named in vain, or read from twice. The files have to be of
   * Camel's schema.
   */
  static void check(RouteFiles files, Path catalogue) {
    RouteNames names = of(files, catalogue);
    CatalogueLines lines = new CatalogueLines(files.catalogue());
    for (DataType type : files.types().values()) {
      names.calls.add(new Use(catalogue, lines.of(type.name(), "store"), type.store()));
    }
    for (Use use : names.configured) {
      names.require(use, "there is no route configuration '%s'", names.configurations);
    }
    if (!names.others) {
      Set<String> known = names.known();
      names.calls.forEach(use -> names.require(use, "no route reads from direct:%s", known));
    }
  }

  private static RouteNames of(RouteFiles files, Path catalogue) {
    RouteNames names = new RouteNames();
    files.types().keySet().forEach(type -> names.readers.put(type, catalogue));
    files.files().forEach(names::add);
    return names;
  }

  private Set<String> known() {
    Set<String> known = new TreeSet<>(readers.keySet());
    known.addAll(mayBeLeftOut);
    return known;
  }

  private void require(Use use, String problem, Set<String> known) {
    if (!known.contains(use.name())) {
      throw new WrongFile(
          use.file(),
          use.line(),
          problem.formatted(use.name()) + NearestName.guess(use.name(), known));
    }
  }

  private void add(Path file, String text) {
    Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    if (root instanceof SequenceNode elements) {
      for (Node element : elements.getValue()) {
        addElement(file, element);
      }
    }
  }

  private void addElement(Path file, Node element) {
    Node configuration = value(element, "routeConfiguration");
    if (configuration != null) {
      configurations.add(text(value(configuration, "id")));
    }
    Node template = value(element, "routeTemplate");
    if (template != null) {
      templates.add(text(value(template, "id")));
      Node route = value(template, "route");
      addRoute(file, route == null ? template : route);
    }
    others |= value(element, "templatedRoute") != null;
    Node route = value(element, "route");
    addRoute(file, route == null ? element : route);
    walk(file, element);
  }

  private void addRoute(Path file, Node route) {
    Node named = value(route, "routeConfigurationId");
    if (named != null) {
      for (String name : text(named).split(",")) {
        // Patterns match what is there, if anything.
        if (name.strip().matches("[\\w.-]+")) {
          configured.add(new Use(file, line(named), name.strip()));
        }
      }
    }
    Node from = direct(value(route, "from"));
    String name = name(from);
    if (name == null) {
      return;
    }
    if (name.contains("{{")) {
      others |= !name.equals("{{dataType}}");
    } else if (value(route, "precondition") != null || value(route, "autoStartup") != null) {
      mayBeLeftOut.add(name);
    } else {
      Path other = readers.putIfAbsent(name, file);
      if (other != null) {
        throw new WrongFile(
            file, line(from), "%s reads from direct:%s already".formatted(other, name));
      }
    }
  }

  /** Whatever sends to a direct name, in steps at any depth. */
  private void walk(Path file, Node node) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(each -> walk(file, each));
    } else if (node instanceof MappingNode mapping) {
      addCall(file, mapping);
      for (NodeTuple part : mapping.getValue()) {
        String key = text(part.getKeyNode());
        Node value = part.getValueNode();
        if (CALLS.contains(key) && value instanceof ScalarNode) {
          addCall(file, value);
        }
        walk(file, key.equals("from") ? value(value, "steps") : value);
      }
    }
  }

  private void addCall(Path file, Node step) {
    Node named = direct(step);
    String name = name(named);
    if (name != null && name.matches("[\\w.-]+") && !isOptional(step)) {
      calls.add(new Use(file, line(named), name));
    }
  }

  private static boolean isOptional(Node step) {
    return "false".equals(text(value(value(step, "parameters"), "failIfNoConsumers")))
        || String.valueOf(text(value(step, "uri"))).contains("failIfNoConsumers=false");
  }

  /** Where the name behind {@code direct} is, however it is written; null for other addresses. */
  private static Node direct(Node step) {
    Node uri = step instanceof ScalarNode ? step : value(step, "uri");
    if ("direct".equals(text(uri))) {
      return value(value(step, "parameters"), "name");
    }
    return String.valueOf(text(uri)).startsWith(DIRECT) ? uri : null;
  }

  private static String name(Node direct) {
    return direct == null
        ? null
        : text(direct).replaceFirst("^" + DIRECT + "(//)?", "").replaceFirst("[?].*", "");
  }

  private static Node value(Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple part : mapping.getValue()) {
        if (key.equals(text(part.getKeyNode()))) {
          return part.getValueNode();
        }
      }
    }
    return null;
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
