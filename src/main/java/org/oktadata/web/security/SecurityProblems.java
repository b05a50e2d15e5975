package org.oktadata.web.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.oktadata.web.Problems;
import org.oktadata.web.RequestKind;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/** 401, 403 and 429 as problem details. */
@Component
class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final ObjectMapper json;
  private final RefusedRequests refused;

  SecurityProblems(ObjectMapper json, RefusedRequests refused) {
    this.json = json;
    this.refused = refused;
  }

  /** Asks programs for Basic, and browsers only where there are no pages, or they sent it. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (failure instanceof PasswordCheck.TooManyTries many) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(many.seconds()));
      write(
          request,
          response,
          HttpStatus.TOO_MANY_REQUESTS,
          "Too many wrong passwords: try again in " + many.seconds() + " seconds.");
      return;
    }
    boolean script =
        "XMLHttpRequest".equals(request.getHeader("X-Requested-With"))
            || request.getHeader("HX-Request") != null;
    boolean page =
        RequestKind.isBrowser(request)
            && !RequestKind.isForPrograms(request)
            && request.getHeader(HttpHeaders.AUTHORIZATION) == null;
    if (!script && !page) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Okta Data Integration\"");
    }
    write(request, response, HttpStatus.UNAUTHORIZED, "Sign in with a user name and password.");
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException {
    if (!(denied instanceof CsrfException)) {
      refused.note(request);
    }
    if (RequestKind.wantsPage(request) && !request.getServletPath().startsWith("/api/")) {
      response.sendError(HttpStatus.FORBIDDEN.value());
      return;
    }
    String detail =
        denied instanceof CsrfException
            ? "A request of a browser session must carry the value of its cookie XSRF-TOKEN as the"
                + " header X-XSRF-TOKEN."
            : "This user may not do that.";
    write(request, response, HttpStatus.FORBIDDEN, detail);
  }

  void write(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    ProblemDetail problem = Problems.problem(status, detail);
    problem.setInstance(URI.create(request.getRequestURI()));
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }
}
