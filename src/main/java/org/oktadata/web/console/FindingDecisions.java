package org.oktadata.web.console;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.FindingView;
import org.oktadata.findings.Outcome;
import org.oktadata.findings.Triage;
import org.oktadata.web.Audit;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What people decide on a finding's page; it is shown again, with what became of it. */
@Controller
class FindingDecisions {

  private static final Words WORDS = new Words();

  private final FindingReader reader;
  private final Triage triage;
  private final Audit audit;

  FindingDecisions(FindingReader reader, Triage triage, Audit audit) {
    this.reader = reader;
    this.triage = triage;
    this.audit = audit;
  }

  /** What the form holds; an acceptance without days of its own, or for none, is for good. */
  record Decision(
      String reason, Integer days, Integer acceptDays, boolean silenceLater, String outcome) {

    int length(String decision) {
      boolean mute = decision.equals("mute");
      Integer chosen = mute || acceptDays == null ? days : acceptDays;
      int length = chosen == null ? 0 : Math.min(chosen, 3_650);
      return length == 0 && mute ? 7 : length;
    }

    Instant until(String decision) {
      int length = length(decision);
      return length > 0 ? Instant.now().plus(Duration.ofDays(length)) : null;
    }
  }

  @PostMapping("/findings/{id}/{decision:mute|accept|resolve|reopen}")
  String decide(
      @PathVariable long id,
      @PathVariable String decision,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(required = false) Integer days,
      @RequestParam(required = false) Integer acceptDays,
      @RequestParam(defaultValue = "false") boolean silenceLater,
      @RequestParam(defaultValue = "") String outcome,
      Principal person,
      RedirectAttributes next) {
    Decision wanted = new Decision(reason, days, acceptDays, silenceLater, outcome);
    FindingView finding = known(id);
    String trouble = trouble(decision, wanted, finding);
    Instant until = wanted.until(decision);
    if (trouble == null && !done(decision, id, person.getName(), wanted, until)) {
      trouble = "It is resolved: there is nothing to decide any more.";
    }
    if (trouble == null) {
      audit.write("finding." + decision, Long.toString(id), reason.isBlank() ? null : reason);
      next.addFlashAttribute("notice", notice(decision, wanted, until));
    } else {
      next.addFlashAttribute("trouble", trouble);
    }
    return "redirect:/findings/" + id;
  }

  private static String trouble(String decision, Decision wanted, FindingView finding) {
    if (decision.equals("reopen")) {
      return null;
    }
    if (!StringUtils.hasText(wanted.reason())) {
      return "Say why: the next person will want to know.";
    }
    if (wanted.length(decision) < 0) {
      return "Say for how many days: a decision can't end before it.";
    }
    if (!decision.equals("resolve")) {
      return null;
    }
    if (!finding.kind().equals("detection")) {
      return "A check's finding is resolved when the check passes.";
    }
    return Outcome.of(wanted.outcome()).isEmpty() ? "Say what it turned out to be." : null;
  }

  private boolean done(String decision, long id, String who, Decision wanted, Instant until) {
    return switch (decision) {
      case "mute" -> triage.mute(id, who, wanted.reason(), until, wanted.silenceLater());
      case "accept" -> triage.accept(id, who, wanted.reason(), until, wanted.silenceLater());
      case "resolve" ->
          triage.resolve(id, who, wanted.reason(), Outcome.of(wanted.outcome()).orElseThrow());
      default -> triage.reopen(id, who, wanted.reason());
    };
  }

  private static String notice(String decision, Decision wanted, Instant until) {
    return switch (decision) {
      case "mute" -> "Muted until " + WORDS.day(until) + "; then it is open again.";
      case "accept" ->
          until == null
              ? "Accepted for good."
              : "Accepted until " + WORDS.day(until) + "; then it is open again.";
      case "resolve" -> "Resolved: " + wanted.outcome().replace('-', ' ') + ".";
      default -> "Open again.";
    };
  }

  private FindingView known(long id) {
    return reader
        .find(id)
        .orElseThrow(() -> new NoSuchElementException("There is no finding " + id + "."));
  }
}
