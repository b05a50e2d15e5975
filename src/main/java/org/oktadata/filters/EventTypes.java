package org.oktadata.filters;

import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The event types a filter can match, so that most events are held against few rules.
 *
 * @param any whether every event type can match
 * @param exact types by name, in lower case
 * @param prefixes beginnings of types, in lower case
 */
public record EventTypes(boolean any, Set<String> exact, Set<String> prefixes) {

  private static final EventTypes ANY = new EventTypes(true, Set.of(), Set.of());

  static EventTypes of(Filter filter) {
    return switch (filter.getFilterType()) {
      case AND -> narrowest(filter.getCombinedFilters());
      case OR -> together(filter.getCombinedFilters().stream().map(EventTypes::of).toList());
      case EQUAL, STARTS_WITH -> ofComparison(filter);
      default -> ANY;
    };
  }

  /** What any of these can match. */
  public static EventTypes together(List<EventTypes> all) {
    Set<String> exact = new TreeSet<>();
    Set<String> prefixes = new TreeSet<>();
    for (EventTypes each : all) {
      if (each.any) {
        return ANY;
      }
      exact.addAll(each.exact);
      prefixes.addAll(each.prefixes);
    }
    return new EventTypes(false, exact, prefixes);
  }

  private static EventTypes narrowest(List<Filter> parts) {
    EventTypes best = ANY;
    for (Filter part : parts) {
      EventTypes types = of(part);
      if (best.any || (!types.any && best.prefixes.size() > types.prefixes.size())) {
        best = types;
      }
    }
    return best;
  }

  private static EventTypes ofComparison(Filter filter) {
    if (!filter.getAttributePath().toString().equalsIgnoreCase("eventType")) {
      return ANY;
    }
    String value = filter.getComparisonValue().asText().toLowerCase(Locale.ROOT);
    return filter.getFilterType() == FilterType.EQUAL
        ? new EventTypes(false, Set.of(value), Set.of())
        : new EventTypes(false, Set.of(), Set.of(value));
  }

  /** Whether events of a type can match. */
  public boolean include(String eventType) {
    String type = eventType.toLowerCase(Locale.ROOT);
    return any || exact.contains(type) || prefixes.stream().anyMatch(type::startsWith);
  }

  /** The same as an SQL condition's parameter: a regular expression. */
  public String pattern() {
    if (any) {
      return ".*";
    }
    Set<String> parts = new TreeSet<>();
    exact.forEach(type -> parts.add(quote(type) + "$"));
    prefixes.forEach(type -> parts.add(quote(type)));
    return "^(" + String.join("|", parts) + ")";
  }

  private static String quote(String literal) {
    return literal.replaceAll("([^a-z0-9_])", "\\\\$1");
  }
}
