package org.oktadata.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What people did, newest first. */
@Controller
class AuditPages {

  private static final int PAGE = 100;
  private static final int CHUNK = 1_000;

  private final AuditLines audit;

  AuditPages(AuditLines audit) {
    this.audit = audit;
  }

  @GetMapping("/audit")
  String list(@ModelAttribute("search") AuditSearch search, Model model) {
    String wrong = search.wrong();
    List<AuditLines.Line> lines =
        wrong == null ? audit.find(search, search.before(), PAGE) : List.of();
    model.addAttribute("wrong", wrong);
    model.addAttribute("lines", lines);
    model.addAttribute("next", lines.size() == PAGE ? lines.get(PAGE - 1).id() : null);
    return "console/audit";
  }

  /** All that a search finds, for a spreadsheet; the page says what can't be searched for. */
  @GetMapping("/audit/export.csv")
  void export(
      @ModelAttribute("search") AuditSearch search,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (search.wrong() != null) {
      response.sendRedirect(request.getContextPath() + "/audit?" + request.getQueryString());
      return;
    }
    response.setContentType("text/csv; charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"audit.csv\"");
    PrintWriter out = response.getWriter();
    out.print("id,time,who,action,on what,what or why,from,findings\r\n");
    long before = Long.MAX_VALUE;
    List<AuditLines.Line> chunk;
    do {
      chunk = audit.find(search, before, CHUNK);
      for (AuditLines.Line line : chunk) {
        out.print(
            CsvTable.row(
                line.id(),
                line.at(),
                line.actor(),
                line.action(),
                line.subject(),
                line.more(),
                line.address(),
                line.findings()));
        before = line.id();
      }
    } while (chunk.size() == CHUNK);
  }
}
