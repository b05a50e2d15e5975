package org.oktadata.web.console;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One search over everything that has a name: users, groups, apps and findings. */
@Controller
class SearchPages {

  private final NamedLines named;
  private final FindingLines findings;

  SearchPages(NamedLines named, FindingLines findings) {
    this.named = named;
    this.findings = findings;
  }

  @GetMapping("/search")
  String search(@RequestParam(defaultValue = "") String text, Model model) {
    String asked = text.strip();
    List<NamedLines.Line> lines = asked.isEmpty() ? List.of() : named.find(asked);
    List<FindingLines.Line> told = asked.isEmpty() ? List.of() : findings(asked);
    model.addAttribute("text", asked);
    model.addAttribute("lines", lines.stream().limit(NamedLines.MOST).toList());
    model.addAttribute("cut", lines.size() > NamedLines.MOST);
    model.addAttribute("findings", told);
    model.addAttribute("moreFindings", told.size() >= FindingLines.PAGE);
    return "console/search";
  }

  /** By number, title or subject, in any state. */
  private List<FindingLines.Line> findings(String text) {
    FindingLines.Line one = text.matches("\\d{1,18}") ? findings.find(Long.parseLong(text)) : null;
    Stream<FindingLines.Line> others =
        findings
            .page(new FindingSearch(null, "", null, null, null, text, 1, "findings", null, null))
            .stream();
    return one == null
        ? others.toList()
        : Stream.concat(Stream.of(one), others.filter(each -> each.id() != one.id())).toList();
  }
}
