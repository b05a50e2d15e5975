package org.oktadata.web.console;

import java.security.Principal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
import org.oktadata.findings.Decision;
import org.oktadata.findings.ManyDecisions.Left;
import org.oktadata.findings.ManyDecisions.Result;
import org.oktadata.findings.ManyDecisions.Shown;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.web.AskedFindings;
import org.oktadata.web.DecisionsOfMany;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One decision about what is ticked in the list of findings, or about all that it finds. */
@Controller
class FindingBatches {

  /** How many that are left as they are a page names. */
  private static final int NAMED = 5;

  private static final Words WORDS = new Words();

  private final AskedFindings asked;
  private final FindingChoice choice;
  private final DecisionsOfMany decisions;

  FindingBatches(AskedFindings asked, FindingChoice choice, DecisionsOfMany decisions) {
    this.asked = asked;
    this.choice = choice;
    this.decisions = decisions;
  }

  /**
   * Decides.
   *
   * @param ticked ids of findings with their states as they were shown
   * @param shownAt when the page was shown
   */
  @PostMapping("/findings/several/{word:mute|accept|resolve|reopen}")
  String decide(
      @PathVariable String word,
      @ModelAttribute("search") FindingSearch search,
      DecisionForm form,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam(required = false) List<String> ticked,
      @RequestParam String shownAt,
      Principal person,
      RedirectAttributes next) {
    asked.check(search.integration(), search.status(), search.severity(), search.kind(), null);
    String trouble = form.trouble(word);
    if (trouble == null && !all && (ticked == null || ticked.isEmpty())) {
      trouble = "Tick the findings that this is about, or all that match.";
    }
    if (trouble == null) {
      Decision decision = form.decision(word, person.getName());
      List<Shown> shown =
          all
              ? matching(search, decision, moment(shownAt))
              : ticked.stream().map(FindingBatches::shown).toList();
      Result result = decisions.decide(word, shown, decision);
      trouble = left(result.left());
      int done = result.decided().size() + result.already().size();
      if (done > 0) {
        next.addFlashAttribute("notice", number(done) + ": " + DecisionForm.told(decision));
      } else if (trouble == null) {
        trouble = "Nothing matches the filter any more.";
      }
    }
    next.addFlashAttribute("trouble", trouble);
    return "redirect:" + search.address();
  }

  /** A second click on the same form is about the same ones, not about those that come after. */
  private List<Shown> matching(FindingSearch search, Decision decision, Instant shownAt) {
    List<Shown> before = choice.decided(decision, shownAt);
    return before.isEmpty() ? choice.all(search, shownAt) : before;
  }

  private static String left(List<Left> left) {
    if (left.isEmpty()) {
      return null;
    }
    String named =
        left.stream()
            .limit(NAMED)
            .map(each -> "no. %d %s".formatted(each.id(), each.reason()))
            .collect(Collectors.joining("; "));
    String others =
        left.size() > NAMED ? "; and " + WORDS.number(left.size() - NAMED) + " more" : "";
    return "Left as they are: " + number(left.size()) + " (" + named + others + ").";
  }

  private static String number(int findings) {
    return findings == 1 ? "1 finding" : WORDS.number(findings) + " findings";
  }

  private static Shown shown(String ticked) {
    String[] parts = ticked.split(":", 2);
    try {
      return new Shown(Long.parseLong(parts[0]), parts.length > 1 ? parts[1] : "");
    } catch (NumberFormatException e) {
      throw new WrongSetting("ticked", "holds no finding.");
    }
  }

  private static Instant moment(String shownAt) {
    try {
      return Instant.parse(shownAt);
    } catch (DateTimeParseException e) {
      throw new WrongSetting("shownAt", "is no moment.");
    }
  }
}
