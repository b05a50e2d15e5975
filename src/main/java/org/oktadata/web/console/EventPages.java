package org.oktadata.web.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.oktadata.findings.EventSearch;
import org.oktadata.findings.EventSearch.Found;
import org.oktadata.findings.EventSearch.Key;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** The System Log: searched in its own filter language, watched as it grows, and each event raw. */
@Controller
class EventPages {

  private static final int PAGE = 50;
  private static final Duration AROUND = Duration.ofMinutes(30);

  private final ChosenIntegration chosen;
  private final EventSearch search;
  private final EventLines lines;
  private final Evidence evidence;
  private final ObjectPlaces places;

  EventPages(
      ChosenIntegration chosen,
      EventSearch search,
      EventLines lines,
      Evidence evidence,
      ObjectPlaces places) {
    this.places = places;
    this.chosen = chosen;
    this.search = search;
    this.lines = lines;
    this.evidence = evidence;
  }

  @GetMapping("/events")
  String events(
      @RequestParam(required = false) String integration,
      @RequestParam(defaultValue = "") String filter,
      @RequestParam(defaultValue = "") String from,
      @RequestParam(defaultValue = "") String until,
      @RequestParam(defaultValue = "") String before,
      @RequestParam(defaultValue = "") String beforeId,
      Model model) {
    String name = chosen.of(integration, model);
    if (EventWords.isUuid(filter) && lines.find(name, filter.strip()).isPresent()) {
      return "redirect:/events/" + name + "/" + filter.strip();
    }
    String asked = EventWords.filter(filter);
    model.addAttribute("filter", filter);
    model.addAttribute("asked", asked);
    model.addAttribute("from", AskedTime.minute(from, 0));
    model.addAttribute("until", AskedTime.minute(until, 1));
    try {
      Found found =
          search.search(name, asked, start(from, until), position(until, before, beforeId), PAGE);
      model.addAttribute("found", found);
      model.addAttribute("events", lines.of(name, found.events()));
    } catch (IllegalArgumentException e) {
      model.addAttribute("wrong", e.getMessage());
      model.addAttribute("events", List.of());
    }
    return "console/events";
  }

  /** The newest events, asked for again and again. */
  @GetMapping("/events/tail")
  String tail(
      @RequestParam(required = false) String integration,
      @RequestParam(defaultValue = "") String filter,
      @RequestHeader(name = "HX-Request", required = false) String part,
      Model model) {
    String name = chosen.of(integration, model);
    String asked = EventWords.filter(filter);
    model.addAttribute("filter", filter);
    model.addAttribute("asked", asked);
    try {
      if (filter.isBlank()) {
        model.addAttribute("events", lines.newest(name, PAGE));
      } else {
        Instant now = Instant.now();
        Found found =
            search.search(
                name, asked, now.minusSeconds(86_400), Key.before(now.plusSeconds(3_600)), PAGE);
        model.addAttribute("found", found);
        model.addAttribute("events", lines.of(name, found.events()));
      }
    } catch (IllegalArgumentException e) {
      model.addAttribute("wrong", e.getMessage());
      model.addAttribute("events", List.of());
    }
    return part == null ? "console/event-tail" : "console/event-tail :: tail";
  }

  @GetMapping("/events/{integration}/{uuid}")
  String event(@PathVariable String integration, @PathVariable String uuid, Model model) {
    EventLine event =
        lines
            .find(integration, uuid)
            .orElseThrow(() -> new NoSuchElementException("There is no such event any more."));
    model.addAttribute("event", event);
    model.addAttribute("from", AskedTime.minute(event.published().minus(AROUND)));
    model.addAttribute("until", AskedTime.minute(event.published().plus(AROUND).plusSeconds(60)));
    String document = lines.document(integration, uuid);
    JsonNode tree = evidence.tree(document);
    model.addAttribute(
        "facts",
        EventFacts.of(integration, tree, places.of(EventFacts.objects(integration, tree))));
    model.addAttribute("raw", evidence.pretty(document));
    return "console/event";
  }

  private static Instant start(String from, String until) {
    String wrong = AskedTime.disorder(from, until);
    if (wrong != null) {
      throw new IllegalArgumentException(wrong);
    }
    Instant start = AskedTime.of(from, 0);
    return start == null ? Instant.EPOCH : start;
  }

  private static Key position(String until, String before, String beforeId) {
    if (!before.isEmpty()) {
      try {
        return new Key(AskedTime.possible(Instant.parse(before)), beforeId);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("before is a time such as 2026-03-01T00:00:00Z", e);
      }
    }
    Instant end = AskedTime.of(until, 1);
    return Key.before(end == null ? Instant.now().plusSeconds(3_600) : end);
  }
}
