package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Findings in OCSF 1.8: checks as Compliance Finding (2003), threats as Detection Finding (2004).
 * What isn't known is left out.
 */
@Component
public class OcsfFinding {

  /** In the order of {@link Severity}; the ids of OCSF rise to the worst. */
  private static final List<String> SEVERITY_NAMES =
      List.of("Critical", "High", "Medium", "Low", "Informational");

  private static final List<String> ACTIVITIES = List.of("Unknown", "Create", "Update", "Close");
  private static final int CLOSE = ACTIVITIES.indexOf("Close");
  private static final List<String> STATUSES =
      List.of("Unknown", "New", "In Progress", "Suppressed", "Resolved");

  /** A technique of {@code ATT&CK}, and a sub-technique of it. */
  private static final Pattern TECHNIQUE = Pattern.compile("(T\\d{4})(\\.\\d{3})?");

  private final RuleLibrary library;

  OcsfFinding(RuleLibrary library) {
    this.library = library;
  }

  /** The finding as it stands. */
  public Map<String, Object> of(FindingView finding) {
    boolean fresh = finding.firstSeen().equals(finding.lastSeen());
    return of(finding, finding.state().equals("resolved") ? CLOSE : fresh ? 1 : 2);
  }

  /** What happened to the finding: opened, reopened, updated, resolved, muted or accepted. */
  public Map<String, Object> of(FindingView finding, String change) {
    return of(finding, change.equals("opened") ? 1 : change.equals("resolved") ? CLOSE : 2);
  }

  private Map<String, Object> of(FindingView finding, int activity) {
    boolean compliance = finding.kind().equals("posture");
    Rule rule = library.lastRead().find(finding.checkId()).orElse(null);
    int severity = Severity.words().indexOf(finding.severity());
    int status = status(finding.state());
    int type = compliance ? 2003 : 2004;
    String name = compliance ? "Compliance Finding" : "Detection Finding";
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("class_uid", type);
    event.put("class_name", name);
    event.put("category_uid", 2);
    event.put("category_name", "Findings");
    event.put("activity_id", activity);
    event.put("activity_name", ACTIVITIES.get(activity));
    event.put("type_uid", type * 100L + activity);
    event.put("type_name", name + ": " + ACTIVITIES.get(activity));
    boolean ended = activity == CLOSE && finding.resolvedAt() != null;
    event.put("time", (ended ? finding.resolvedAt() : finding.lastSeen()).toEpochMilli());
    event.put("start_time", finding.firstSeen().toEpochMilli());
    event.put("end_time", finding.lastSeen().toEpochMilli());
    event.put("severity_id", SEVERITY_NAMES.size() - severity);
    event.put("severity", SEVERITY_NAMES.get(severity));
    event.put("status_id", status);
    event.put("status", STATUSES.get(status));
    if (finding.stateReason() != null) {
      event.put("status_detail", detail(finding));
    }
    event.put("message", finding.title());
    event.put("metadata", metadata(finding));
    event.put("finding_info", info(finding, rule));
    event.put("resources", List.of(resource(finding)));
    event.put("evidences", List.of(Map.of("data", Json.read(finding.evidence()))));
    if (compliance) {
      event.put("compliance", compliance(finding, rule));
    } else {
      event.put("is_alert", !finding.state().equals("resolved"));
    }
    if (rule != null && !rule.remediation().isBlank()) {
      event.put("remediation", Map.of("desc", rule.remediation()));
    }
    event.put("unmapped", Map.of("state", finding.state()));
    return event;
  }

  private static Map<String, Object> resource(FindingView finding) {
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("uid", finding.subjectId());
    if (finding.subjectName() != null) {
      resource.put("name", finding.subjectName());
    }
    resource.put("type", finding.subjectType());
    resource.put("namespace", finding.integration());
    return resource;
  }

  /** Why it is so; what it turned out to be has no place of its own. */
  private static String detail(FindingView finding) {
    return finding.stateOutcome() == null
        ? finding.stateReason()
        : finding.stateOutcome() + ": " + finding.stateReason();
  }

  private static Map<String, Object> metadata(FindingView finding) {
    return Map.of(
        "version", "1.8.0",
        "uid", finding.id(),
        "tenant_uid", finding.integration(),
        "product", Map.of("name", "Okta Data Integration", "vendor_name", "Okta Data Integration"));
  }

  private static Map<String, Object> info(FindingView finding, Rule rule) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("uid", finding.id());
    info.put("title", finding.title());
    info.put("desc", rule == null ? finding.title() : rule.description());
    info.put("types", List.of(finding.kind()));
    info.put("first_seen_time", finding.firstSeen().toEpochMilli());
    info.put("last_seen_time", finding.lastSeen().toEpochMilli());
    info.put("created_time", finding.firstSeen().toEpochMilli());
    if (finding.changedAt() != null) {
      info.put("modified_time", finding.changedAt().toEpochMilli());
    }
    info.put(
        "analytic",
        Map.of("uid", finding.checkId(), "name", finding.title(), "type_id", 1, "type", "Rule"));
    List<Map<String, Object>> attacks = attacks(rule);
    if (!attacks.isEmpty()) {
      info.put("attacks", attacks);
    }
    List<Map<String, Object>> events = new ArrayList<>();
    for (JsonNode uuid : Json.read(finding.evidence()).path("uuids")) {
      events.add(Map.of("uid", uuid.asText(), "type", "Okta System Log"));
    }
    if (!events.isEmpty()) {
      info.put("related_events", events);
    }
    return info;
  }

  private static List<Map<String, Object>> attacks(Rule rule) {
    List<String> techniques =
        rule == null ? List.of() : rule.references().getOrDefault("mitre", List.of());
    return techniques.stream()
        .map(TECHNIQUE::matcher)
        .filter(Matcher::matches)
        .map(OcsfFinding::attack)
        .toList();
  }

  private static Map<String, Object> attack(Matcher technique) {
    Map<String, Object> attack = new LinkedHashMap<>();
    attack.put("version", "17.1");
    attack.put("technique", Map.of("uid", technique.group(1)));
    if (technique.group(2) != null) {
      attack.put("sub_technique", Map.of("uid", technique.group()));
    }
    return attack;
  }

  private static Map<String, Object> compliance(FindingView finding, Rule rule) {
    List<String> stig =
        rule == null ? List.of() : rule.references().getOrDefault("stig", List.of());
    boolean passes = finding.state().equals("resolved");
    Map<String, Object> compliance = new LinkedHashMap<>();
    compliance.put("control", finding.checkId());
    compliance.put(
        "standards", stig.isEmpty() ? List.of("Okta posture") : List.of("DISA STIG Okta IDaaS"));
    if (!stig.isEmpty()) {
      compliance.put("requirements", stig);
    }
    compliance.put("status_id", passes ? 1 : 3);
    compliance.put("status", passes ? "Pass" : "Fail");
    return compliance;
  }

  private static int status(String state) {
    return switch (state) {
      case "open" -> 1;
      case "muted", "accepted" -> 3;
      case "resolved" -> 4;
      default -> 0;
    };
  }
}
