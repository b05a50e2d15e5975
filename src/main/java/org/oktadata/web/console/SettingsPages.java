package org.oktadata.web.console;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.oktadata.collect.CallPlan;
import org.oktadata.events.EventStreaming;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.ScheduleSettings;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.okta.OrgUrl;
import org.oktadata.web.Audit;
import org.oktadata.web.IntegrationEdits;
import org.oktadata.web.IntegrationRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Edit settings: General, Advanced, Event Streaming. */
@Controller
@RequestMapping("/integrations/{name}/settings")
class SettingsPages {

  private final Integrations integrations;
  private final IntegrationEdits edits;
  private final CredentialRotation rotation;
  private final SummaryReader summaries;
  private final DataTypeRows dataTypes;
  private final ScheduleSettings schedule;
  private final EventStreaming streaming;
  private final StreamReader streams;
  private final Audit audit;

  SettingsPages(
      Integrations integrations,
      IntegrationEdits edits,
      CredentialRotation rotation,
      SummaryReader summaries,
      DataTypeRows dataTypes,
      ScheduleSettings schedule,
      EventStreaming streaming,
      StreamReader streams,
      Audit audit) {
    this.integrations = integrations;
    this.edits = edits;
    this.rotation = rotation;
    this.summaries = summaries;
    this.dataTypes = dataTypes;
    this.schedule = schedule;
    this.streaming = streaming;
    this.streams = streams;
    this.audit = audit;
  }

  @GetMapping
  String general(@PathVariable String name, Model model) {
    Integration integration = show(name, "general", model);
    String type = integration.credentials() == null ? "" : integration.credentials().type();
    model.addAttribute(
        "form",
        new IntegrationForm(
            name,
            integration.displayName(),
            integration.issuer().toString(),
            integration.clientId(),
            type.equals("private-key") ? "key" : "secret",
            null,
            null,
            null));
    return "console/settings-general";
  }

  /** What can't be saved is shown again as it was typed, secrets apart. */
  @PostMapping
  String change(
      @PathVariable String name,
      @ModelAttribute("form") IntegrationForm form,
      Model model,
      RedirectAttributes next) {
    try {
      refuseUntriedSecret(integrations.get(name), form.identity());
      edits.change(name, form.identity());
    } catch (WrongSetting wrong) {
      show(name, "general", model);
      model.addAttribute("wrong", wrong.key());
      model.addAttribute("trouble", IntegrationPages.plain(wrong));
      return "console/settings-general";
    }
    next.addFlashAttribute("notice", "Saved.");
    return "redirect:/integrations/" + name + "/settings";
  }

  /** What works is replaced only by what Okta takes, unless there is no other way. */
  private static void refuseUntriedSecret(Integration now, IntegrationRequest wanted) {
    boolean sends = wanted.sendsSecret() || StringUtils.hasText(wanted.keyId());
    if (sends
        && (!StringUtils.hasText(wanted.clientId()) || wanted.clientId().equals(now.clientId()))
        && (!StringUtils.hasText(wanted.issuer())
            || OrgUrl.normalise(wanted.issuer()).equals(now.issuer()))) {
      throw new WrongSetting(
          wanted.keyId() == null ? "client-secret" : "private-key",
          "of the same org and client is changed under Rotate credentials, where it is tried first");
    }
  }

  @PostMapping("/credentials")
  String rotate(
      @PathVariable String name, @ModelAttribute IntegrationForm form, RedirectAttributes next) {
    String problem;
    try {
      problem = rotation.rotate(name, form.credentials());
    } catch (WrongSetting wrong) {
      problem = IntegrationPages.plain(wrong);
    }
    if (problem == null) {
      next.addFlashAttribute(
          "notice", "Okta takes the new credentials. You can revoke the old ones in Okta now.");
    } else {
      next.addFlashAttribute("trouble", problem);
    }
    return "redirect:/integrations/" + name + "/settings";
  }

  @GetMapping("/advanced")
  String advanced(@PathVariable String name, Model model) {
    Integration integration = show(name, "advanced", model);
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
  @PostMapping("/advanced")
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
      return "redirect:/integrations/" + name + "/settings/advanced";
    }
    double now = integrations.get(name).options().rateLimitShare();
    double wantedShare = share == percent(now) ? now : share / 100.0;
    return saved(
        next,
        name,
        "/advanced",
        () ->
            edits.change(
                name,
                IntegrationRequest.NOTHING.withCollection(
                    wanted, wantedShare, logHistory, maxInFlight)));
  }

  @GetMapping("/event-streaming")
  String streaming(@PathVariable String name, Model model) {
    Integration integration = show(name, "event-streaming", model);
    model.addAttribute("live", streams.live(name));
    model.addAttribute(
        "intakeOpen",
        integration.credentials() != null && integration.credentials().intakeKey() != null);
    model.addAttribute(
        "base", ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString());
    return "console/settings-streaming";
  }

  /** The counter and the steps that it proves. */
  @GetMapping("/event-streaming/live")
  String live(@PathVariable String name, Model model) {
    show(name, "event-streaming", model);
    model.addAttribute("live", streams.live(name));
    return "console/settings-streaming :: live";
  }

  /** Asks AWS, which takes longer than a page may. */
  @GetMapping("/event-streaming/rule")
  String rule(@PathVariable String name, Model model) {
    model.addAttribute("report", streaming.look(show(name, "event-streaming", model)));
    return "console/settings-streaming :: rule";
  }

  @PostMapping("/event-streaming/rule")
  String makeRule(@PathVariable String name, Model model) {
    Integration integration = show(name, "event-streaming", model);
    audit.write("event-streaming.set-up", name);
    model.addAttribute("report", streaming.setUp(integration));
    return "console/settings-streaming :: rule";
  }

  /** A new key, shown this once. */
  @PostMapping("/event-streaming/key")
  String key(@PathVariable String name, RedirectAttributes next) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String answer =
        saved(
            next,
            name,
            "/event-streaming",
            () -> edits.change(name, IntegrationRequest.NOTHING.withIntakeKey(key)));
    if (next.getFlashAttributes().containsKey("notice")) {
      next.addFlashAttribute("newKey", key);
    }
    return answer;
  }

  private Integration show(String name, String tab, Model model) {
    Integration integration = integrations.get(name);
    model.addAttribute("integration", integration);
    model.addAttribute("tab", tab);
    model.addAttribute("owned", integration.managedBy() == Integration.ManagedBy.CONFIGURATION);
    return integration;
  }

  private static long percent(double share) {
    return Math.max(1, Math.round(share * 100));
  }

  private static String saved(RedirectAttributes next, String name, String tab, Runnable change) {
    try {
      change.run();
      next.addFlashAttribute("notice", "Saved.");
    } catch (WrongSetting wrong) {
      next.addFlashAttribute("trouble", IntegrationPages.plain(wrong));
    }
    return "redirect:/integrations/" + name + "/settings" + tab;
  }
}
