package org.oktadata.web.console;

import java.util.ArrayList;
import java.util.List;
import org.oktadata.collect.CallPlan;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.ScheduleSettings;
import org.oktadata.web.IntegrationEdits;
import org.oktadata.web.IntegrationRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Settings, Advanced: what is collected, how far back, and how fast. */
@Controller
@RequestMapping("/integrations/{name}/settings/advanced")
class AdvancedSettingsPages {

  private final SettingsTab tab;
  private final Integrations integrations;
  private final IntegrationEdits edits;
  private final SummaryReader summaries;
  private final DataTypeRows dataTypes;
  private final ScheduleSettings schedule;

  AdvancedSettingsPages(
      SettingsTab tab,
      Integrations integrations,
      IntegrationEdits edits,
      SummaryReader summaries,
      DataTypeRows dataTypes,
      ScheduleSettings schedule) {
    this.tab = tab;
    this.integrations = integrations;
    this.edits = edits;
    this.summaries = summaries;
    this.dataTypes = dataTypes;
    this.schedule = schedule;
  }

  @GetMapping
  String advanced(@PathVariable String name, Model model) {
    Integration integration = tab.show(name, "advanced", model);
    CallPlan plan = summaries.plan(name);
    model.addAttribute("plan", plan);
    model.addAttribute("rows", dataTypes.of(integration, plan, summaries.otherCosts(name)));
    model.addAttribute("managed", integration.options().dataTypes().contains("managed"));
    model.addAttribute("schedule", schedule);
    model.addAttribute("share", percent(integration.options().rateLimitShare()));
    model.addAttribute("mostInFlight", Math.max(500, integration.options().maxInFlight()));
    return "console/settings-advanced";
  }

  /**
   * Under managed, only the data types that need a decision are taken from the boxes. A share that
   * the slider shows rounded stays as it is unless it is moved.
   */
  @PostMapping
  String collect(
      @PathVariable String name,
      @RequestParam String choice,
      @RequestParam(defaultValue = "") List<String> dataTypes,
      @RequestParam(defaultValue = "") List<String> optional,
      @RequestParam long share,
      @RequestParam String logHistory,
      @RequestParam int maxInFlight,
      RedirectAttributes next) {
    List<String> wanted = new ArrayList<>();
    if (choice.equals("managed")) {
      wanted.add("managed");
    } else {
      wanted.addAll(dataTypes);
    }
    wanted.addAll(optional);
    if (wanted.isEmpty()) {
      next.addFlashAttribute("trouble", "Tick at least one data type, or choose Managed.");
      return back(name);
    }
    double now = integrations.get(name).options().rateLimitShare();
    double wantedShare = share == percent(now) ? now : share / 100.0;
    SettingsTab.saved(
        next,
        () ->
            edits.change(
                name,
                IntegrationRequest.ofCollection(wanted, wantedShare, logHistory, maxInFlight)));
    return back(name);
  }

  private static String back(String name) {
    return "redirect:/integrations/" + name + "/settings/advanced";
  }

  private static long percent(double share) {
    return Math.max(1, Math.round(share * 100));
  }
}
