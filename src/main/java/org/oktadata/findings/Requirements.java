package org.oktadata.findings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a group of matches needs at least before a rule's condition can hold, read off the
 * condition: so that the groups of everyday events are passed over by a glance at an index. What it
 * can't read asks for nothing.
 *
 * @param steps how often a step has to be there
 * @param different the values of which there have to be different ones
 * @param keyComesFirst whether only what follows the first of these steps counts
 */
record Requirements(List<AtLeast> steps, Set<String> different, boolean keyComesFirst) {

  /**
   * A step and how often it has to be there.
   *
   * @param bound a number, or the name of a setting after a colon
   * @param more added to the bound: 1 where the condition says "more than"
   */
  record AtLeast(String step, String bound, int more) {

    /** A name that isn't a setting asks for nothing: the condition itself says what is wrong. */
    int times(Map<String, Object> settings) {
      Object value = bound.startsWith(":") ? settings.get(bound.substring(1)) : bound;
      return value == null ? 0 : new BigDecimal(String.valueOf(value)).intValue() + more;
    }
  }

  private static final String BOUND = "\\s*(>=?)\\s*(:[a-z_]+|\\d+)";
  private static final String OF_STEP = "\\s+filter\\s*\\(\\s*where step = '([^']+)'\\s*\\)";
  private static final Pattern COUNT =
      Pattern.compile("count\\((?:\\*|distinct \\w+)\\)(?:" + OF_STEP + ")?" + BOUND);
  private static final Pattern DISTINCT = Pattern.compile("count\\(distinct (\\w+)\\)" + BOUND);
  private static final Pattern ORDER =
      Pattern.compile("min\\(published\\)" + OF_STEP + "\\s*<=?\\s*max\\(published\\)" + OF_STEP);

  /** Reads a condition of SQL over the steps of a rule. */
  static Requirements of(String condition, Set<String> steps) {
    List<AtLeast> needed = new ArrayList<>();
    Set<String> different = new TreeSet<>();
    Set<String> first = new TreeSet<>();
    boolean understood = true;
    for (String part : conjuncts(condition)) {
      Matcher count = COUNT.matcher(part);
      Matcher distinct = DISTINCT.matcher(part);
      Matcher order = ORDER.matcher(part);
      if (count.matches()) {
        String step =
            count.group(1) == null && steps.size() == 1 ? steps.iterator().next() : count.group(1);
        int more = count.group(2).equals(">") ? 1 : 0;
        if (step != null) {
          needed.add(new AtLeast(step, count.group(3), more));
          first.add(step);
        }
        understood &= step != null;
        if (distinct.matches() && !distinct.group(1).equals("step") && severalOf(distinct)) {
          different.add(distinct.group(1));
        }
      } else if (order.matches()) {
        needed.add(new AtLeast(order.group(1), "1", 0));
        needed.add(new AtLeast(order.group(2), "1", 0));
        first.add(order.group(1));
      } else {
        understood = false;
      }
    }
    return new Requirements(
        List.copyOf(needed), different, understood && first.size() == 1 && different.isEmpty());
  }

  Requirements differingIn(List<String> values) {
    Set<String> all = new TreeSet<>(different);
    all.addAll(values);
    return new Requirements(steps, all, keyComesFirst && all.isEmpty());
  }

  /** The same with another step to wait for. */
  Requirements waitingFor(String step) {
    List<AtLeast> sorted = new ArrayList<>(steps);
    sorted.add(new AtLeast(step, "1", 0));
    sorted.sort(Comparator.comparing(each -> !each.step().equals(step)));
    boolean same = step.equals(key());
    return new Requirements(List.copyOf(sorted), different, keyComesFirst && same);
  }

  /** The same for a rule whose own SQL may look further back. */
  Requirements inAnyOrder() {
    return new Requirements(steps, different, false);
  }

  /** The step that everything waits for, or null. */
  String key() {
    return steps.isEmpty() ? null : steps.get(0).step();
  }

  /** One of a thing isn't different from anything; a setting may allow one. */
  private static boolean severalOf(Matcher distinct) {
    return distinct.group(3).matches("\\d+")
        && Integer.parseInt(distinct.group(3)) + (distinct.group(2).equals(">") ? 1 : 0) > 1;
  }

  /** The parts that all have to hold; parentheses around the whole are taken off. */
  private static List<String> conjuncts(String condition) {
    String text = condition.strip().replaceAll("\\s+", " ");
    List<String> parts = split(text, " and ");
    if (parts.size() > 1) {
      return parts.stream().flatMap(part -> conjuncts(part).stream()).toList();
    }
    if (split(text, " or ").size() == 1 && text.startsWith("(") && closes(text)) {
      return conjuncts(text.substring(1, text.length() - 1));
    }
    return split(text, " or ").size() > 1 ? List.of() : List.of(text);
  }

  private static boolean closes(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i == text.length() - 1;
      }
    }
    return false;
  }

  /** Splits where no parenthesis or quotation is open; a {@code between} keeps its own and. */
  private static List<String> split(String text, String word) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '\'';
      depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0
          && !quoted
          && text.regionMatches(true, i, word, 0, word.length())
          && !text.substring(from, i).matches("(?i).* between [^ ]+")) {
        parts.add(text.substring(from, i));
        from = i + word.length();
      }
    }
    parts.add(text.substring(from));
    return parts;
  }
}
