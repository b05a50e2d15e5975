package org.oktadata.routes;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.integrations.NearestName;

/**
 * The one of many complaints of a schema that helps: where something may be one of twenty things,
 * each of them complains.
 *
 * @param at where it is
 * @param sentence what is wrong there
 */
record SchemaProblem(ValidationMessage at, String sentence) {

  private static final String EXPRESSION = "expression";

  /**
   * The problem that lies deepest; of those a word that the schema doesn't know, if there is one.
   *
   * @param document what was checked
   * @param schema what it was checked against
   */
  static Optional<SchemaProblem> of(
      Set<ValidationMessage> messages, JsonNode document, JsonNode schema) {
    int deepest = messages.stream().mapToInt(SchemaProblem::depth).max().orElse(0);
    List<ValidationMessage> there =
        messages.stream().filter(message -> depth(message) == deepest).toList();
    return there.stream()
        .min(Comparator.comparing(message -> !isUnknown(message)))
        .map(message -> new SchemaProblem(message, sentence(message, there, document, schema)));
  }

  private static int depth(ValidationMessage message) {
    return message.getInstanceLocation().getNameCount();
  }

  private static boolean isUnknown(ValidationMessage message) {
    return message.getType().equals("additionalProperties");
  }

  private static String sentence(
      ValidationMessage message,
      List<ValidationMessage> there,
      JsonNode document,
      JsonNode schema) {
    String place = message.getInstanceLocation().toString();
    if (document.isMissingNode() || document.isNull()) {
      return "it is empty: write a route, or delete the file";
    }
    if (!document.isArray()) {
      return "a list is expected: begin with '- route:', and what it has further in";
    }
    if (isUnknown(message)) {
      String name = message.getProperty();
      return "%s: there is no '%s'%s"
          .formatted(place, name, NearestName.guess(name, known(message, schema)));
    }
    return place.endsWith("/" + EXPRESSION)
        ? "%s: %s".formatted(place, expression(document.at(place), there))
        : message.getMessage();
  }

  /** What the schema knows in the place of a word that it doesn't. */
  private static Collection<String> known(ValidationMessage message, JsonNode schema) {
    List<String> known = new ArrayList<>();
    JsonPointer rule = JsonPointer.compile(message.getSchemaLocation().getFragment().toString());
    schema.at(rule.head()).path("properties").fieldNames().forEachRemaining(known::add);
    return known;
  }

  /** Each language complains that it isn't the one. */
  private static String expression(JsonNode expression, List<ValidationMessage> there) {
    Set<String> languages = new TreeSet<>();
    there.stream()
        .map(ValidationMessage::getProperty)
        .forEach(
            name -> {
              if (name != null) {
                languages.add(name);
              }
            });
    List<String> names = new ArrayList<>();
    expression.fieldNames().forEachRemaining(names::add);
    return switch (names.size()) {
      case 0 -> "it is empty; write a language and what it says, such as simple or constant";
      case 1 ->
          "'%s' is no language of expressions%s"
              .formatted(names.get(0), NearestName.guess(names.get(0), languages));
      default ->
          "one language is expected, and there are %s".formatted(String.join(" and ", names));
    };
  }
}
