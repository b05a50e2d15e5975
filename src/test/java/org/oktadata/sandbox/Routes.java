package org.oktadata.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the route of a path; one without an id in a place comes before one with. */
final class Routes {
  /** A route and the ids of the path it was found for. */
  record Found(Route route, List<String> ids) {}

  private final Map<String, Route> literal = new HashMap<>();
  private final Map<Integer, List<Route>> byLength = new HashMap<>();

  void add(Route route) {
    if (route.path().contains("{}")) {
      byLength.computeIfAbsent(route.segments().length, key -> new ArrayList<>()).add(route);
    } else {
      literal.put(route.path(), route);
    }
  }

  /** Adds a route unless its path has one. */
  void addIfAbsent(Route route) {
    boolean known =
        literal.containsKey(route.path())
            || byLength.getOrDefault(route.segments().length, List.of()).stream()
                .anyMatch(each -> each.path().equals(route.path()));
    if (!known) {
      add(route);
    }
  }

  Found find(String path) {
    Route exact = literal.get(path);
    if (exact != null) {
      return new Found(exact, List.of());
    }
    String[] segments = path.split("/");
    Found found = null;
    int fewest = Integer.MAX_VALUE;
    for (Route route : byLength.getOrDefault(segments.length, List.of())) {
      List<String> ids = route.match(segments);
      if (ids != null && ids.size() < fewest) {
        found = new Found(route, ids);
        fewest = ids.size();
      }
    }
    return found;
  }
}
