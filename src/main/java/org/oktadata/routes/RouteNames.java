package org.oktadata.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.catalogue.CatalogueLines;
import org.oktadata.catalogue.DataType;
import org.oktadata.integrations.NearestName;
import org.oktadata.yaml.WrongFile;
import org.oktadata.yaml.YamlPart;

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
    YamlPart.of(file, text).elements().forEach(element -> addElement(file, element));
  }

  private void addElement(Path file, YamlPart element) {
    YamlPart configuration = element.value("routeConfiguration");
    if (configuration.isThere()) {
      configurations.add(configuration.value("id").text());
    }
    YamlPart template = element.value("routeTemplate");
    if (template.isThere()) {
      templates.add(template.value("id").text());
      addRoute(file, routeOf(template));
    }
    others |= element.value("templatedRoute").isThere();
    addRoute(file, routeOf(element));
    walk(file, element);
  }

  /** A route may be written without the word. */
  private static YamlPart routeOf(YamlPart part) {
    YamlPart route = part.value("route");
    return route.isThere() ? route : part;
  }

  private void addRoute(Path file, YamlPart route) {
    YamlPart named = route.value("routeConfigurationId");
    for (String name : named.text().split(",")) {
      // Patterns match what is there, if anything.
      if (name.strip().matches("[\\w.-]+")) {
        configured.add(new Use(file, named.line(), name.strip()));
      }
    }
    direct(file, route.value("from")).ifPresent(from -> addReader(from, route));
  }

  private void addReader(Use from, YamlPart route) {
    String name = from.name();
    if (name.contains("{{")) {
      others |= !name.equals("{{dataType}}");
    } else if (route.value("precondition").isThere() || route.value("autoStartup").isThere()) {
      mayBeLeftOut.add(name);
    } else {
      Path other = readers.putIfAbsent(name, from.file());
      if (other != null) {
        throw new WrongFile(
            from.file(), from.line(), "%s reads from direct:%s already".formatted(other, name));
      }
    }
  }

  /** Whatever sends to a direct name, in steps at any depth. */
  private void walk(Path file, YamlPart part) {
    part.elements().forEach(each -> walk(file, each));
    if (part.isMapping()) {
      addCall(file, part);
    }
    for (YamlPart.Entry entry : part.entries()) {
      String key = entry.key().text();
      YamlPart value = entry.value();
      if (CALLS.contains(key) && value.isText()) {
        addCall(file, value);
      }
      walk(file, key.equals("from") ? value.value("steps") : value);
    }
  }

  private void addCall(Path file, YamlPart step) {
    direct(file, step)
        .filter(use -> use.name().matches("[\\w.-]+") && !isOptional(step))
        .ifPresent(calls::add);
  }

  private static boolean isOptional(YamlPart step) {
    return step.value("parameters").value("failIfNoConsumers").text().equals("false")
        || step.value("uri").text().contains("failIfNoConsumers=false");
  }

  /** The name behind {@code direct} in an address, however it is written; none in others. */
  private static Optional<Use> direct(Path file, YamlPart step) {
    YamlPart address = step.isText() ? step : step.value("uri");
    boolean isApart = address.text().equals("direct");
    YamlPart named = isApart ? step.value("parameters").value("name") : address;
    return named.isText() && (isApart || address.text().startsWith(DIRECT))
        ? Optional.of(new Use(file, named.line(), withoutScheme(named.text())))
        : Optional.empty();
  }

  private static String withoutScheme(String address) {
    return address.replaceFirst("^" + DIRECT + "(//)?", "").replaceFirst("[?].*", "");
  }
}
