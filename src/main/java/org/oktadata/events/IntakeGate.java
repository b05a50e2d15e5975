package org.oktadata.events;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.dao.DataAccessException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the routes that strangers can reach: only the right key gets in, and no body is
 * read beyond the limit.
 */
final class IntakeGate extends OncePerRequestFilter {

  private static final Pattern DOOR =
      Pattern.compile("/intake/(eventbridge|event-hooks)/([a-z0-9-]+)");

  private final IntakeKeys keys;
  private final int maxBody;
  private final ApplicationAvailability availability;

  IntakeGate(IntakeKeys keys, int maxBody, ApplicationAvailability availability) {
    this.keys = keys;
    this.maxBody = maxBody;
    this.availability = availability;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Matcher door = DOOR.matcher(path);
    boolean hook = door.matches() && door.group(1).equals("event-hooks");
    boolean post = request.getMethod().equals("POST");
    try {
      if (!door.matches() || !keys.isOpen(door.group(2))) {
        refuse(response, 404, "Not Found", "There is no intake here.");
      } else if (!keys.opens(door.group(2), request.getHeader("Authorization"))) {
        keys.wrong(door.group(2)).increment();
        response.setHeader("WWW-Authenticate", "Key");
        refuse(response, 401, "Unauthorized", "Authorization isn't the intake key.");
      } else if (!post && !(hook && request.getMethod().equals("GET"))) {
        response.setHeader("Allow", hook ? "GET, POST" : "POST");
        refuse(response, 405, "Method Not Allowed", "Events are posted.");
      } else if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
        // The routes aren't there yet, or no more; of a 404 no sender would expect anything.
        later(response, "The application is starting or stopping.");
      } else {
        read(request, response, chain);
      }
    } catch (DataAccessException e) {
      later(response, "The database doesn't answer.");
    }
  }

  private static void later(HttpServletResponse response, String detail) throws IOException {
    response.setHeader("Retry-After", "5");
    refuse(response, 503, "Service Unavailable", detail);
  }

  private void read(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body =
        request.getContentLengthLong() > maxBody
            ? null
            : request.getInputStream().readNBytes(maxBody + 1);
    if (body == null || body.length > maxBody) {
      refuse(response, 413, "Content Too Large", "A request may have " + maxBody + " bytes.");
    } else {
      chain.doFilter(new IntakeRequest(request, body), response);
    }
  }

  private static void refuse(HttpServletResponse response, int status, String title, String detail)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/problem+json");
    response
        .getOutputStream()
        .write(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(title, status, detail)
                .getBytes(StandardCharsets.UTF_8));
  }
}
