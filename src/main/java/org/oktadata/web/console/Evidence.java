package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.oktadata.json.JsonText;
import org.springframework.stereotype.Component;

/** Makes JSON readable: its first level as facts, and the whole of it indented. */
@Component
public class Evidence {

  private static final List<String> FIRST =
      List.of(
          "login",
          "name",
          "displayName",
          "firstName",
          "lastName",
          "email",
          "secondEmail",
          "description",
          "userType",
          "title",
          "department",
          "division",
          "organization",
          "managerId",
          "employeeNumber");

  private static final Words WORDS = new Words();

  private final ObjectMapper json;

  Evidence(ObjectMapper json) {
    this.json = json;
  }

  /** Names and values; what isn't a plain value is written as JSON. */
  Map<String, String> facts(String text) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : read(text).properties()) {
      JsonNode value = each.getValue();
      if (!value.isNull()) {
        facts.put(each.getKey(), value.isValueNode() ? value.asText() : list(value));
      }
    }
    return facts;
  }

  /** A profile: what people look for first, then the rest by name. */
  Map<String, String> profile(JsonNode doc) {
    Map<String, String> rest = new TreeMap<>(facts(doc.path("profile").toString()));
    Map<String, String> ordered = new LinkedHashMap<>();
    for (String name : FIRST) {
      String value = rest.remove(name);
      if (value != null) {
        ordered.put(name, value);
      }
    }
    ordered.putAll(rest);
    return ordered;
  }

  /** The whole, indented. */
  public String pretty(String text) {
    return read(text).toPrettyString();
  }

  /** How people call a user, a group or an app. */
  String title(String text, String otherwise) {
    JsonNode doc = read(text);
    for (String place : new String[] {"/profile/login", "/profile/name", "/label", "/name"}) {
      if (doc.at(place).isTextual()) {
        return doc.at(place).asText();
      }
    }
    return otherwise;
  }

  public JsonNode tree(String text) {
    return read(text);
  }

  private static String list(JsonNode value) {
    boolean plain = value.isArray();
    StringBuilder text = new StringBuilder();
    for (JsonNode each : value) {
      plain = plain && each.isValueNode();
      text.append(text.isEmpty() ? "" : ", ").append(WORDS.moment(each.asText()));
    }
    return plain ? text.toString() : value.toString();
  }

  private JsonNode read(String text) {
    return JsonText.read(json, text == null || text.isEmpty() ? "{}" : text);
  }
}
