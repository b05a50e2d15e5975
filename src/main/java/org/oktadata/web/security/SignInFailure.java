package org.oktadata.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Leads back to the login page, which tells what failed by its address: kept in a session, as
 * Spring does it, strangers' failures would fill the database.
 */
class SignInFailure implements AuthenticationFailureHandler {

  private final OidcProviders providers;
  private final ProviderTroubles troubles = new ProviderTroubles();

  /**
   * @param providers null where there are none
   */
  SignInFailure(OidcProviders providers) {
    this.providers = providers;
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    String why = "error";
    if (failure instanceof PasswordCheck.TooManyTries many) {
      why = "wait=" + many.seconds();
    } else if (failure instanceof OAuth2AuthenticationException elsewhere) {
      why = "vain";
      String path = request.getServletPath();
      String id = path.substring(path.lastIndexOf('/') + 1);
      // An address that names none is nobody's sign-in.
      if (providers.all().stream().anyMatch(each -> each.id().equals(id))) {
        troubles.tell(id, elsewhere.getError());
      }
    }
    response.sendRedirect(request.getContextPath() + "/login?" + why);
  }
}
