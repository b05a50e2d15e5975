package org.oktadata.web.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.oktadata.web.RequestKind;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * Leads a person whose form belongs to a session that has ended to the login page, and from there
 * back to the form.
 */
class EndedForms implements AccessDeniedHandler {

  private final RequestCache wanted;
  private final AccessDeniedHandler others;

  /**
   * @param wanted remembers the form's page
   * @param others answers everything else
   */
  EndedForms(RequestCache wanted, AccessDeniedHandler others) {
    this.wanted = wanted;
    this.others = others;
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException, ServletException {
    boolean form =
        denied instanceof CsrfException
            && RequestKind.wantsPage(request)
            && !request.getServletPath().startsWith("/api/");
    if (!form) {
      others.handle(request, response, denied);
      return;
    }
    wanted.saveRequest(request, response);
    response.sendRedirect(request.getContextPath() + "/login?expired");
  }
}
