package org.oktadata.web.console;

import java.util.List;
import org.oktadata.web.security.OidcProviders;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where a person signs in: with a password, or at a provider of OIDC. */
@Controller
class LoginPage {

  private final SecurityProperties.User account;
  private final OidcProviders providers;

  LoginPage(SecurityProperties security, ObjectProvider<OidcProviders> providers) {
    this.account = security.getUser();
    this.providers = providers.getIfAvailable();
  }

  @GetMapping("/login")
  String login(
      @RequestParam(required = false) String error,
      @RequestParam(required = false) String vain,
      @RequestParam(required = false) Integer wait,
      @RequestParam(required = false) String expired,
      @RequestParam(required = false) String signedout,
      Model model) {
    model.addAttribute("trouble", trouble(error != null, vain != null, wait, expired != null));
    model.addAttribute("notice", signedout == null ? null : "You are signed out.");
    model.addAttribute("providers", providers == null ? List.of() : providers.all());
    model.addAttribute("generated", account.isPasswordGenerated() ? account.getName() : null);
    return "console/login";
  }

  private static String trouble(boolean error, boolean vain, Integer wait, boolean expired) {
    if (wait != null) {
      return "Too many wrong passwords. Try again in %d seconds.".formatted(wait);
    }
    if (expired) {
      return "Your session has ended. Sign in again.";
    }
    if (vain) {
      return "The sign-in elsewhere came to nothing; the log says why. Try again, or use a password.";
    }
    return error ? "User name or password is wrong, or you have no role here." : null;
  }
}
