package org.oktadata.routes;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.RouteDefinition;
import org.oktadata.catalogue.DataType;
import org.oktadata.yaml.YamlPart;

/**
 * What an edit exchanges of what runs. Files that hold nothing but routes are exchanged alone, and
 * so are data types; of a template, a route configuration or a bean others are made, so there it is
 * everything.
 *
 * @param everything whether nothing stays as it is
 * @param left files whose routes go
 * @param entered files whose routes come, with their texts
 * @param typesLeft data types whose routes go
 * @param typesEntered data types whose routes come
 */
record RouteDifference(
    boolean everything,
    Set<Path> left,
    Map<Path, String> entered,
    Set<String> typesLeft,
    List<DataType> typesEntered) {

  /** That nothing stays as it is. */
  static RouteDifference everythingOf(RouteFiles edited) {
    return new RouteDifference(
        true, Set.of(), edited.inOrder(), Set.of(), List.copyOf(edited.types().values()));
  }

  /** What differs between files that run and files that are to run; both are of Camel's schema. */
  static RouteDifference between(RouteFiles before, RouteFiles edited) {
    Map<Path, String> left = lacking(before.files(), edited.files());
    Map<Path, String> entered = lacking(edited.files(), before.files());
    boolean routesAlone =
        left.entrySet().stream().allMatch(RouteDifference::holdsRoutesAlone)
            && entered.entrySet().stream().allMatch(RouteDifference::holdsRoutesAlone);
    return routesAlone
        ? new RouteDifference(
            false,
            left.keySet(),
            entered,
            namesOf(unlike(before.types(), edited.types())),
            unlike(edited.types(), before.types()))
        : everythingOf(edited);
  }

  private static Map<Path, String> lacking(Map<Path, String> files, Map<Path, String> others) {
    Map<Path, String> lacking = new LinkedHashMap<>(files);
    lacking.entrySet().removeIf(file -> file.getValue().equals(others.get(file.getKey())));
    return lacking;
  }

  /** Data types without a route just like theirs; most of a line isn't the route's affair. */
  private static List<DataType> unlike(Map<String, DataType> types, Map<String, DataType> others) {
    return types.values().stream()
        .filter(type -> !isSameRoute(type, others.get(type.name())))
        .toList();
  }

  private static boolean isSameRoute(DataType type, DataType other) {
    return other != null
        && type.template().equals(other.template())
        && RouteLoader.parameters(type).equals(RouteLoader.parameters(other));
  }

  private static Set<String> namesOf(List<DataType> types) {
    Set<String> names = new HashSet<>();
    types.forEach(type -> names.add(type.name()));
    return names;
  }

  private static boolean holdsRoutesAlone(Map.Entry<Path, String> file) {
    return YamlPart.of(file.getKey(), file.getValue()).elements().stream()
        .flatMap(element -> element.entries().stream())
        .allMatch(part -> part.key().text().equals("route"));
  }

  /** Whether a route that runs goes. */
  boolean takes(RouteDefinition route) {
    return typesLeft.contains(route.getRouteId())
        || route.getResource() != null
            && left.stream()
                .map(RouteLoader::location)
                .anyMatch(route.getResource().getLocation()::equals);
  }
}
