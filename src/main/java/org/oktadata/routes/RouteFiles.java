package org.oktadata.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.oktadata.catalogue.CatalogueReader;
import org.oktadata.catalogue.DataType;
import org.oktadata.yaml.WrongFile;
import org.oktadata.yaml.YamlFile;

/**
 * What lies in the routes folder at one moment: the route files and the catalogue.
 *
 * @param files text of each {@code *.camel.yaml}, by path
 * @param catalogue text of {@code data-types.yaml}
 * @param types the catalogue's data types
 */
record RouteFiles(Map<Path, String> files, String catalogue, Map<String, DataType> types) {

  static final String CATALOGUE = "data-types.yaml";

  /** What the name of a route file ends in. */
  static final String ENDING = ".camel.yaml";

  static final RouteFiles NONE = new RouteFiles(Map.of(), "", Map.of());

  private static final Pattern BEANS = Pattern.compile("(?m)^- beans:");

  /** Reads the folder; a catalogue that cannot be understood is reported with its line. */
  static RouteFiles read(Path folder) {
    String missing = missing(folder);
    if (missing != null) {
      throw new WrongFile(missing);
    }
    Path catalogue = folder.resolve(CATALOGUE);
    return new RouteFiles(texts(folder), text(catalogue), new CatalogueReader(catalogue).read());
  }

  /** What to do where there is no such folder; null where there is. */
  static String missing(Path folder) {
    return Files.isDirectory(folder)
        ? null
        : "okta.home: there is no folder %s; start in the folder that holds routes/, or set okta.home"
            .formatted(folder.toAbsolutePath().normalize());
  }

  /**
   * The files in the order in which Camel has to see them: beans before what calls them, and route
   * configurations before the routes that they hold for.
   */
  Map<Path, String> inOrder() {
    Map<Path, String> sorted = new LinkedHashMap<>();
    files.entrySet().stream()
        .sorted(Comparator.comparing(file -> rank(file.getValue())))
        .forEach(file -> sorted.put(file.getKey(), file.getValue()));
    return sorted;
  }

  private static int rank(String text) {
    return BEANS.matcher(text).find() ? 0 : text.contains("routeConfiguration:") ? 1 : 2;
  }

  /** The same files again, cheaply: to see whether anything was edited. */
  static int fingerprint(Path folder) {
    return 31 * texts(folder).hashCode() + text(folder.resolve(CATALOGUE)).hashCode();
  }

  int fingerprint() {
    return 31 * files.hashCode() + catalogue.hashCode();
  }

  /** The file that holds the route template; null if none does. */
  Path ofTemplate(String template) {
    return files.entrySet().stream()
        .filter(file -> file.getValue().contains("routeTemplate:"))
        .filter(file -> file.getValue().matches("(?s).*\\bid: " + template + "\\b.*"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private static Map<Path, String> texts(Path folder) {
    Map<Path, String> texts = new LinkedHashMap<>();
    // Mounted folders are links, and keep their former contents in folders that begin with a dot.
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> paths =
          walk.filter(path -> path.toString().endsWith(ENDING))
              .filter(path -> !folder.relativize(path).toString().startsWith("."))
              .sorted()
              .toList();
      paths.forEach(path -> texts.put(path, text(path)));
    } catch (UncheckedIOException e) {
      // A folder below, which the walk tells in this way; the cause names it.
      throw new WrongFile("%s cannot be read: %s".formatted(folder, e.getCause()), e);
    } catch (IOException e) {
      throw WrongFile.unread(folder, e);
    }
    return texts;
  }

  private static String text(Path file) {
    try {
      return YamlFile.text(file);
    } catch (IOException e) {
      throw WrongFile.unread(file, e);
    }
  }
}
