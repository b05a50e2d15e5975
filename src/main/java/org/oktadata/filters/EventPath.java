package org.oktadata.filters;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a System Log event, such as {@code actor.id}, {@code target.0.displayName} or {@code
 * target[type eq "User"].id}; {@code a | b} is b where a isn't there. Names are compared without
 * regard to case, lists are looked through.
 */
public final class EventPath {

  private static final Pattern STEP =
      Pattern.compile("([^.\\[\\]]+)(?:\\[([a-zA-Z]+)\\s+eq\\s+\"([^\"]*)\"])?(?:\\.|$)");

  /** Okta's own rules write some places short. */
  private static final Map<String, String> SHORT =
      Map.of("result", "outcome.result", "reason", "outcome.reason");

  private final String text;
  private final List<Step> steps = new ArrayList<>();

  private EventPath otherwise;

  /**
   * @param position where the name is a number, or less than zero
   */
  private record Step(String name, int position, String property, String value) {}

  private EventPath(String text) {
    this.text = text;
  }

  /** Reads a path; throws IllegalArgumentException for what isn't one. */
  public static EventPath of(String text) {
    String[] choice = text.split("\\s+\\|\\s+", 2);
    EventPath path = single(choice[0]);
    path.otherwise = choice.length > 1 ? of(choice[1]) : null;
    return path;
  }

  private static EventPath single(String text) {
    EventPath path = new EventPath(text);
    Matcher step = STEP.matcher(SHORT.getOrDefault(text, text));
    int from = 0;
    while (step.find() && step.start() == from && step.end() > from) {
      String name = step.group(1);
      int position = name.matches("\\d{1,4}") ? Integer.parseInt(name) : -1;
      path.steps.add(new Step(name, position, step.group(2), step.group(3)));
      from = step.end();
    }
    if (path.steps.isEmpty() || from != SHORT.getOrDefault(text, text).length()) {
      throw new IllegalArgumentException("'%s' isn't a place in an event".formatted(text));
    }
    return path;
  }

  /** Everything that is there, lists flattened; empty when nothing is. */
  List<JsonNode> nodes(JsonNode event) {
    List<JsonNode> found = new ArrayList<>(2);
    collect(event, 0, found);
    return found;
  }

  /** The first value there as text, or null. */
  public String text(JsonNode event) {
    for (JsonNode node : nodes(event)) {
      String value = node.isValueNode() ? node.asText() : node.toString();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return otherwise == null ? null : otherwise.text(event);
  }

  private void collect(JsonNode node, int depth, List<JsonNode> found) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return;
    }
    if (node.isArray()) {
      if (depth < steps.size() && steps.get(depth).position() >= 0) {
        collect(node.get(steps.get(depth).position()), depth + 1, found);
      } else {
        for (JsonNode each : node) {
          collect(each, depth, found);
        }
      }
    } else if (depth == steps.size()) {
      found.add(node);
    } else {
      Step step = steps.get(depth);
      JsonNode child = member(node, step.name());
      if (step.property() == null || child == null) {
        collect(child, depth + 1, found);
      } else {
        for (JsonNode each : child.isArray() ? child : List.of(child)) {
          JsonNode actual = member(each, step.property());
          if (actual != null && actual.asText().equalsIgnoreCase(step.value())) {
            collect(each, depth + 1, found);
          }
        }
      }
    }
  }

  private static JsonNode member(JsonNode node, String name) {
    JsonNode exact = node.get(name);
    if (exact != null || !node.isObject()) {
      return exact;
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (property.getKey().equalsIgnoreCase(name)) {
        return property.getValue();
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return text;
  }
}
