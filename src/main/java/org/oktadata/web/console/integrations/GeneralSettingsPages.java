package org.oktadata.web.console.integrations;

import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.okta.OrgUrl;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Settings, General: names, org, client and credentials. */
@Controller
@RequestMapping("/integrations/{name}/settings")
class GeneralSettingsPages {

  private final SettingsTab tab;
  private final Integrations integrations;
  private final IntegrationEdits edits;
  private final CredentialRotation rotation;

  GeneralSettingsPages(
      SettingsTab tab,
      Integrations integrations,
      IntegrationEdits edits,
      CredentialRotation rotation) {
    this.tab = tab;
    this.integrations = integrations;
    this.edits = edits;
    this.rotation = rotation;
  }

  @GetMapping
  String general(@PathVariable String name, Model model) {
    Integration integration = tab.show(name, "general", model);
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
      tab.show(name, "general", model);
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
}
