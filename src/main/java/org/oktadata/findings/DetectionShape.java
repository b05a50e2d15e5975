package org.oktadata.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.integrations.NearestName;

/** Refuses keys of a detection that would do nothing where they stand. */
final class DetectionShape {

  private static final Set<String> CONDITIONS =
      Set.of("threshold", "distinct", "having", "sequence", "absent", "sql");
  private static final Set<String> SAVING = Set.of("differing", "rare", "begins-with", "rest");
  private static final Set<String> GROUPING = Set.of("group-by", "keep");

  private DetectionShape() {}

  static void check(RuleText rule, Set<String> steps) {
    boolean window = rule.has("window");
    boolean first = rule.has("first-time");
    if (window && first) {
      throw rule.wrong("window", "'window' doesn't go with 'first-time', which has a memory");
    }
    for (String key : rule.keys()) {
      if (!window && (CONDITIONS.contains(key) || SAVING.contains(key))) {
        throw rule.wrong(key, "'%s' needs a window".formatted(key));
      }
      if (!window && !first && GROUPING.contains(key)) {
        throw rule.wrong(key, "'%s' needs a window or first-time".formatted(key));
      }
    }
    if ((window || first) && rule.has("where")) {
      throw rule.wrong("where", "'where' is about one event; with a window write 'having'");
    }
    if (window && CONDITIONS.stream().noneMatch(rule::has)) {
      throw rule.wrong("window", "a window needs one of " + new TreeSet<>(CONDITIONS));
    }
    List<String> named = new ArrayList<>(rule.list("sequence"));
    named.addAll(rule.list("absent"));
    for (String name : named) {
      if (!steps.contains(name)) {
        throw rule.wrong(
            rule.list("absent").contains(name) ? "absent" : "sequence",
            "'%s' isn't a step%s".formatted(name, NearestName.guess(name, steps)));
      }
    }
  }
}
