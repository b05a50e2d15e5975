package org.oktadata.web.console;

import java.util.List;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;

/**
 * Of which integration a page tells: the one its address names, or the first where it names none.
 * One that isn't connected any more is none of the others: their figures would be taken for its.
 */
@Component
class ChosenIntegration {

  private final Integrations integrations;

  ChosenIntegration(Integrations integrations) {
    this.integrations = integrations;
  }

  /** Its name, or empty where nothing is connected; the page can offer the others. */
  String of(String wanted, Model model) {
    List<Integration> all = integrations.all();
    String first = all.isEmpty() ? "" : all.get(0).name();
    String chosen = StringUtils.hasText(wanted) ? known(wanted) : first;
    model.addAttribute("integrations", all);
    model.addAttribute("integration", chosen);
    return chosen;
  }

  /** The same name, of an integration that is there. */
  String known(String name) {
    return integrations.get(name).name();
  }
}
