package org.oktadata.web.console.integrations;

import java.security.SecureRandom;
import java.util.Base64;
import org.oktadata.events.EventStreaming;
import org.oktadata.integrations.Integration;
import org.oktadata.web.Audit;
import org.oktadata.web.IntegrationEdits;
import org.oktadata.web.IntegrationRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Settings, Event Streaming: what came, the rule that sends it, and the key of the intakes. */
@Controller
@RequestMapping("/integrations/{name}/settings/event-streaming")
class EventStreamingPages {

  private final SettingsTab tab;
  private final IntegrationEdits edits;
  private final EventStreaming streaming;
  private final StreamReader streams;
  private final Audit audit;

  EventStreamingPages(
      SettingsTab tab,
      IntegrationEdits edits,
      EventStreaming streaming,
      StreamReader streams,
      Audit audit) {
    this.tab = tab;
    this.edits = edits;
    this.streaming = streaming;
    this.streams = streams;
    this.audit = audit;
  }

  @GetMapping
  String streaming(@PathVariable String name, Model model) {
    Integration integration = tab.show(name, "event-streaming", model);
    model.addAttribute("live", streams.live(name));
    model.addAttribute(
        "intakeOpen",
        integration.credentials() != null && integration.credentials().intakeKey() != null);
    model.addAttribute(
        "base", ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString());
    return "console/settings-streaming";
  }

  /** The counter and the steps that it proves. */
  @GetMapping("/live")
  String live(@PathVariable String name, Model model) {
    tab.show(name, "event-streaming", model);
    model.addAttribute("live", streams.live(name));
    return "console/settings-streaming :: live";
  }

  /** Asks AWS, which takes longer than a page may. */
  @GetMapping("/rule")
  String rule(@PathVariable String name, Model model) {
    model.addAttribute("report", streaming.look(tab.show(name, "event-streaming", model)));
    return "console/settings-streaming :: rule";
  }

  @PostMapping("/rule")
  String makeRule(@PathVariable String name, Model model) {
    Integration integration = tab.show(name, "event-streaming", model);
    audit.write("event-streaming.set-up", name);
    model.addAttribute("report", streaming.setUp(integration));
    return "console/settings-streaming :: rule";
  }

  /** A new key, shown this once. */
  @PostMapping("/key")
  String key(@PathVariable String name, RedirectAttributes next) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    if (SettingsTab.saved(next, () -> edits.change(name, IntegrationRequest.ofIntakeKey(key)))) {
      next.addFlashAttribute("newKey", key);
    }
    return "redirect:/integrations/" + name + "/settings/event-streaming";
  }
}
