package org.oktadata.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Watches over what hawtio does through JMX: operations, such as stopping a route, are noted in the
 * audit log, and need POST, or a link that an administrator follows could stop routes.
 */
class JmxGuard extends OncePerRequestFilter {

  private static final String DOOR = "/hawtio/jolokia";
  private static final Set<String> CHANGES = Set.of("exec", "write");
  private static final int LARGEST = 1 << 20;

  private final Audit audit;
  private final SecurityProblems problems;
  private final ObjectMapper json;

  JmxGuard(Audit audit, SecurityProblems problems, ObjectMapper json) {
    this.audit = audit;
    this.problems = problems;
    this.json = json;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !path(request).startsWith(DOOR);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!request.getMethod().equals("POST")) {
      if (changes(request)) {
        problems.write(request, response, HttpStatus.METHOD_NOT_ALLOWED, "Operations need POST.");
      } else {
        chain.doFilter(request, response);
      }
      return;
    }
    byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      problems.write(request, response, HttpStatus.PAYLOAD_TOO_LARGE, "At most 1 MB.");
      return;
    }
    note(body);
    chain.doFilter(new ReadRequest(request, body), response);
  }

  /** Jolokia is a servlet of its own, so most of the path isn't the servlet's. */
  private static String path(HttpServletRequest request) {
    return request.getServletPath() + Objects.toString(request.getPathInfo(), "");
  }

  private static boolean changes(HttpServletRequest request) {
    String path = path(request).substring(DOOR.length()).toLowerCase(Locale.ROOT);
    return request.getParameter("p") != null
        || CHANGES.stream().anyMatch(change -> path.startsWith("/" + change));
  }

  private void note(byte[] body) {
    JsonNode requests;
    try {
      requests = json.readTree(body);
    } catch (IOException e) {
      return; // Jolokia says what is wrong with it.
    }
    for (JsonNode each : requests.isArray() ? requests : List.of(requests)) {
      String type = each.path("type").asText().toLowerCase(Locale.ROOT);
      if (CHANGES.contains(type)) {
        String member = each.path("operation").asText(each.path("attribute").asText());
        audit.write("jmx." + type, each.path("mbean").asText() + " " + member);
      }
    }
  }
}
