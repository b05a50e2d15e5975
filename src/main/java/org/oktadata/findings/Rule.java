package org.oktadata.findings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What checks and detections have in common. */
sealed interface Rule permits Check, Detection {

  String id();

  String title();

  String kind();

  String severity();

  String description();

  String remediation();

  Map<String, List<String>> references();

  Map<String, Setting> settings();

  /** File it comes from. */
  String source();

  /** Hash of the file, so that an edit is noticed. */
  String fingerprint();

  /** Its SQL, in the order in which mistakes are looked for in it. */
  List<RuleSql> written();

  /** Why it doesn't run by itself, or null. */
  String idleReason();

  /** References by kind: stig, mitre, cii, check, detection, rules. */
  static Map<String, List<String>> references(RuleText rule) {
    Map<String, List<String>> references = new LinkedHashMap<>();
    if (rule.has("references")) {
      RuleText all = rule.part("references");
      all.keys().forEach(kind -> references.put(kind, all.list(kind)));
    }
    return references;
  }

  static String id(RuleText rule) {
    String id = rule.required("id");
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw rule.wrong("id", "'%s' isn't kebab-case".formatted(id));
    }
    return id;
  }
}
