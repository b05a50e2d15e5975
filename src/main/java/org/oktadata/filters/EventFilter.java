package org.oktadata.filters;

import com.fasterxml.jackson.databind.JsonNode;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.filters.Filter;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A condition in Okta's System Log filter language: what an admin types in the log's search box.
 * The SCIM library reads it; {@link EventCondition} compares.
 */
public final class EventFilter {

  private static final int LONGEST = 20_000;
  private static final int DEEPEST = 100;

  private final String text;
  private final Predicate<JsonNode> condition;
  private final EventTypes eventTypes;
  private final String narrowing;
  private final String actor;

  private EventFilter(String text, Filter filter) {
    this.text = text;
    this.condition = EventCondition.of(filter);
    this.eventTypes = EventTypes.of(filter);
    this.narrowing = EventNarrowing.of(filter);
    this.actor = actor(filter);
  }

  /** Reads a filter; throws IllegalArgumentException with what is wrong. */
  public static EventFilter parse(String text) {
    refuseExcess(text);
    try {
      return new EventFilter(text.strip(), Filter.fromString(FilterText.scim(text)));
    } catch (BadRequestException | ClassCastException e) {
      throw new IllegalArgumentException("filter: " + firstLine(e.getMessage()), e);
    }
  }

  /** Whether an event fulfils the condition. */
  public boolean matches(JsonNode event) {
    return condition.test(event);
  }

  /** The event types that can match. */
  public EventTypes eventTypes() {
    return eventTypes;
  }

  /** An SQL condition that every match fulfils. */
  public String narrowing() {
    return narrowing;
  }

  /** The parser calls itself for each bracket, and would run out of stack. */
  private static void refuseExcess(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("filter: has more than %d characters".formatted(LONGEST));
    }
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      depth += each == '(' || each == '[' ? 1 : each == ')' || each == ']' ? -1 : 0;
      if (depth > DEEPEST) {
        throw new IllegalArgumentException(
            "filter: has brackets deeper than %d levels".formatted(DEEPEST));
      }
    }
  }

  /** The id of the actor of every match, as it is written in the filter; null where it's open. */
  public String actor() {
    return actor;
  }

  private static String actor(Filter filter) {
    return switch (filter.getFilterType()) {
      case EQUAL ->
          filter.getAttributePath().toString().equalsIgnoreCase("actor.id")
              ? filter.getComparisonValue().asText()
              : null;
      case AND ->
          filter.getCombinedFilters().stream()
              .map(EventFilter::actor)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      default -> null;
    };
  }

  /**
   * Of the library's sentence; that of the JSON parser beneath it is about nothing one has typed.
   */
  private static String firstLine(String message) {
    if (message == null || message.contains("[Source:")) {
      return "ends too soon, or has a value that isn't complete";
    }
    return message.lines().findFirst().orElse("");
  }

  @Override
  public String toString() {
    return text;
  }
}
