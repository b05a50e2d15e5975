package org.oktadata.web.console;

import org.oktadata.store.ReadDatabase;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Leads to the overview, or to the integrations while nothing was collected. */
@Controller
class HomePage {

  private final ReadDatabase database;

  HomePage(ReadDatabase database) {
    this.database = database;
  }

  @GetMapping("/")
  String home() {
    boolean collected =
        database
            .current("select exists (select from store.run where status <> 'RUNNING')")
            .query(Boolean.class)
            .single();
    return collected ? "redirect:/overview" : "redirect:/integrations";
  }
}
