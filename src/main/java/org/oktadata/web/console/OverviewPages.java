package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.oktadata.findings.RuleStates;
import org.oktadata.findings.RuleStates.RuleState;
import org.oktadata.findings.Severity;
import org.oktadata.store.ReadDatabase;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** The overview. Plots read their figures from the page, and each leads to its rows. */
@Controller
class OverviewPages {

  /** As sql/summaries/sign-ins.sql counts them. */
  private static final String GOOD_SIGN_INS =
      "eventType eq \"user.session.start\" and (outcome.result eq \"SUCCESS\" or outcome.result eq"
          + " \"ALLOW\")";

  private static final String BAD_SIGN_INS =
      "eventType eq \"user.session.start\" and not (outcome.result eq \"SUCCESS\" or outcome.result"
          + " eq \"ALLOW\")";

  private static final List<String> STRENGTHS =
      List.of("phishing-resistant", "strong", "weak", "none");

  /** Active accounts whose strongest factor is of one strength. */
  record Strength(String strength, long people, long administrators) {}

  private final ChosenIntegration chosen;
  private final SummaryReader summaries;
  private final PostureScore score;
  private final WorstChecks worst;
  private final Freshness freshness;
  private final RuleStates rules;
  private final RuleCounts counts;
  private final ReadDatabase database;

  OverviewPages(
      ChosenIntegration chosen,
      SummaryReader summaries,
      PostureScore score,
      WorstChecks worst,
      Freshness freshness,
      RuleStates rules,
      RuleCounts counts,
      ReadDatabase database) {
    this.chosen = chosen;
    this.summaries = summaries;
    this.score = score;
    this.worst = worst;
    this.freshness = freshness;
    this.rules = rules;
    this.counts = counts;
    this.database = database;
  }

  @GetMapping("/overview")
  String overview(@RequestParam(required = false) String integration, Model model) {
    String name = chosen.of(integration, model);
    SummaryReader.Figures figures = summaries.figures(name);
    model.addAttribute("figures", figures);
    model.addAttribute("firstDay", figures.firstDay());
    model.addAttribute("notEvaluated", notEvaluated(name));
    model.addAttribute("score", score.of(name));
    model.addAttribute("findings", bySeverity(name));
    model.addAttribute("worst", worst.of(name));
    model.addAttribute("fresh", freshness.oldest(name, 6));
    model.addAttribute("goodSignIns", GOOD_SIGN_INS);
    model.addAttribute("badSignIns", BAD_SIGN_INS);
    return "console/overview";
  }

  /** Posture checks that the score leaves out, as the list of checks shows them. */
  private long notEvaluated(String integration) {
    List<RuleState> posture =
        rules.all().stream().filter(rule -> rule.kind().equals("posture")).toList();
    return counts.standings(integration, posture).values().stream()
        .filter(standing -> standing.state().equals("not-evaluated"))
        .count();
  }

  /** The figures of a plot, as a table for a spreadsheet. */
  @GetMapping("/overview/export.csv")
  @ResponseBody
  ResponseEntity<String> export(@RequestParam String integration, @RequestParam String plot) {
    return ResponseEntity.ok()
        .header("Content-Type", "text/csv; charset=UTF-8")
        .header(
            "Content-Disposition",
            "attachment; filename=\"%s.csv\"".formatted(plot.replaceAll("[^a-zA-Z-]", "-")))
        .body(csv(chosen.known(integration), plot));
  }

  private String csv(String integration, String plot) {
    return switch (plot) {
      case "findings" -> CsvTable.of(bySeverity(integration));
      case "score" -> CsvTable.of(score.of(integration).parts());
      case "worst" -> CsvTable.of(worst.of(integration));
      case "freshness" -> CsvTable.of(freshness.oldest(integration, 1_000));
      case "strength" ->
          CsvTable.of(strength(summaries.figures(integration).values().get("people")));
      default -> summary(integration, plot.split("\\.", 2));
    };
  }

  private String summary(String integration, String[] plot) {
    JsonNode figures = summaries.figures(integration).values().getOrDefault(plot[0], none());
    return CsvTable.of(figures, plot.length > 1 ? plot[1] : null);
  }

  /** People and administrators side by side. */
  private static List<Strength> strength(JsonNode people) {
    return STRENGTHS.stream()
        .map(
            name ->
                new Strength(
                    name,
                    people == null ? 0 : people.path("strength").path(name).asLong(),
                    people == null ? 0 : people.path("adminStrength").path(name).asLong()))
        .toList();
  }

  private static JsonNode none() {
    return JsonNodeFactory.instance.objectNode();
  }

  private Map<String, Long> bySeverity(String integration) {
    Map<String, Long> found = new LinkedHashMap<>();
    for (String severity : Severity.words()) {
      found.put(severity, 0L);
    }
    database
        .sql(
            "select severity, count(*) from store.finding where integration = ? and state = 'open'"
                + " group by 1")
        .param(integration)
        .query(
            row -> {
              found.put(row.getString(1), row.getLong(2));
            });
    return found;
  }
}
