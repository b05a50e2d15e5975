package org.oktadata.web.console;

import java.time.Instant;
import java.util.NoSuchElementException;
import org.oktadata.findings.EventSearch;
import org.oktadata.findings.EventSearch.Found;
import org.oktadata.findings.EventSearch.Key;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What was done to a user, or to any object: a part of their pages that is asked for by itself. No
 * index leads to targets, so the search takes the time that any search of events may take, and says
 * how far back it came.
 */
@Controller
class AboutPages {

  private static final int MOST = 25;

  private final ChosenIntegration chosen;
  private final EventSearch search;
  private final EventLines lines;

  AboutPages(ChosenIntegration chosen, EventSearch search, EventLines lines) {
    this.chosen = chosen;
    this.search = search;
    this.lines = lines;
  }

  @GetMapping("/users/{integration}/{id}/about")
  String about(@PathVariable String integration, @PathVariable String id, Model model) {
    if (!id.matches("[A-Za-z0-9_-]+")) {
      throw new NoSuchElementException("No user has the id " + id + ".");
    }
    model.addAttribute("heading", "What others did to this user");
    return shown(
        chosen.known(integration),
        "target.id eq \"%s\" and not (actor.id eq \"%s\")".formatted(id, id),
        model);
  }

  @GetMapping("/events/{integration}/about")
  String object(@PathVariable String integration, @RequestParam String target, Model model) {
    model.addAttribute("heading", "Latest events");
    String id = target.replace("\\", "\\\\").replace("\"", "\\\"");
    return shown(chosen.known(integration), "target.id eq \"" + id + "\"", model);
  }

  private String shown(String name, String filter, Model model) {
    Found found =
        search.search(
            name, filter, Instant.EPOCH, Key.before(Instant.now().plusSeconds(3_600)), MOST);
    model.addAttribute("integration", name);
    model.addAttribute("filter", filter);
    model.addAttribute("found", found);
    model.addAttribute("events", lines.of(name, found.events()));
    return "console/about :: about";
  }
}
