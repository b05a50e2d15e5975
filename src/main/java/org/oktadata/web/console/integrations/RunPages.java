package org.oktadata.web.console.integrations;

import java.util.List;
import java.util.NoSuchElementException;
import org.oktadata.collect.BudgetRecord;
import org.oktadata.collect.RunProgress;
import org.oktadata.collect.RunReader;
import org.oktadata.instances.Leases;
import org.oktadata.okta.BucketSnapshot;
import org.oktadata.okta.RequestBudget;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Runs: their history, and one of them with a lane for each data type. */
@Controller
class RunPages {

  private final RunHistory history;
  private final RunReader runs;
  private final RequestBudget budget;
  private final BudgetRecord record;
  private final Leases leases;

  RunPages(
      RunHistory history,
      RunReader runs,
      RequestBudget budget,
      BudgetRecord record,
      Leases leases) {
    this.history = history;
    this.runs = runs;
    this.budget = budget;
    this.record = record;
    this.leases = leases;
  }

  @GetMapping("/runs")
  String list(
      @RequestParam(required = false) String integration,
      @RequestParam(defaultValue = "9223372036854775807") long before,
      Model model) {
    String of = StringUtils.hasText(integration) ? integration : null;
    List<RunHistory.Line> lines = history.before(of, before);
    model.addAttribute("lines", lines);
    model.addAttribute("integration", of);
    model.addAttribute(
        "next", lines.size() == RunHistory.PAGE ? lines.get(lines.size() - 1).id() : null);
    return "console/runs";
  }

  @GetMapping("/runs/{id}")
  String run(
      @PathVariable long id,
      @RequestHeader(name = "HX-Request", required = false) String part,
      Model model) {
    RunProgress run =
        runs.run(id)
            .orElseThrow(
                () -> new NoSuchElementException("There is no run " + id + ", or it is too old."));
    model.addAttribute("run", run);
    model.addAttribute("view", new RunView(run, run.status().isOpen() ? used(run) : List.of()));
    return part == null ? "console/run" : "console/run :: run";
  }

  private List<BucketSnapshot> used(RunProgress run) {
    List<BucketSnapshot> buckets =
        leases.holds(run.integration())
            ? budget.snapshot(run.integration())
            : record.shown(run.integration());
    return buckets.stream().filter(each -> each.calls() > 0).toList();
  }
}
