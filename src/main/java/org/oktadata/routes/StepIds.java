package org.oktadata.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.oktadata.yaml.WrongFile;

/**
 * Looks that no id of a step is used twice, such as in a copy of a route: Camel refuses it when
 * routes start, without the file, and pulls have been interrupted by then.
 */
final class StepIds {

  private record Place(Path file, int line, boolean isNew) {}

  private StepIds() {}

  /** Throws with file, line and the other file where an id is used twice. */
  static void check(List<RouteDefinition> routes, RouteFiles edited, RouteFiles live) {
    for (RouteDefinition route : routes) {
      // Of those that are made of a template Camel makes the ids different.
      String id =
          Boolean.TRUE.equals(route.isTemplate())
              ? null
              : RouteDefinitionHelper.validateUniqueIds(route, routes);
      if (id != null) {
        throw refusal(id, places(id, edited, live));
      }
    }
  }

  private static WrongFile refusal(String id, List<Place> places) {
    if (places.isEmpty()) {
      return new WrongFile("the id '%s' is used twice".formatted(id));
    }
    Place last = places.get(places.size() - 1);
    Place blamed = places.stream().filter(Place::isNew).reduce((one, other) -> other).orElse(last);
    Path other =
        places.stream()
            .filter(place -> !place.equals(blamed))
            .findFirst()
            .map(Place::file)
            .orElse(blamed.file());
    return new WrongFile(
        blamed.file(),
        blamed.line(),
        "the step id '%s' is used by %s already".formatted(id, other));
  }

  private static List<Place> places(String id, RouteFiles edited, RouteFiles live) {
    Pattern named = Pattern.compile("\\bid: *[\"']?" + Pattern.quote(id) + "[\"']?(?![\\w-])");
    List<Place> places = new ArrayList<>();
    for (Map.Entry<Path, String> file : edited.files().entrySet()) {
      List<String> before = live.files().getOrDefault(file.getKey(), "").lines().toList();
      List<String> lines = file.getValue().lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (named.matcher(lines.get(i)).find()) {
          places.add(new Place(file.getKey(), i + 1, !before.contains(lines.get(i))));
        }
      }
    }
    return places;
  }
}
