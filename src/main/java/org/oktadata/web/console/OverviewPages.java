package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
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

  private final Scope scope;
  private final Summaries summaries;
  private final PostureScore score;
  private final Freshness freshness;
  private final ReadDatabase database;

  OverviewPages(
      Scope scope,
      Summaries summaries,
      PostureScore score,
      Freshness freshness,
      ReadDatabase database) {
    this.scope = scope;
    this.summaries = summaries;
    this.score = score;
    this.freshness = freshness;
    this.database = database;
  }

  @GetMapping("/overview")
  String overview(@RequestParam(required = false) String integration, Model model) {
    String name = scope.of(integration, model);
    model.addAttribute("figures", summaries.of(name));
    model.addAttribute("score", score.of(name));
    model.addAttribute("findings", bySeverity(name));
    model.addAttribute("fresh", freshness.oldest(name));
    return "console/overview";
  }

  /** The figures of a plot, as a table for a spreadsheet. */
  @GetMapping("/overview/export.csv")
  @ResponseBody
  ResponseEntity<String> export(@RequestParam String integration, @RequestParam String plot) {
    String csv =
        plot.equals("findings")
            ? CsvTable.of(bySeverity(integration))
            : CsvTable.of(
                summaries.of(integration).values().getOrDefault(plot.split("\\.")[0], none()),
                plot.contains(".") ? plot.split("\\.")[1] : null);
    return ResponseEntity.ok()
        .header("Content-Type", "text/csv; charset=UTF-8")
        .header(
            "Content-Disposition",
            "attachment; filename=\"%s.csv\"".formatted(plot.replaceAll("[^a-zA-Z-]", "-")))
        .body(csv);
  }

  private static JsonNode none() {
    return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
  }

  private Map<String, Long> bySeverity(String integration) {
    Map<String, Long> found = new LinkedHashMap<>();
    for (String severity : new String[] {"critical", "high", "medium", "low", "info"}) {
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
