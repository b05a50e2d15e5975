package org.oktadata.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.oktadata.integrations.Integrations;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The integration that a person chose last, kept in their session: the menu leads to its pages, so
 * that nobody comes back to the first org without noticing. Addresses mean what they say
 * themselves.
 */
@Component
class KeptIntegration {

  private static final String KEPT = KeptIntegration.class.getName();

  private final Integrations integrations;

  KeptIntegration(Integrations integrations) {
    this.integrations = integrations;
  }

  /** Its name, or null where none was chosen, or it isn't connected any more. */
  String of(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null) {
      return null;
    }
    Object before = session.getAttribute(KEPT);
    String asked = asked(request);
    String chosen = asked == null ? (String) before : asked;
    if (chosen == null) {
      return null;
    }
    if (chosen.isBlank()) {
      session.removeAttribute(KEPT); // All of them.
      return null;
    }
    if (integrations.find(chosen).isEmpty()) {
      return null;
    }
    if (!chosen.equals(before)) {
      session.setAttribute(KEPT, chosen);
    }
    return chosen;
  }

  private static String asked(HttpServletRequest request) {
    String parameter = request.getParameter("integration");
    Object ofPath = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    return parameter == null && ofPath instanceof Map<?, ?> variables
        ? (String) variables.get("integration")
        : parameter;
  }
}
