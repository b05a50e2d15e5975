package org.oktadata.web.security;

import org.oktadata.web.Audit;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * Notes who signed in and out, and who failed to. What a program does with Basic isn't a sign-in,
 * but a wrong password of it is.
 */
@Component
class SignIns {

  private final Audit audit;

  SignIns(Audit audit) {
    this.audit = audit;
  }

  @EventListener
  void failed(AbstractAuthenticationFailureEvent failure) {
    Authentication tried = failure.getAuthentication();
    String name =
        tried instanceof OAuth2LoginAuthenticationToken elsewhere
            ? "(through " + elsewhere.getClientRegistration().getRegistrationId() + ")"
            : shown(tried.getName());
    audit.writeOf(name, "sign-in.failed", PasswordCheck.address(tried));
  }

  @EventListener
  void signedIn(InteractiveAuthenticationSuccessEvent success) {
    Authentication person = success.getAuthentication();
    audit.writeOf(person.getName(), "sign-in", PasswordCheck.address(person));
  }

  @EventListener
  void signedOut(LogoutSuccessEvent end) {
    Authentication person = end.getAuthentication();
    audit.writeOf(person.getName(), "sign-out", PasswordCheck.address(person));
  }

  /** People type passwords where the name belongs; what looks unlike a name isn't kept. */
  private static String shown(String name) {
    return name.matches("[A-Za-z0-9._@-]{1,64}") ? name : "(not a name)";
  }
}
