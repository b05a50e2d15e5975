package org.oktadata.web.console;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.findings.SubjectType;
import org.springframework.stereotype.Component;

/**
 * Which data types collect what findings and events call by names of their own: a finding says
 * {@code log_stream} and Okta {@code LogStream} of what {@code log_streams} has. A data type
 * answers to its name in the singular; what findings have no name for, or several data types may
 * hold, stands here.
 */
@Component
class ObjectTypes {

  /** Further names of Okta's targets, beside those that {@link SubjectType} knows. */
  private static final Map<String, List<String>> OKTAS =
      Map.ofEntries(
          entry("client", List.of("apps")),
          entry("rule", List.of("policy_rules", "group_rules")),
          entry("apiserviceintegrationinstance", List.of("api_service_integrations")),
          entry("customrole", List.of("roles")),
          entry("role", List.of("roles", "admin_roles", "group_roles")),
          entry("agentpool", List.of("agent_pools")),
          entry("assurancepolicy", List.of("device_assurances")),
          // What a detection finds by the value of an attribute of its own.
          entry("value", List.of("users", "groups", "apps")),
          entry("customdomain", List.of("domains")));

  private final Catalogue catalogue;

  ObjectTypes(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The names as of now, for many questions. */
  Names names() {
    Map<String, List<String>> names = new HashMap<>(OKTAS);
    for (String type : catalogue.names(type -> !type.isLog())) {
      names.merge(letters(singular(type)), List.of(type), Names::both);
      names.merge(letters(type), List.of(type), Names::both);
    }
    return new Names(names);
  }

  /** Those whose ids are their own, and not those of users or groups that belong to something. */
  List<String> identified() {
    return catalogue.names(type -> type.refers().isEmpty() && !type.isLog());
  }

  /** Those that are read for each object of a data type. */
  List<String> below(String dataType) {
    return catalogue.names(type -> type.parent().equals(dataType));
  }

  /** Whose rows a data type is read for; empty where it is read by itself, or isn't known. */
  String above(String dataType) {
    return catalogue.find(dataType).map(DataType::parent).orElse("");
  }

  /** Of which data type the ids of a data type's rows are. */
  String meant(String dataType) {
    return catalogue
        .find(dataType)
        .map(DataType::refers)
        .filter(refers -> !refers.isEmpty())
        .orElse(dataType);
  }

  /** Data types by what their objects are called. */
  record Names(Map<String, List<String>> byName) {

    /** Those that may have an object of a type; none where no data type collects such. */
    List<String> of(String type) {
      return type == null
          ? List.of()
          : byName.getOrDefault(letters(SubjectType.of(type)), List.of());
    }

    private static List<String> both(List<String> some, List<String> others) {
      List<String> all = new ArrayList<>(some);
      others.stream().filter(each -> !all.contains(each)).forEach(all::add);
      return all;
    }
  }

  /** The name of one of them: a policy of policies. */
  static String singular(String type) {
    if (type.endsWith("ies")) {
      return type.substring(0, type.length() - 3) + "y";
    }
    return type.endsWith("s") && !type.endsWith("ss") ? type.substring(0, type.length() - 1) : type;
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
