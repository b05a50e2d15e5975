package org.oktadata.web.console;

import java.util.List;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Of which integration a page tells: the one its address names, otherwise the first. */
@Component
class ChosenIntegration {

  private final Integrations integrations;

  ChosenIntegration(Integrations integrations) {
    this.integrations = integrations;
  }

  /** Its name, or empty where nothing is connected; the page can offer the others. */
  String of(String wanted, Model model) {
    List<Integration> all = integrations.all();
    String chosen =
        all.stream()
            .map(Integration::name)
            .filter(name -> name.equals(wanted))
            .findFirst()
            .orElse(all.isEmpty() ? "" : all.get(0).name());
    model.addAttribute("integrations", all);
    model.addAttribute("integration", chosen);
    return chosen;
  }
}
