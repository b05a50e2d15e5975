package org.oktadata.web.console;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.TreeSet;
import org.oktadata.findings.ExclusionReader;
import org.oktadata.findings.RuleSource;
import org.oktadata.findings.RuleStates;
import org.oktadata.findings.RuleStates.RuleState;
import org.oktadata.findings.Severity;
import org.oktadata.integrations.Integrations;
import org.oktadata.web.AskedHunts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Checks and detections: what each does, how it stands, what it covers. */
@Controller
class CheckPages {

  /** Of a folder that is wrong as a whole, the first tell what is wrong. */
  private static final int MOST_REFUSED = 10;

  private final ChosenIntegration chosen;
  private final RuleStates states;
  private final RuleSource source;
  private final RuleCounts counts;
  private final AskedHunts hunts;
  private final ExclusionReader exclusions;
  private final Integrations integrations;
  private final ObjectMapper json;

  CheckPages(
      ChosenIntegration chosen,
      RuleStates states,
      RuleSource source,
      RuleCounts counts,
      AskedHunts hunts,
      ExclusionReader exclusions,
      Integrations integrations,
      ObjectMapper json) {
    this.chosen = chosen;
    this.states = states;
    this.source = source;
    this.counts = counts;
    this.hunts = hunts;
    this.exclusions = exclusions;
    this.integrations = integrations;
    this.json = json;
  }

  @GetMapping("/checks")
  String list(
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String text,
      @RequestParam(required = false) String integration,
      Model model) {
    String name = chosen.of(integration, model);
    List<RuleState> all = states.all();
    Map<String, RuleCounts.Standing> here = counts.standings(name, all);
    Map<String, Long> failing = counts.open(name);
    model.addAttribute("here", here);
    model.addAttribute(
        "rules",
        all.stream()
            .filter(rule -> !StringUtils.hasText(kind) || rule.kind().equals(kind))
            .filter(
                rule -> !StringUtils.hasText(state) || here.get(rule.id()).state().equals(state))
            .filter(
                rule ->
                    (rule.id() + " " + rule.title())
                        .toLowerCase(Locale.ROOT)
                        .contains(text.strip().toLowerCase(Locale.ROOT)))
            .sorted(worstFirst(failing))
            .toList());
    model.addAttribute(
        "refused", all.stream().filter(RuleState::isRefused).limit(MOST_REFUSED).toList());
    model.addAttribute("total", all.size());
    model.addAttribute("kind", kind);
    model.addAttribute("text", text);
    model.addAttribute("state", state);
    model.addAttribute("failing", failing);
    return "console/checks";
  }

  /** By severity, and within one by open findings. */
  private static Comparator<RuleState> worstFirst(Map<String, Long> failing) {
    return Comparator.comparingInt((RuleState rule) -> Severity.words().indexOf(rule.severity()))
        .thenComparing(rule -> -failing.getOrDefault(rule.id(), 0L))
        .thenComparing(RuleState::title);
  }

  /** What one published rule set asks for, and which rules answer. */
  @GetMapping("/checks/coverage")
  String coverage(
      @RequestParam(defaultValue = "") String set,
      @RequestParam(required = false) String integration,
      Model model) {
    List<RuleState> all = states.all();
    Map<String, Map<String, List<RuleState>>> sets = sets(all);
    String shown = sets.containsKey(set) || sets.isEmpty() ? set : sets.keySet().iterator().next();
    Map<String, List<RuleState>> rows = sets.getOrDefault(shown, Map.of());
    Map<String, RuleCounts.Standing> here = counts.standings(chosen.of(integration, model), all);
    model.addAttribute("sets", sets);
    model.addAttribute("set", shown);
    model.addAttribute("rows", rows);
    model.addAttribute("here", here);
    model.addAttribute(
        "answered",
        rows.values().stream()
            .filter(
                rules ->
                    rules.stream().anyMatch(rule -> here.get(rule.id()).state().equals("active")))
            .count());
    return "console/coverage";
  }

  /** Rules by reference, by rule set. */
  private static Map<String, Map<String, List<RuleState>>> sets(List<RuleState> all) {
    Map<String, Map<String, List<RuleState>>> sets = new TreeMap<>();
    for (RuleState rule : all) {
      rule.references()
          .forEach(
              (set, references) ->
                  new TreeSet<>(references)
                      .forEach(
                          reference ->
                              sets.computeIfAbsent(set, name -> new TreeMap<>())
                                  .computeIfAbsent(reference, name -> new ArrayList<>())
                                  .add(rule)));
    }
    return sets;
  }

  @GetMapping("/checks/{id}")
  String one(@PathVariable String id, Model model) {
    RuleState rule =
        states.all().stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new NoSuchElementException("There is no check " + id + "."));
    model.addAttribute("rule", rule);
    model.addAttribute(
        "settings",
        json.convertValue(
            rule.settings(), new TypeReference<Map<String, Map<String, Object>>>() {}));
    model.addAttribute("values", source.values(id));
    model.addAttribute("text", source.text(id));
    model.addAttribute("open", counts.openOf(id));
    List<RuleCounts.Evaluation> evaluations = counts.evaluations(id);
    model.addAttribute("evaluations", evaluations);
    model.addAttribute(
        "active", evaluations.stream().filter(each -> each.state().equals("active")).count());
    model.addAttribute("hunts", counts.hunts(id));
    model.addAttribute("exclusions", exclusions.of(id));
    model.addAttribute("integrations", integrations.all());
    return "console/check";
  }

  @PostMapping("/checks/{id}/hunt")
  String hunt(
      @PathVariable String id,
      @RequestParam(defaultValue = "90") int days,
      Principal person,
      RedirectAttributes next) {
    try {
      int back = Math.max(1, days);
      hunts.start(id, Duration.ofDays(back), back + "d", person.getName());
      next.addFlashAttribute("notice", "The hunt is under way; reload to see how far it is.");
    } catch (IllegalArgumentException e) {
      next.addFlashAttribute("trouble", e.getMessage());
    }
    return "redirect:/checks/" + id;
  }
}
