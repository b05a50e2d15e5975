package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An OpenAPI description by its calls, such as {@code GET /api/runs/x}, in which x stands for
 * whatever varies. A reference that leads nowhere is an error, and so is a word without a value,
 * which a comma in a sentence without quotes makes.
 */
final class ApiDescription {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

  private final JsonNode document;
  private final Map<String, JsonNode> calls = new TreeMap<>();

  ApiDescription(JsonNode document) {
    this.document = document;
    assertThat(wordsWithoutValue(document)).isEmpty();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(each -> METHODS.contains(each.getKey()))
                    .forEach(each -> calls.put(call(each.getKey(), path), each.getValue())));
  }

  private static String call(String method, Map.Entry<String, JsonNode> path) {
    return method.toUpperCase(Locale.ROOT) + " " + path.getKey().replaceAll("\\{[^}]*}", "x");
  }

  private static List<String> wordsWithoutValue(JsonNode node) {
    List<String> words = new ArrayList<>();
    node.properties()
        .forEach(
            each -> {
              if (each.getValue().isNull()) {
                words.add(each.getKey());
              }
            });
    node.forEach(each -> words.addAll(wordsWithoutValue(each)));
    return words;
  }

  Set<String> calls() {
    return calls.keySet();
  }

  /** Those behind the question mark. */
  Map<String, Set<String>> parameters() {
    Map<String, Set<String>> names = new TreeMap<>();
    calls.forEach(
        (call, operation) -> {
          Set<String> here = new TreeSet<>();
          operation.path("parameters").forEach(each -> here.add(each.path("name").asText()));
          names.put(call, here);
        });
    return names;
  }

  /** As {@link AnswerShape} tells it. */
  Object answer(String call) {
    for (JsonNode answer : calls.get(call).path("responses")) {
      JsonNode schema = content(answer).path("application/json").path("schema");
      if (!schema.isMissingNode()) {
        return shape(schema);
      }
    }
    return null;
  }

  /** The names of its fields. */
  Set<String> body(String call) {
    JsonNode schema =
        resolved(
            content(calls.get(call).path("requestBody")).path("application/json").path("schema"));
    return new TreeSet<>(names(schema.path("properties")));
  }

  private JsonNode content(JsonNode part) {
    return resolved(part).path("content");
  }

  private Object shape(JsonNode named) {
    JsonNode schema = resolved(named);
    List<String> types = types(schema.path("type"));
    if (types.size() > 1 || types.isEmpty()) {
      return AnswerShape.ANYTHING;
    }
    switch (types.get(0)) {
      case "array":
        return List.of(shape(schema.path("items")));
      case "object":
        if (!schema.has("properties")) {
          return AnswerShape.ANYTHING;
        }
        Map<String, Object> fields = new TreeMap<>();
        schema
            .path("properties")
            .properties()
            .forEach(each -> fields.put(each.getKey(), shape(each.getValue())));
        return fields;
      default:
        return types.get(0);
    }
  }

  private static List<String> types(JsonNode type) {
    List<String> types = new ArrayList<>();
    if (type.isArray()) {
      type.forEach(each -> types.add(each.asText()));
    } else if (!type.isMissingNode()) {
      types.add(type.asText());
    }
    types.remove("null");
    return types;
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : resolved(document.requiredAt(reference.substring(1)));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
