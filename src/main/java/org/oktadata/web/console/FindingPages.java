package org.oktadata.web.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.FindingView;
import org.oktadata.findings.RuleStates;
import org.oktadata.findings.Severity;
import org.oktadata.findings.Triage;
import org.oktadata.integrations.Integrations;
import org.oktadata.web.AskedFindings;
import org.oktadata.web.Audit;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Findings: the list, whose filter is its address, and one with its evidence and its history. */
@Controller
class FindingPages {

  private final AskedFindings asked;
  private final FindingLines lines;
  private final FindingReader reader;
  private final FindingEvents events;
  private final Evidence evidence;
  private final RuleStates rules;
  private final Triage triage;
  private final Integrations integrations;
  private final Audit audit;

  FindingPages(
      AskedFindings asked,
      FindingLines lines,
      FindingReader reader,
      FindingEvents events,
      Evidence evidence,
      RuleStates rules,
      Triage triage,
      Integrations integrations,
      Audit audit) {
    this.asked = asked;
    this.lines = lines;
    this.reader = reader;
    this.events = events;
    this.evidence = evidence;
    this.rules = rules;
    this.triage = triage;
    this.integrations = integrations;
    this.audit = audit;
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
    model.addAttribute("facts", evidence.facts(finding.evidence()));
    model.addAttribute("raw", evidence.pretty(finding.evidence()));
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

  @PostMapping("/findings/{id}/{decision:mute|accept|reopen}")
  String decide(
      @PathVariable long id,
      @PathVariable String decision,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "0") int days,
      Principal person,
      RedirectAttributes next) {
    boolean reopen = decision.equals("reopen");
    if (!reopen && !StringUtils.hasText(reason)) {
      next.addFlashAttribute("trouble", "Say why: the next person will want to know.");
      return "redirect:/findings/" + id;
    }
    if (days < 0) {
      next.addFlashAttribute("trouble", "Say for how many days: a decision can't end before it.");
      return "redirect:/findings/" + id;
    }
    int length = days == 0 && decision.equals("mute") ? 7 : Math.min(days, 3_650);
    Instant until = length > 0 ? Instant.now().plus(Duration.ofDays(length)) : null;
    String who = person.getName();
    boolean done =
        switch (decision) {
          case "mute" -> triage.mute(id, who, reason, until);
          case "accept" -> triage.accept(id, who, reason, until);
          default -> triage.reopen(id, who, reason);
        };
    if (!done) {
      known(id);
      next.addFlashAttribute("trouble", "It is resolved: there is nothing to decide any more.");
      return "redirect:/findings/" + id;
    }
    audit.write("finding." + decision, Long.toString(id), reason.isBlank() ? null : reason);
    next.addFlashAttribute(
        "notice",
        switch (decision) {
          case "mute" -> "Muted until " + new Words().day(until) + "; then it is open again.";
          case "accept" -> "Accepted.";
          default -> "Open again.";
        });
    return "redirect:/findings/" + id;
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
