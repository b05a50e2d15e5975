package org.oktadata.routes;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.oktadata.yaml.YamlPart;

/**
 * Looks that no two files use the same id: Camel would let the later one take the place of the
 * earlier without a word, such as where a copy was left beside an edited file.
 */
final class RouteIds {

  private static final Set<String> KINDS = Set.of("route", "routeTemplate", "routeConfiguration");

  private final Map<String, Path> users = new TreeMap<>();

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

  /** What the files have, such as {@code route findings}; data types left out. */
  static Set<String> of(RouteFiles files) {
    RouteIds ids = new RouteIds();
    files.files().forEach(ids::add);
    return ids.users.keySet();
  }

  private void add(Path file, String text) {
    for (YamlPart element : YamlPart.of(file, text).elements()) {
      for (YamlPart.Entry part : element.entries()) {
        if (KINDS.contains(part.key().text())) {
          part.value().entries().forEach(property -> add(file, part.key().text(), property));
        }
      }
    }
  }

  private void add(Path file, String kind, YamlPart.Entry property) {
    YamlPart id = property.value();
    if (property.key().text().equals("id") && id.isText()) {
      Path other = users.putIfAbsent(kind + " " + id.text(), file);
      if (other != null) {
        throw property
            .key()
            .wrong("the %s id '%s' is used by %s already".formatted(kind, id.text(), other));
      }
    }
  }
}
