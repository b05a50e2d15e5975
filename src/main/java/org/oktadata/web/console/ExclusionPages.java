package org.oktadata.web.console;

import java.security.Principal;
import java.util.NoSuchElementException;
import org.oktadata.findings.Exclusion;
import org.oktadata.findings.ExclusionReader;
import org.oktadata.findings.NewExclusion;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.web.ExclusionEdits;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What people leave out on the page of a check; it is shown again, with what became of it. */
@Controller
class ExclusionPages {

  private static final String PAGE = "redirect:/checks/{check}";
  private static final Words WORDS = new Words();

  private final ExclusionReader exclusions;
  private final ExclusionEdits edits;
  private final Integrations integrations;

  ExclusionPages(ExclusionReader exclusions, ExclusionEdits edits, Integrations integrations) {
    this.exclusions = exclusions;
    this.edits = edits;
    this.integrations = integrations;
  }

  @PostMapping("/checks/{check}/exclusions")
  String add(
      @PathVariable String check, ExclusionForm form, Principal person, RedirectAttributes next) {
    try {
      NewExclusion wanted = form.exclusion(check);
      if (wanted.integration() != null) {
        integrations.get(wanted.integration());
      }
      Exclusion added = edits.add(wanted, person.getName());
      next.addFlashAttribute(
          "notice",
          "It is left out from now on: %s held."
              .formatted(WORDS.count(added.findings(), "finding")));
    } catch (WrongSetting wrong) {
      next.addFlashAttribute("trouble", form.trouble(wrong));
      next.addFlashAttribute("entered", form);
    }
    return PAGE;
  }

  @PostMapping("/checks/{check}/exclusions/{id}/end")
  String end(
      @PathVariable String check,
      @PathVariable long id,
      @RequestParam(defaultValue = "") String reason,
      Principal person,
      RedirectAttributes next) {
    exclusions
        .find(id)
        .filter(each -> each.checkId().equals(check))
        .orElseThrow(() -> new NoSuchElementException("There is no exclusion " + id + "."));
    try {
      boolean ended = edits.end(id, person.getName(), reason);
      next.addFlashAttribute(
          ended ? "notice" : "trouble",
          ended ? "Ended: what nothing else leaves out is open again." : "It has ended already.");
    } catch (WrongSetting wrong) {
      next.addFlashAttribute("trouble", "Say why: the next person will want to know.");
    }
    return PAGE;
  }
}
