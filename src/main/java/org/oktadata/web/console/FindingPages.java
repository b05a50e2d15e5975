package org.oktadata.web.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.NoSuchElementException;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.FindingView;
import org.oktadata.findings.Outcome;
import org.oktadata.findings.RuleStates;
import org.oktadata.findings.Severity;
import org.oktadata.integrations.Integrations;
import org.oktadata.web.AskedFindings;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** Findings: the list, whose filter is its address, and one with its evidence and its history. */
@Controller
class FindingPages {

  private final AskedFindings asked;
  private final FindingLines lines;
  private final FindingReader reader;
  private final FindingEvents events;
  private final Evidence evidence;
  private final EvidenceFacts evidenceFacts;
  private final RuleStates rules;
  private final Integrations integrations;

  FindingPages(
      AskedFindings asked,
      FindingLines lines,
      FindingReader reader,
      FindingEvents events,
      Evidence evidence,
      EvidenceFacts evidenceFacts,
      RuleStates rules,
      Integrations integrations) {
    this.asked = asked;
    this.lines = lines;
    this.reader = reader;
    this.events = events;
    this.evidence = evidence;
    this.evidenceFacts = evidenceFacts;
    this.rules = rules;
    this.integrations = integrations;
  }

  @GetMapping("/findings")
  String list(@ModelAttribute("search") FindingSearch search, Model model) {
    known(search);
    long count = lines.count(search);
    model.addAttribute("lines", lines.page(search));
    model.addAttribute("count", count);
    model.addAttribute("pages", (count + FindingLines.PAGE - 1) / FindingLines.PAGE);
    model.addAttribute("integrations", integrations.all());
    model.addAttribute("severities", Severity.words());
    return "console/findings";
  }

  /** What the list shows, all pages of it, for a spreadsheet. */
  @GetMapping("/findings/export.csv")
  void export(@ModelAttribute("search") FindingSearch search, HttpServletResponse response)
      throws IOException {
    known(search);
    response.setContentType("text/csv; charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"findings.csv\"");
    PrintWriter out = response.getWriter();
    out.print(
        "id,integration,severity,state,kind,check,title,subject type,subject,first seen,last"
            + " seen\r\n");
    lines.each(
        search,
        line ->
            out.print(
                CsvTable.row(
                    line.id(),
                    line.integration(),
                    line.severity(),
                    line.state(),
                    line.kind(),
                    line.check(),
                    line.title(),
                    line.subjectType(),
                    line.subject(),
                    line.firstSeen(),
                    line.lastSeen())));
  }

  @GetMapping("/findings/{id}")
  String one(@PathVariable long id, Model model) {
    FindingView finding = known(id);
    model.addAttribute("finding", finding);
    model.addAttribute("line", lines.find(id));
    model.addAttribute("facts", evidenceFacts.of(finding.integration(), finding.evidence()));
    model.addAttribute("outcomes", Outcome.words());
    model.addAttribute("raw", evidence.pretty(finding.evidence()));
    model.addAttribute("evidence", evidence);
    model.addAttribute("history", reader.history(id));
    model.addAttribute("proof", events.of(id));
    model.addAttribute(
        "rule",
        rules.all().stream()
            .filter(rule -> rule.id().equals(finding.checkId()))
            .findFirst()
            .orElse(null));
    return "console/finding";
  }

  private void known(FindingSearch search) {
    asked.check(search.integration(), search.status(), search.severity(), search.kind());
  }

  private FindingView known(long id) {
    return reader
        .find(id)
        .orElseThrow(() -> new NoSuchElementException("There is no finding " + id + "."));
  }
}
