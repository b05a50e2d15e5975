package org.oktadata.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.NoSuchElementException;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.FindingView;
import org.oktadata.findings.KnownRules;
import org.oktadata.findings.ManyDecisions;
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
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Findings: the list, whose filter is its address, and one with its evidence and its history. */
@Controller
class FindingPages {

  private final AskedFindings asked;
  private final FindingLines lines;
  private final FindingGroups groups;
  private final FindingChoice choice;
  private final FindingReader reader;
  private final FindingEvents events;
  private final Evidence evidence;
  private final EvidenceFacts evidenceFacts;
  private final RuleStates rules;
  private final KnownRules knownRules;
  private final Integrations integrations;

  FindingPages(
      AskedFindings asked,
      FindingLines lines,
      FindingGroups groups,
      FindingChoice choice,
      FindingReader reader,
      FindingEvents events,
      Evidence evidence,
      EvidenceFacts evidenceFacts,
      RuleStates rules,
      KnownRules knownRules,
      Integrations integrations) {
    this.asked = asked;
    this.lines = lines;
    this.groups = groups;
    this.choice = choice;
    this.reader = reader;
    this.events = events;
    this.evidence = evidence;
    this.evidenceFacts = evidenceFacts;
    this.rules = rules;
    this.knownRules = knownRules;
    this.integrations = integrations;
  }

  @GetMapping("/findings")
  String list(@ModelAttribute("search") FindingSearch search, Model model) {
    known(search);
    long found = lines.count(search);
    long rows = search.byRule() ? groups.count(search) : found;
    long pages = (rows + FindingLines.PAGE - 1) / FindingLines.PAGE;
    FindingSearch shown = search.at(Math.max(1, Math.min(search.page(), pages)));
    if (shown.byRule()) {
      model.addAttribute("groups", groups.page(shown));
    } else {
      model.addAttribute("shownAt", choice.now());
      model.addAttribute("lines", lines.page(shown));
      model.addAttribute("most", ManyDecisions.MOST);
      model.addAttribute("outcomes", Outcome.words());
    }
    model.addAttribute("search", shown);
    model.addAttribute("count", found);
    model.addAttribute("pages", pages);
    model.addAttribute("integrations", integrations.all());
    model.addAttribute("severities", Severity.words());
    return "console/findings";
  }

  /** What the list shows, all pages of it, for a spreadsheet. */
  @GetMapping("/findings/export.csv")
  void export(
      @ModelAttribute("search") FindingSearch search,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    known(search);
    response.setContentType("text/csv; charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"findings.csv\"");
    PrintWriter out = response.getWriter();
    String origin = ServletUriComponentsBuilder.fromContextPath(request).toUriString();
    out.print(
        "id,integration,severity,state,kind,check,title,subject type,subject,subject id,first seen,last"
            + " seen,reason,until,link,evidence\r\n");
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
                    line.subjectId(),
                    line.firstSeen(),
                    line.lastSeen(),
                    line.reason(),
                    line.until(),
                    origin + "/findings/" + line.id(),
                    line.evidence())));
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
    asked.check(search.integration(), search.status(), search.severity(), search.kind(), null);
    if (search.check() != null && knownRules.refusal(List.of(search.check())).isPresent()) {
      throw new NoSuchElementException(
          "There is no check or detection %s, and nothing was found by one. See Checks & detections for those that there are."
              .formatted(search.check()));
    }
  }

  private FindingView known(long id) {
    return reader
        .find(id)
        .orElseThrow(() -> new NoSuchElementException("There is no finding " + id + "."));
  }
}
