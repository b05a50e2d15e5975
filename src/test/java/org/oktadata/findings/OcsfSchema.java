package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What OCSF 1.8.0 says of the classes and objects that findings use: {@code name:type}, with {@code
 * !} where it is required, {@code []} for a list and the values of an enumeration in braces.
 */
final class OcsfSchema {

  private static final String SEVERITY = "severity_id:integer{0-6,99} severity:string";

  private static final String FINDING =
      """
      class_uid:integer! class_name:string category_uid:integer{2}! category_name:string activity_id:integer{0-3,99}! activity_name:string
      type_uid:long! type_name:string time:timestamp! timezone_offset:integer start_time:timestamp end_time:timestamp
      severity_id:integer{0-6,99}! severity:string status_id:integer{0-6,99} status:string status_code:string status_detail:string
      message:string comment:string count:integer duration:long confidence_id:integer{0-3,99} confidence:string confidence_score:integer
      metadata:metadata! finding_info:finding_info! resources:resource_details[] evidences:evidences[] remediation:remediation
      raw_data:string unmapped:object
      """;

  private static final Map<String, String> OBJECTS =
      Map.ofEntries(
          Map.entry("2003", FINDING + "compliance:compliance!"),
          Map.entry(
              "2004",
              FINDING
                  + "is_alert:boolean risk_level_id:integer{0-4,99} risk_level:string risk_score:integer"),
          Map.entry(
              "metadata",
              "version:string! product:product! uid:string tenant_uid:string log_name:string original_time:string event_code:string logged_time:timestamp processed_time:timestamp labels:string[] profiles:string[]"),
          Map.entry(
              "product",
              "name:string vendor_name:string version:string uid:string url_string:string"),
          Map.entry(
              "finding_info",
              "uid:string! title:string desc:string types:string[] analytic:analytic attacks:attack[] created_time:timestamp modified_time:timestamp first_seen_time:timestamp last_seen_time:timestamp data_sources:string[] related_events:related_event[] related_events_count:integer src_url:string"),
          Map.entry(
              "analytic",
              "type_id:integer{0-11,99}! type:string uid:string name:string desc:string category:string version:string state_id:integer{0-3,99}"),
          Map.entry(
              "attack", "version:string tactic:tactic technique:technique sub_technique:technique"),
          Map.entry("tactic", "uid:string name:string src_url:string"),
          Map.entry("technique", "uid:string name:string src_url:string"),
          Map.entry(
              "related_event",
              "uid:string! type:string type_uid:long title:string desc:string count:integer created_time:timestamp "
                  + SEVERITY),
          Map.entry(
              "resource_details",
              "uid:string name:string type:string namespace:string labels:string[] data:json criticality:string role_id:integer{0-4,99} role:string"),
          Map.entry("evidences", "data:json name:string uid:string"),
          Map.entry(
              "compliance",
              "control:string standards:string[] requirements:string[] status_id:integer{0-3,99} status:string status_code:string status_details:string[] category:string desc:string"),
          Map.entry("remediation", "desc:string! references:string[]"));

  /** One of these at least has to be there. */
  private static final Map<String, Set<String>> ANY =
      Map.of(
          "attack", Set.of("tactic", "technique", "sub_technique"),
          "evidences", Set.of("data"),
          "product", Set.of("name", "uid"),
          "analytic", Set.of("name", "uid"),
          "technique", Set.of("name", "uid"),
          "tactic", Set.of("name", "uid"),
          "resource_details", Set.of("name", "uid"));

  /** What a number of an enumeration is called. */
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "severity",
              List.of("Unknown", "Informational", "Low", "Medium", "High", "Critical", "Fatal"),
          "activity", List.of("Unknown", "Create", "Update", "Close"),
          "finding status",
              List.of(
                  "Unknown", "New", "In Progress", "Suppressed", "Resolved", "Archived", "Deleted"),
          "compliance status", List.of("Unknown", "Pass", "Warning", "Fail"),
          "type", List.of("Unknown", "Rule", "Behavioral", "Statistical"));

  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "(?<name>\\w+):(?<type>\\w+)(?<list>\\[])?(\\{(?<values>[-\\d,]+)})?(?<required>!)?");

  private record Attribute(String type, boolean list, Set<Integer> values, boolean required) {}

  private final List<String> problems = new ArrayList<>();

  private OcsfSchema() {}

  /** What is wrong with an event, each with its place; nothing where it is valid. */
  static List<String> problems(JsonNode event) {
    OcsfSchema schema = new OcsfSchema();
    String type = event.path("class_uid").asText();
    if (!Set.of("2003", "2004").contains(type)) {
      return List.of("class_uid: " + type);
    }
    schema.object(type, type, event);
    schema.siblings(event);
    return schema.problems;
  }

  private void object(String place, String type, JsonNode object) {
    if (!object.isObject()) {
      problems.add(place + ": isn't an object");
      return;
    }
    Map<String, Attribute> attributes = attributes(type);
    attributes.forEach(
        (name, attribute) -> {
          if (attribute.required() && !object.has(name)) {
            problems.add("%s.%s: is missing".formatted(place, name));
          }
        });
    Set<String> any = ANY.getOrDefault(type, Set.of());
    if (!any.isEmpty() && any.stream().noneMatch(object::has)) {
      problems.add("%s: has none of %s".formatted(place, any));
    }
    object
        .properties()
        .forEach(
            each -> {
              Attribute attribute = attributes.get(each.getKey());
              String where = place + "." + each.getKey();
              if (attribute == null) {
                problems.add(where + ": isn't an attribute of " + type);
              } else {
                values(where, attribute, each.getValue());
              }
            });
  }

  private void values(String place, Attribute attribute, JsonNode value) {
    if (!attribute.list()) {
      value(place, attribute, value);
    } else if (!value.isArray() || value.isEmpty()) {
      problems.add(place + ": isn't a list with something in it");
    } else {
      value.forEach(each -> value(place, attribute, each));
    }
  }

  private void value(String place, Attribute attribute, JsonNode value) {
    boolean fits =
        switch (attribute.type()) {
          case "string" -> value.isTextual() && !value.asText().isBlank();
          case "integer" -> value.isInt();
          case "long" -> value.isIntegralNumber();
          case "timestamp" -> value.isIntegralNumber() && value.asLong() > 1_000_000_000_000L;
          case "boolean" -> value.isBoolean();
          case "json" -> !value.isNull();
          case "object" -> value.isObject();
          default -> true;
        };
    if (!fits) {
      problems.add("%s: %s isn't a %s".formatted(place, value, attribute.type()));
    } else if (!attribute.values().isEmpty() && !attribute.values().contains(value.asInt())) {
      problems.add("%s: %s isn't a value of it".formatted(place, value));
    } else if (OBJECTS.containsKey(attribute.type())) {
      object(place, attribute.type(), value);
    }
  }

  private void siblings(JsonNode event) {
    int type = event.path("class_uid").asInt();
    if (event.path("type_uid").asLong() != type * 100L + event.path("activity_id").asInt()) {
      problems.add("type_uid: doesn't follow from class and activity");
    }
    named("severity", event, "severity_id", "severity");
    named("activity", event, "activity_id", "activity_name");
    named("finding status", event, "status_id", "status");
    named("type", event.path("finding_info").path("analytic"), "type_id", "type");
    if (event.has("compliance")) {
      named("compliance status", event.path("compliance"), "status_id", "status");
    }
  }

  private void named(String kind, JsonNode object, String number, String name) {
    List<String> names = NAMES.get(kind);
    int of = object.path(number).asInt();
    String expected = of < names.size() ? names.get(of) : "Other";
    if (!object.path(name).asText().equals(expected)) {
      problems.add("%s: %s isn't %s".formatted(name, object.path(name), expected));
    }
  }

  private static Map<String, Attribute> attributes(String type) {
    Map<String, Attribute> attributes = new TreeMap<>();
    Matcher each = ATTRIBUTE.matcher(OBJECTS.get(type));
    while (each.find()) {
      attributes.put(
          each.group("name"),
          new Attribute(
              each.group("type"),
              each.group("list") != null,
              numbers(each.group("values")),
              each.group("required") != null));
    }
    return attributes;
  }

  private static Set<Integer> numbers(String ranges) {
    Set<Integer> numbers = new HashSet<>();
    for (String range : ranges == null ? new String[0] : ranges.split(",")) {
      String[] ends = range.split("-");
      IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
          .forEach(numbers::add);
    }
    return numbers;
  }
}
