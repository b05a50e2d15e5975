package org.oktadata.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A check of the collected data: SQL that returns what fails.
 *
 * @param kind posture or threat
 * @param needs data types it cannot be answered without
 * @param optional data types that its SQL reads, and that it does without where they aren't there
 * @param pipeline idx where only Identity Engine shows the answer, or empty
 * @param subject type of what it is about: user, policy, org, …
 * @param sql query over the okta views with subject_id and the evidence as columns
 * @param manual what a person has to look at where Okta's API shows nothing, or null
 */
record Check(
    String id,
    String title,
    String kind,
    String severity,
    String description,
    String remediation,
    Map<String, List<String>> references,
    Map<String, Setting> settings,
    List<String> needs,
    List<String> optional,
    String pipeline,
    String subject,
    String sql,
    String manual,
    String source,
    String fingerprint,
    List<RuleSql> written)
    implements Rule {

  private static final String INTEGRATION = "integration";

  /** What such a file may say; docs/rules.md explains it. */
  static final Set<String> KEYS =
      Set.of(
          "id",
          "title",
          "kind",
          "severity",
          "description",
          "remediation",
          "references",
          "settings",
          "needs",
          "optional",
          "pipeline",
          "subject",
          "sql",
          "manual",
          "tests");

  static Check read(String source, String text) {
    RuleText rule = RuleText.of(source, text).allow(KEYS);
    boolean manual = rule.has("manual");
    return new Check(
        Rule.id(rule),
        rule.required("title"),
        rule.oneOf("kind", "posture", Set.of("posture", "threat")),
        rule.oneOf("severity", "", Severity.words()),
        rule.required("description"),
        rule.required("remediation"),
        Rule.references(rule),
        Setting.read(rule),
        manual ? List.of() : rule.list("needs"),
        manual ? List.of() : rule.list("optional"),
        rule.has("pipeline") ? rule.oneOf("pipeline", "", Set.of("idx")) : "",
        rule.text("subject", "org"),
        manual ? "" : rule.required("sql"),
        rule.text("manual", null),
        source,
        Integer.toHexString(text.hashCode()),
        manual ? List.of() : sql(rule));
  }

  private static List<RuleSql> sql(RuleText rule) {
    List<String> parameters = new ArrayList<>(Setting.parameters(rule));
    parameters.add(INTEGRATION);
    List<RuleSql> sql = rule.sql(parameters, "sql");
    String text = rule.text("sql", "");
    if (text.contains("okta.") && !text.contains(":" + INTEGRATION)) {
      throw rule.wrong(
          "sql",
          "it would find rows of other orgs, too: let it ask for 'integration = :integration'");
    }
    return sql;
  }

  /** The line on which its SQL begins. */
  int sqlLine() {
    return written.stream().mapToInt(RuleSql::line).findFirst().orElse(1);
  }

  @Override
  public String idleReason() {
    return manual == null ? null : "Manual: " + manual;
  }
}
