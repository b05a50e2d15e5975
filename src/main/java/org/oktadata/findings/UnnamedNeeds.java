package org.oktadata.findings;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.oktadata.catalogue.CollectedTypes;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Refuses checks whose SQL reads a data type that they don't name: where that isn't collected its
 * view is empty, and the check would pass.
 */
@Component
class UnnamedNeeds {

  private final ViewsRead views;
  private final CollectedTypes collected;

  /** What each check reads, by its fingerprint: views with the data types behind them. */
  private final Map<String, Map<String, Set<String>>> read = new ConcurrentHashMap<>();

  UnnamedNeeds(ViewsRead views, CollectedTypes collected) {
    this.views = views;
    this.collected = collected;
  }

  /**
   * What a check reads and doesn't name, with file, line and cure; empty where it names all, or
   * where the database has something else against it, which is told once it is evaluated.
   *
   * @param values of its SQL's parameters
   */
  Optional<String> problem(Check check, Map<String, ?> values) {
    Set<String> named = new HashSet<>(check.needs());
    named.addAll(check.optional());
    Map<String, Set<String>> unnamed = new TreeMap<>();
    reads(check, values)
        .forEach(
            (view, types) -> {
              Set<String> lacking = new TreeSet<>(types);
              lacking.removeAll(named);
              if (!lacking.isEmpty()) {
                unnamed.put(view, lacking);
              }
            });
    return unnamed.entrySet().stream()
        .findFirst()
        .map(first -> told(check, first.getKey(), first.getValue()));
  }

  private static String told(Check check, String view, Set<String> lacking) {
    return "%s line %d: it reads okta.%s, and needs doesn't name %s: where that isn't collected, it would pass. Add it to needs or, where the check does without it, to optional"
        .formatted(check.source(), line(check, view), view, String.join(", ", lacking));
  }

  private static int line(Check check, String view) {
    return check.written().stream()
        .filter(sql -> sql.text().contains("okta." + view))
        .mapToInt(sql -> sql.lineAt(sql.text().indexOf("okta." + view)))
        .findFirst()
        .orElse(check.sqlLine());
  }

  private Map<String, Set<String>> reads(Check check, Map<String, ?> values) {
    String key = check.id() + " " + check.fingerprint();
    Map<String, Set<String>> known = read.get(key);
    if (known != null) {
      return known;
    }
    try {
      ViewsRead.Views found = views.of(check.sql(), values);
      Map<String, Set<String>> types = new TreeMap<>();
      found.named().forEach(view -> types.put(view, behind(view, found.within())));
      read.keySet().removeIf(other -> other.startsWith(check.id() + " "));
      read.put(key, types);
      return types;
    } catch (DataAccessException e) {
      return Map.of();
    }
  }

  /** The data types that a view shows, itself or through others. */
  private Set<String> behind(String view, Map<String, Set<String>> within) {
    Set<String> types = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    add(view, within, seen, types);
    return types;
  }

  private void add(
      String view, Map<String, Set<String>> within, Set<String> seen, Set<String> types) {
    if (!seen.add(view)) {
      return;
    }
    if (collected.lack(view).isEmpty()) {
      types.add(view);
    } else {
      types.addAll(ViewNeeds.needed(view));
      within.getOrDefault(view, Set.of()).forEach(other -> add(other, within, seen, types));
    }
  }
}
