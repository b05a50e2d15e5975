package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/coverage.md says which published rules are covered by what. It is written from the rules'
 * references; {@code -Dcoverage=write} writes it anew.
 */
class CoverageTest {

  private static final Path DOCUMENT = Path.of("docs/coverage.md");

  /** Published detections that need something Okta's log doesn't hold. */
  private static final Map<String, String> NOT_COVERED =
      Map.of(
          "DET-156", "needs alerts of an endpoint product",
          "DET-165", "needs logs of AWS or of a browser extension",
          "DET-187", "machine-learning jobs of another product");

  /** Requirements of the STIG's later revision that have no text in its first one. */
  private static final List<String> LATER =
      List.of("V-279689", "V-279690", "V-279691", "V-279692", "V-279693");

  private final Rules rules =
      new RuleFolders(Path.of("").toAbsolutePath(), List.of("checks/"), List.of("detections/"))
          .read();

  @Test
  void theDocumentSaysWhatTheRulesSay() throws IOException {
    if ("write".equals(System.getProperty("coverage"))) {
      Files.createDirectories(DOCUMENT.getParent());
      Files.writeString(DOCUMENT, document());
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(document());
  }

  @Test
  void everyPublishedRuleHasARow() throws IOException {
    String document = Files.readString(DOCUMENT);
    List<String> missing = new ArrayList<>();
    for (String line : SharedData.lines("posture/posture-checks.jsonl")) {
      look(document, Json.read(line).get("id").asText(), missing);
    }
    for (String line : SharedData.lines("posture/stig-okta-idaas-v1r1.jsonl")) {
      look(document, Json.read(line).get("vuln").asText(), missing);
    }
    for (String line : SharedData.lines("detections/detections.jsonl")) {
      look(document, Json.read(line).get("id").asText(), missing);
    }
    for (JsonNode check :
        Json.read(Files.readString(SharedData.folder("posture/cii-checks.json")))) {
      if (check.path("okta").asBoolean()) {
        look(document, check.get("slug").asText(), missing);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static void look(String document, String id, List<String> missing) {
    if (!document.contains("| " + id + " |")) {
      missing.add(id);
    }
  }

  private String document() {
    StringBuilder text =
        new StringBuilder(
            """
            # Coverage

            What published rule sets ask for, and which check or detection of ours answers. The rows come from the
            `references` in `checks/` and `detections/` ([how rules are written](rules.md)); a test keeps this page in step with them.
            *Automated* means that it is evaluated by itself, *manual* that Okta's API doesn't show it and a person has to
            look, *hunt* that it runs over the past when asked for, because ordinary work matches too.
            `OKTA-…` and `DET-…` are numbers of this project, each for what one or several published rules ask for;
            `references.rules` in the rule's file names those. What Okta shows and no rule can ask for, because it isn't
            collected, is in the [catalogue](catalogue.md#left-out).
            """);
    section(text, "DISA STIG Okta IDaaS", "stig", "V-\\d+", Map.of());
    section(text, "Posture, by number", "check", "OKTA-.*", Map.of());
    section(text, "Cisco Identity Intelligence", "cii", ".*", Map.of());
    section(text, "Detections, by number", "detection", "DET-.*", NOT_COVERED);
    return text.toString();
  }

  private void section(
      StringBuilder text, String title, String kind, String pattern, Map<String, String> missing) {
    Map<String, Set<Rule>> covered = new TreeMap<>();
    for (Rule rule : rules.byId().values()) {
      ids(rule, kind).stream()
          .filter(id -> id.matches(pattern))
          .forEach(
              id ->
                  covered
                      .computeIfAbsent(id, i -> new TreeSet<>(Comparator.comparing(Rule::id)))
                      .add(rule));
    }
    text.append("\n## %s\n\n| rule | how | by |\n| --- | --- | --- |\n".formatted(title));
    Map<String, String> rows =
        new TreeMap<>(
            missing.entrySet().stream()
                .collect(
                    Collectors.toMap(Map.Entry::getKey, e -> "not covered | " + e.getValue())));
    covered.forEach(
        (id, by) ->
            rows.put(
                id,
                how(by)
                    + " | "
                    + by.stream()
                        .map(rule -> "`" + rule.id() + "`")
                        .collect(Collectors.joining(", "))));
    rows.forEach((id, row) -> text.append("| %s | %s |\n".formatted(id, row)));
  }

  /** Cisco's slugs stand under cii in checks, and as rules of that source in detections. */
  private static Set<String> ids(Rule rule, String kind) {
    Set<String> ids = new TreeSet<>(rule.references().getOrDefault(kind, List.of()));
    if (kind.equals("cii")) {
      rule.references().getOrDefault("rules", List.of()).stream()
          .filter(source -> source.startsWith("cii:"))
          .forEach(source -> ids.add(source.substring(4)));
    }
    return ids;
  }

  private static String how(Set<Rule> by) {
    Map<String, Boolean> kinds = new LinkedHashMap<>();
    for (Rule rule : by) {
      kinds.put(
          rule instanceof Check check && check.manual() != null
              ? "manual"
              : rule.idleReason() != null ? "hunt" : "automated",
          true);
    }
    return kinds.containsKey("automated")
        ? "automated"
        : kinds.containsKey("hunt") ? "hunt" : "manual";
  }

  @Test
  void laterRequirementsOfTheStigAreCoveredToo() {
    Set<String> stig =
        rules.checks().stream()
            .flatMap(check -> check.references().getOrDefault("stig", List.of()).stream())
            .collect(Collectors.toSet());
    assertThat(stig).containsAll(LATER);
  }
}
