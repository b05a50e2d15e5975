package org.oktadata.filters;

import com.fasterxml.jackson.databind.JsonNode;
import com.unboundid.scim2.common.filters.Filter;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Turns a filter that was read into a condition on events. The library's own evaluator takes 20 µs
 * a filter and knows no positions in lists; this takes less than one.
 */
final class EventCondition {

  private EventCondition() {}

  static Predicate<JsonNode> of(Filter filter) {
    return switch (filter.getFilterType()) {
      case AND -> all(conditions(filter));
      case OR -> any(conditions(filter));
      case NOT -> of(filter.getInvertedFilter()).negate();
      case PRESENT -> present(path(filter));
      case EQUAL -> equal(filter);
      case NOT_EQUAL -> equal(filter).negate();
      case CONTAINS -> compareText(filter, String::contains);
      case STARTS_WITH -> compareText(filter, String::startsWith);
      case ENDS_WITH -> compareText(filter, String::endsWith);
      case GREATER_THAN -> order(filter, sign -> sign > 0);
      case GREATER_OR_EQUAL -> order(filter, sign -> sign >= 0);
      case LESS_THAN -> order(filter, sign -> sign < 0);
      case LESS_OR_EQUAL -> order(filter, sign -> sign <= 0);
      case COMPLEX_VALUE -> within(path(filter), of(filter.getValueFilter()));
    };
  }

  private static List<Predicate<JsonNode>> conditions(Filter filter) {
    return filter.getCombinedFilters().stream().map(EventCondition::of).toList();
  }

  private static Predicate<JsonNode> all(List<Predicate<JsonNode>> conditions) {
    return event -> {
      for (Predicate<JsonNode> condition : conditions) {
        if (!condition.test(event)) {
          return false;
        }
      }
      return true;
    };
  }

  private static Predicate<JsonNode> any(List<Predicate<JsonNode>> conditions) {
    return event -> {
      for (Predicate<JsonNode> condition : conditions) {
        if (condition.test(event)) {
          return true;
        }
      }
      return false;
    };
  }

  private static Predicate<JsonNode> present(EventPath path) {
    return event -> path.nodes(event).stream().anyMatch(EventCondition::isThere);
  }

  /** By RFC 7644, an object without anything in it isn't there, nor is an empty text. */
  private static boolean isThere(JsonNode value) {
    return value.isValueNode() ? !value.asText().isEmpty() : !value.isEmpty();
  }

  private static Predicate<JsonNode> equal(Filter filter) {
    return filter.getComparisonValue().isNull()
        ? present(path(filter)).negate()
        : compare(filter, EventCondition::same);
  }

  private static Predicate<JsonNode> within(EventPath path, Predicate<JsonNode> condition) {
    return event -> path.nodes(event).stream().anyMatch(condition);
  }

  private static Predicate<JsonNode> compare(
      Filter filter, BiPredicate<JsonNode, JsonNode> comparison) {
    EventPath path = path(filter);
    JsonNode wanted = filter.getComparisonValue();
    return event -> path.nodes(event).stream().anyMatch(value -> comparison.test(value, wanted));
  }

  private static Predicate<JsonNode> compareText(
      Filter filter, BiPredicate<String, String> comparison) {
    EventPath path = path(filter);
    String wanted = lower(filter.getComparisonValue());
    return event ->
        path.nodes(event).stream().anyMatch(value -> comparison.test(lower(value), wanted));
  }

  private static EventPath path(Filter filter) {
    return EventPath.of(filter.getAttributePath().toString());
  }

  private static boolean same(JsonNode value, JsonNode wanted) {
    return value.isNumber() && wanted.isNumber()
        ? value.decimalValue().compareTo(wanted.decimalValue()) == 0
        : text(value).equalsIgnoreCase(text(wanted));
  }

  private static Predicate<JsonNode> order(Filter filter, IntPredicate wanted) {
    EventPath path = path(filter);
    EventOrder limit = new EventOrder(text(filter.getComparisonValue()));
    return event ->
        path.nodes(event).stream().anyMatch(value -> wanted.test(limit.compare(text(value))));
  }

  private static String lower(JsonNode value) {
    return text(value).toLowerCase(Locale.ROOT);
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
