package org.oktadata.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Leads back to the login page, which tells what failed by its address: kept in a session, as
 * Spring does it, strangers' failures would fill the database.
 */
class SignInFailure implements AuthenticationFailureHandler {

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    String why =
        failure instanceof PasswordCheck.TooManyTries many ? "wait=" + many.seconds() : "error";
    response.sendRedirect(request.getContextPath() + "/login?" + why);
  }
}
