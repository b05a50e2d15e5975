package org.oktadata.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.oktadata.catalogue.DataType;
import org.oktadata.findings.SharedData;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * What is known of Okta's answers: the examples in Okta's own OpenAPI description, answers recorded
 * of real orgs, and objects recorded one by one.
 */
final class KnownAnswers {

  static final ObjectMapper JSON =
      new ObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private static final int OBJECTS_A_PAGE = 50;

  private final Map<String, DataType> typeByShape = new HashMap<>();
  private final Map<String, Set<JsonNode>> pages = new HashMap<>();

  KnownAnswers(Collection<DataType> types) throws IOException {
    types.forEach(type -> typeByShape.put(shape(type.path()), type));
    readExamples();
    readRecordedAnswers();
    readRecordedObjects();
  }

  /** The different answers known of a data type's list, each fit to be one page of it. */
  List<JsonNode> pages(String dataType) {
    return List.copyOf(pages.getOrDefault(dataType, Set.of()));
  }

  /** Whatever a path calls its ids. */
  static String shape(String path) {
    return path.replaceAll("\\?.*", "").replaceAll("\\{[^}]*}", "{}");
  }

  /** The objects of an answer, as the data type's line says where they are. */
  static Iterable<JsonNode> objects(DataType type, JsonNode answer) {
    return answer.isArray()
        ? answer
        : type.answer().items().isEmpty() ? List.of(answer) : answer.at(listIn(type));
  }

  /** Where the list is in an answer that wraps it. */
  private static String listIn(DataType type) {
    return "/" + type.answer().items().replace('.', '/');
  }

  /** An answer as the data type's line says that it is, with this list. */
  static JsonNode wrapped(DataType type, ArrayNode list) {
    JsonNode answer = list;
    List<String> names =
        type.answer().items().isEmpty() ? List.of() : List.of(type.answer().items().split("\\."));
    for (int i = names.size() - 1; i >= 0; i--) {
      answer = JSON.createObjectNode().set(names.get(i), answer);
    }
    return answer;
  }

  /** The object's id in its list; missing where it has none. */
  static JsonNode id(DataType type, JsonNode object) {
    return Arrays.stream(type.answer().key().split("\\|"))
        .map(key -> object.at("/" + key.replace('.', '/')))
        .filter(id -> !id.isMissingNode() && !id.isNull())
        .findFirst()
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }

  private void readExamples() throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(50_000_000);
    JsonNode description;
    try (Reader reader =
        Files.newBufferedReader(SharedData.folder("okta/reference/okta-management-openapi.yaml"))) {
      Object loaded = new Yaml(options).load(reader);
      description = JSON.readTree(JSON.writeValueAsBytes(loaded));
    }
    JsonNode paths = description.path("paths");
    namesInPaths(paths);
    paths
        .properties()
        .forEach(
            path -> {
              DataType type = typeByShape.get(shape(path.getKey()));
              JsonNode content = path.getValue().at("/get/responses/200/content");
              if (type != null) {
                content.forEach(media -> addExamples(description, type, media));
              }
            });
  }

  /** A path may end in a name where Okta describes any: admin-console for {appName}. */
  private void namesInPaths(JsonNode paths) {
    Set<String> described = new HashSet<>();
    paths.fieldNames().forEachRemaining(path -> described.add(shape(path)));
    for (String shape : Set.copyOf(typeByShape.keySet())) {
      if (!described.contains(shape)) {
        typeByShape.put(shape.replaceAll("[^/]+$", "{}"), typeByShape.get(shape));
      }
    }
  }

  private void addExamples(JsonNode description, DataType type, JsonNode media) {
    add(type, media.path("example"));
    for (JsonNode example : media.path("examples")) {
      String reference = example.path("$ref").asText();
      add(
          type,
          (reference.isEmpty() ? example : description.at(reference.substring(1))).path("value"));
    }
  }

  private void readRecordedAnswers() throws IOException {
    for (String line : lines("okta/recorded/http_interactions.jsonl")) {
      JsonNode recorded = JSON.readTree(line);
      DataType type = typeByShape.get(shape(recorded.path("template").asText()));
      if (type != null
          && recorded.path("method").asText().equals("GET")
          && recorded.path("status").asInt() == 200) {
        add(type, recorded.path("response"));
      }
    }
  }

  private void readRecordedObjects() throws IOException {
    Map<DataType, ArrayNode> objects = new HashMap<>();
    for (String line : lines("okta/recorded/resources.jsonl")) {
      JsonNode recorded = JSON.readTree(line);
      String shape = shape(recorded.path("template").asText());
      JsonNode object = recorded.path("doc");
      DataType type =
          typeByShape.getOrDefault(shape, typeByShape.get(shape.replaceAll("/\\{}$", "")));
      if (type != null && id(type, object).isValueNode() && !isRead(type, object)) {
        ArrayNode page = objects.computeIfAbsent(type, any -> JSON.createArrayNode());
        if (page.add(object).size() == OBJECTS_A_PAGE) {
          addObjects(type, objects.remove(type));
        }
      }
    }
    objects.forEach(this::addObjects);
  }

  private boolean isRead(DataType type, JsonNode object) {
    return pages(type.name()).stream()
        .anyMatch(
            page -> {
              for (JsonNode each : objects(type, page)) {
                if (id(type, each).equals(id(type, object))) {
                  return true;
                }
              }
              return false;
            });
  }

  private void addObjects(DataType type, ArrayNode objects) {
    add(type, wrapped(type, objects));
  }

  /** Adds an answer as a page: without the links of another org's list, each id once. */
  private void add(DataType type, JsonNode answer) {
    if (!answer.isContainerNode() || type.isLog() && !answer.isArray()) {
      return;
    }
    JsonNode page = answer.deepCopy();
    if (page.isObject() && type.answer().items().isEmpty() && !type.answer().document()) {
      // Okta describes some lists by the example of one of their objects.
      page = JSON.createArrayNode().add(page);
    }
    if (page.isObject() && !type.answer().items().isEmpty()) {
      ((ObjectNode) page).remove("_links");
      if (!page.at(listIn(type)).isArray()) {
        return;
      }
    }
    JsonNode list =
        page.isArray() || type.answer().items().isEmpty() ? page : page.at(listIn(type));
    if (list.isArray()) {
      Set<JsonNode> seen = new HashSet<>();
      for (var each = list.elements(); each.hasNext(); ) {
        JsonNode object = each.next();
        if (id(type, object).isValueNode() && !seen.add(id(type, object))) {
          each.remove();
        }
      }
    }
    if (!list.isArray() || !list.isEmpty()) {
      pages.computeIfAbsent(type.name(), any -> new LinkedHashSet<>()).add(page);
    }
  }

  private static List<String> lines(String file) throws IOException {
    try (Stream<String> lines = Files.lines(SharedData.folder(file))) {
      return lines.toList();
    }
  }

  /** What of an object is stored, by the catalogue. */
  static JsonNode kept(DataType type, JsonNode object) {
    ObjectNode kept = object.deepCopy();
    if (!type.answer().keep().isEmpty()) {
      kept.retain(type.answer().keep());
    }
    type.answer().drop().forEach(path -> remove(kept, path));
    return kept;
  }

  private static void remove(JsonNode node, String path) {
    int dot = path.indexOf('.');
    if (node.isArray()) {
      node.forEach(element -> remove(element, path));
    } else if (dot >= 0) {
      remove(node.path(path.substring(0, dot)), path.substring(dot + 1));
    } else if (node instanceof ObjectNode properties) {
      properties.remove(path);
    }
  }
}
