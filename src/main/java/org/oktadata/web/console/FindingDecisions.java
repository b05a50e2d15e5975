package org.oktadata.web.console;

import java.security.Principal;
import java.util.NoSuchElementException;
import org.oktadata.findings.Decision;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.FindingView;
import org.oktadata.web.DecisionsOfMany;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What people decide on a finding's page; it is shown again, with what became of it. */
@Controller
class FindingDecisions {

  private final FindingReader reader;
  private final DecisionsOfMany decisions;

  FindingDecisions(FindingReader reader, DecisionsOfMany decisions) {
    this.reader = reader;
    this.decisions = decisions;
  }

  @PostMapping("/findings/{id}/{word:mute|accept|resolve|reopen}")
  String decide(
      @PathVariable long id,
      @PathVariable String word,
      DecisionForm form,
      Principal person,
      RedirectAttributes next) {
    FindingView finding = known(id);
    String trouble = form.trouble(word);
    if (trouble == null && word.equals("resolve") && !finding.kind().equals("detection")) {
      trouble = "A check's finding is resolved when the check passes.";
    }
    if (trouble == null) {
      Decision decision = form.decision(word, person.getName());
      if (decisions.decideOne(word, id, decision)) {
        next.addFlashAttribute("notice", DecisionForm.told(decision));
      } else {
        trouble = "It is resolved: there is nothing to decide any more.";
      }
    }
    next.addFlashAttribute("trouble", trouble);
    return "redirect:/findings/" + id;
  }

  private FindingView known(long id) {
    return reader
        .find(id)
        .orElseThrow(() -> new NoSuchElementException("There is no finding " + id + "."));
  }
}
