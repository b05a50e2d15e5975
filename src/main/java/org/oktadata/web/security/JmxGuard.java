package org.oktadata.web.security;

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
import java.util.regex.Pattern;
import org.oktadata.web.Audit;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Watches over what hawtio does through JMX: operations, such as stopping a route, are noted in the
 * audit log, and need POST, or a link that an administrator follows could stop routes. Jolokia
 * understands more spellings than one, so a link may only be of a form that surely reads, and a
 * body is passed on as it was understood here, not as it came.
 */
class JmxGuard extends OncePerRequestFilter {

  static final String DOOR = "/hawtio/jolokia";
  private static final Pattern READS =
      Pattern.compile("/?|/(read|list|search|version)(/.*)?", Pattern.DOTALL);
  private static final Set<String> CHANGES = Set.of("exec", "write");

  /** Jolokia answers it with a script, which any page may include, and so read. */
  private static final String CALLBACK = "callback";

  /** hawtio asks at once about each bean whether it may be used: two megabytes. */
  private static final int LARGEST = 4 << 20;

  /** Operations that only show something, which hawtio asks for again and again. */
  private static final Pattern SHOWS =
      Pattern.compile(
          "(canInvoke|list|browse|dump\\w*|(route|processor)Ids|routeGroups|\\w+Names)\\b.*");

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
    if (ForeignSites.isForeign(request)) {
      problems.write(request, response, HttpStatus.FORBIDDEN, "Other sites may not ask.");
    } else if (request.getMethod().equals("POST")) {
      pass(request, response, chain);
    } else if (request.getParameter(CALLBACK) != null) {
      refuseCallback(request, response);
    } else if (reads(request)) {
      chain.doFilter(request, response);
    } else {
      problems.write(request, response, HttpStatus.METHOD_NOT_ALLOWED, "Operations need POST.");
    }
  }

  /** Jolokia is a servlet of its own, so most of the path isn't the servlet's. */
  private static String path(HttpServletRequest request) {
    return request.getServletPath() + Objects.toString(request.getPathInfo(), "");
  }

  /** Jolokia takes parameter {@code p} for a path. */
  private static boolean reads(HttpServletRequest request) {
    return request.getParameter("p") == null
        && READS.matcher(path(request).substring(DOOR.length())).matches();
  }

  private void refuseCallback(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    problems.write(request, response, HttpStatus.BAD_REQUEST, "Answers are JSON, no script.");
  }

  private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      problems.write(request, response, HttpStatus.PAYLOAD_TOO_LARGE, "At most 4 MB.");
      return;
    }
    JsonNode requests = understood(body);
    // Not before the body is read: it may be a form, and parameters would be read from it.
    if (request.getParameter(CALLBACK) != null) {
      refuseCallback(request, response);
    } else if (requests == null) {
      problems.write(request, response, HttpStatus.BAD_REQUEST, "This isn't a request in JSON.");
    } else if (!requests.findValues("target").isEmpty()) {
      problems.write(request, response, HttpStatus.BAD_REQUEST, "No target but this application.");
    } else {
      note(requests);
      chain.doFilter(new ReadRequest(request, json.writeValueAsBytes(requests)), response);
    }
  }

  /** One request or a list of them; null for anything else. */
  private JsonNode understood(byte[] body) {
    try {
      JsonNode requests = json.readTree(body);
      return requests.isContainerNode() ? requests : null;
    } catch (IOException e) {
      return null;
    }
  }

  private void note(JsonNode requests) {
    for (JsonNode each : requests.isArray() ? requests : List.of(requests)) {
      String type = each.path("type").asText().toLowerCase(Locale.ROOT);
      String member = each.path("operation").asText(each.path("attribute").asText());
      if (CHANGES.contains(type) && !(type.equals("exec") && SHOWS.matcher(member).matches())) {
        audit.write("jmx." + type, each.path("mbean").asText() + " " + member);
      }
    }
  }
}
