package org.oktadata.web.console;

import java.time.Instant;
import java.util.List;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What people did, newest first. */
@Controller
class AuditPages {

  private static final int PAGE = 100;

  /**
   * @param more what exactly was done, or why, or null
   * @param address where the request came from, or null where none did
   * @param findings ids of those that one decision was about, with commas, or null
   */
  record Line(
      long id,
      Instant at,
      String actor,
      String action,
      String subject,
      String more,
      String address,
      String findings) {

    /** Whether its subject is the number of a finding. */
    public boolean isOfFinding() {
      return action.startsWith("finding.") && subject.matches("\\d+");
    }
  }

  private final ReadDatabase database;

  AuditPages(ReadDatabase database) {
    this.database = database;
  }

  @GetMapping("/audit")
  String list(
      @RequestParam(defaultValue = "9223372036854775807") long before,
      @RequestParam(defaultValue = "") String text,
      Model model) {
    List<Line> lines =
        database
            .current(
                """
                select id, at, actor, action, subject, detail ->> 'more' as more, detail ->> 'address' as address,
                       (select string_agg(each, ', ') from jsonb_array_elements_text(detail -> 'findings') each) as findings
                from store.audit
                where id < :before
                  and position(lower(:text) in lower(concat_ws(' ', actor, action, subject, detail ->> 'more', detail ->> 'address', detail ->> 'findings'))) > 0
                order by id desc limit :most\
                """)
            .param("before", before)
            .param("text", text.strip())
            .param("most", PAGE)
            .query(
                (row, number) ->
                    new Line(
                        row.getLong("id"),
                        Timestamps.instant(row, "at"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("more"),
                        row.getString("address"),
                        row.getString("findings")))
            .list();
    model.addAttribute("text", text);
    model.addAttribute("lines", lines);
    model.addAttribute("next", lines.size() == PAGE ? lines.get(PAGE - 1).id() : null);
    return "console/audit";
  }
}
