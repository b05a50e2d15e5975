package org.oktadata.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses passwords, in the form and with Basic, for as long as {@link LoginThrottle} says. */
class LoginThrottleFilter extends OncePerRequestFilter {

  private final LoginThrottle throttle;
  private final SecurityProblems problems;

  LoginThrottleFilter(LoginThrottle throttle, SecurityProblems problems) {
    this.throttle = throttle;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean form = request.getMethod().equals("POST") && request.getServletPath().equals("/login");
    String name = form ? request.getParameter("username") : basicName(request);
    Duration wait =
        name == null ? Duration.ZERO : throttle.wait(request.getRemoteAddr(), name.strip());
    if (wait.isZero()) {
      chain.doFilter(request, response);
    } else if (form) {
      response.sendRedirect(request.getContextPath() + "/login?wait=" + seconds(wait));
    } else {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
      problems.write(
          request,
          response,
          HttpStatus.TOO_MANY_REQUESTS,
          "Too many wrong passwords: try again in " + seconds(wait) + " seconds.");
    }
  }

  private static long seconds(Duration wait) {
    return wait.toSeconds() + 1;
  }

  private static String basicName(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return null;
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring(6).strip());
      return new String(pair, StandardCharsets.UTF_8).split(":", 2)[0];
    } catch (IllegalArgumentException e) {
      return null; // The filter behind this one refuses it.
    }
  }
}
