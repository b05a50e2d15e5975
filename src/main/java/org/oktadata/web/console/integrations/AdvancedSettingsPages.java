package org.oktadata.web.console.integrations;

import java.util.List;
import org.oktadata.collect.CallPlan;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.ScheduleSettings;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.web.IntegrationEdits;
import org.oktadata.web.console.SummaryReader;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
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
    List<DataTypeRow> rows = show(name, model);
    Integration integration = integrations.get(name);
    model.addAttribute(
        "form", CollectionForm.of(integration.options(), percent(integration), rows));
    return "console/settings-advanced";
  }

  private List<DataTypeRow> show(String name, Model model) {
    Integration integration = tab.show(name, "advanced", model);
    CallPlan plan = summaries.plan(name);
    List<DataTypeRow> rows = dataTypes.of(integration, plan, summaries.otherCosts(name));
    model.addAttribute("plan", plan);
    model.addAttribute("rows", rows);
    model.addAttribute("schedule", schedule);
    model.addAttribute("mostInFlight", Math.max(500, integration.options().maxInFlight()));
    return rows;
  }

  /** What can't be saved is shown again as it was chosen and typed, with the field marked. */
  @PostMapping
  String collect(
      @PathVariable String name,
      @ModelAttribute("form") CollectionForm form,
      Model model,
      RedirectAttributes next) {
    try {
      Integration now = integrations.get(name);
      edits.change(name, form.request(now.options().rateLimitShare(), percent(now)));
    } catch (WrongSetting wrong) {
      show(name, model);
      model.addAttribute("wrong", wrong.key());
      model.addAttribute("trouble", IntegrationPages.plain(wrong));
      return "console/settings-advanced";
    }
    next.addFlashAttribute("notice", "Saved.");
    return "redirect:/integrations/" + name + "/settings/advanced";
  }

  private static long percent(Integration integration) {
    return Math.max(1, Math.round(integration.options().rateLimitShare() * 100));
  }
}
