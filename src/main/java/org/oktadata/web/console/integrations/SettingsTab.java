package org.oktadata.web.console.integrations;

import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.WrongSetting;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the tabs of an integration's settings have in common. */
@Component
class SettingsTab {

  private final Integrations integrations;

  SettingsTab(Integrations integrations) {
    this.integrations = integrations;
  }

  /** Fills the frame of a tab: its name is as in its address. */
  Integration show(String name, String tab, Model model) {
    Integration integration = integrations.get(name);
    model.addAttribute("integration", integration);
    model.addAttribute("tab", tab);
    model.addAttribute("owned", integration.managedBy() == Integration.ManagedBy.CONFIGURATION);
    return integration;
  }

  /** Makes a change, and says how that went. */
  static boolean saved(RedirectAttributes next, Runnable change) {
    try {
      change.run();
      next.addFlashAttribute("notice", "Saved.");
      return true;
    } catch (WrongSetting wrong) {
      next.addFlashAttribute("trouble", IntegrationPages.plain(wrong));
      return false;
    }
  }
}
