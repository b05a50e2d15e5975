package org.oktadata.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.oktadata.web.RequestKind;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

/** Leads a person to the login page, which says so where their session has ended. */
class LoginEntry extends LoginUrlAuthenticationEntryPoint {

  LoginEntry() {
    super("/login");
  }

  @Override
  protected String determineUrlToUseForThisRequest(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure) {
    boolean ended =
        (request.getRequestedSessionId() != null && request.getSession(false) == null)
            || RequestKind.changes(request); // Only a session shows forms.
    return ended ? getLoginFormUrl() + "?expired" : getLoginFormUrl();
  }
}
