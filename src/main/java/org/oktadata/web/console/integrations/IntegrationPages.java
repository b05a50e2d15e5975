package org.oktadata.web.console.integrations;

import jakarta.servlet.http.HttpServletResponse;
import org.oktadata.collect.RunMode;
import org.oktadata.collect.Runs;
import org.oktadata.connectivity.ConnectivityRequests;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.IntegrationExistsException;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.web.AskedRuns;
import org.oktadata.web.Audit;
import org.oktadata.web.IntegrationEdits;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Integrations: their tiles, a new one, tests, collect now, removal. */
@Controller
@RequestMapping("/integrations")
class IntegrationPages {

  private final TileReader tiles;
  private final Integrations integrations;
  private final IntegrationEdits edits;
  private final ConnectivityRequests tests;
  private final AskedRuns asked;
  private final Audit audit;

  IntegrationPages(
      TileReader tiles,
      Integrations integrations,
      IntegrationEdits edits,
      ConnectivityRequests tests,
      AskedRuns asked,
      Audit audit) {
    this.tiles = tiles;
    this.integrations = integrations;
    this.edits = edits;
    this.tests = tests;
    this.asked = asked;
    this.audit = audit;
  }

  @GetMapping
  String list(Model model, @RequestHeader(name = "HX-Request", required = false) String part) {
    model.addAttribute("tiles", tiles.all());
    return part == null ? "console/integrations" : "console/integrations :: tiles";
  }

  @GetMapping("/new")
  String empty(Model model) {
    model.addAttribute("form", IntegrationForm.EMPTY);
    return "console/integration-new";
  }

  /**
   * Stores it and tests it at once; what Okta refuses can be mended on the page of the test. A
   * browser that asks for a part keeps what was typed, secrets too, which no page is sent back
   * with.
   */
  @PostMapping
  String connect(
      @ModelAttribute("form") IntegrationForm form,
      @RequestHeader(name = "HX-Request", required = false) String part,
      HttpServletResponse response,
      Model model) {
    try {
      Integration added = edits.add(form.request());
      String test =
          "/integrations/%s/tests/%d?new".formatted(added.name(), tests.start(added.name()));
      if (part == null) {
        return "redirect:" + test;
      }
      response.setHeader("HX-Redirect", test);
    } catch (WrongSetting wrong) {
      model.addAttribute("wrong", wrong.key());
      model.addAttribute("refusal", plain(wrong));
    } catch (IntegrationExistsException e) {
      model.addAttribute("wrong", "name");
      model.addAttribute("refusal", "That short name is taken. Choose another one below.");
    }
    model.addAttribute("kept", part != null);
    return part == null ? "console/integration-new" : "console/integration-new :: identity";
  }

  @PostMapping("/{name}/test")
  String test(@PathVariable String name) {
    integrations.get(name);
    audit.write("integration.test", name);
    return "redirect:/integrations/%s/tests/%d".formatted(name, tests.start(name));
  }

  @GetMapping("/{name}/tests/{id}")
  String testProgress(
      @PathVariable String name,
      @PathVariable long id,
      @RequestHeader(name = "HX-Request", required = false) String part,
      Model model) {
    model.addAttribute("integration", integrations.get(name));
    model.addAttribute("test", tests.progress(name, id));
    return part == null ? "console/connectivity-test" : "console/connectivity-test :: progress";
  }

  @PostMapping("/{name}/collect")
  String collect(@PathVariable String name, RedirectAttributes next) {
    integrations.get(name);
    Runs.Started started = asked.start(name, RunMode.FULL, "console");
    if (!started.fresh()) {
      next.addFlashAttribute("notice", "A run was under way already; this is how far it is.");
    }
    return "redirect:/runs/" + started.run();
  }

  @GetMapping("/{name}/remove")
  String askToRemove(@PathVariable String name, Model model) {
    model.addAttribute("integration", integrations.get(name));
    return "console/integration-remove";
  }

  @PostMapping("/{name}/remove")
  String remove(
      @PathVariable String name,
      @RequestParam(defaultValue = "") String confirmed,
      RedirectAttributes next) {
    if (!confirmed.equals(name)) {
      next.addFlashAttribute("trouble", "Type " + name + " to remove it.");
      return "redirect:/integrations/" + name + "/remove";
    }
    edits.remove(name);
    next.addFlashAttribute(
        "notice", name + " is removed. Its rows are being erased in the background.");
    return "redirect:/integrations";
  }

  /** A mistake with the name that the page gives the field. */
  static String plain(WrongSetting wrong) {
    String field =
        switch (wrong.key()) {
          case "issuer" -> "The Okta URL";
          case "name" -> "The short name";
          case "key-id" -> "The key ID (KID)";
          case "log-history" -> "The first collection of the System Log";
          case "max-in-flight" -> "The number of requests at the same time";
          default -> "The " + wrong.key().replace('-', ' ');
        };
    return field + " " + wrong.getMessage() + (wrong.getMessage().endsWith(".") ? "" : ".");
  }
}
