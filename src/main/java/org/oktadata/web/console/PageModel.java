package org.oktadata.web.console;

import java.security.Principal;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.security.core.Authentication;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page shows: who is signed in, where they can go, and how values are written. */
@ControllerAdvice(basePackageClasses = PageModel.class)
class PageModel {

  private static final List<Place> PLACES =
      List.of(
          new Place("Security", "overview", "Overview", "/overview"),
          new Place(null, "findings", "Findings", "/findings"),
          new Place(null, "identities", "Identities", "/users"),
          new Place(null, "events", "Events", "/events"),
          new Place(null, "checks", "Checks & detections", "/checks"),
          new Place("Operation", "integrations", "Integrations", "/integrations"),
          new Place(null, "runs", "Runs", "/runs"),
          new Place(null, "audit", "Audit log", "/audit"));

  private static final Place ROUTES = new Place(null, "routes", "Routes (hawtio)", "/hawtio/");

  private final Words words = new Words();

  @ModelAttribute
  void add(Model model, Principal person) {
    boolean admin =
        person instanceof Authentication known
            && known.getAuthorities().stream()
                .anyMatch(role -> role.getAuthority().equals("ROLE_ADMIN"));
    model.addAttribute("person", person == null ? "" : person.getName());
    model.addAttribute("admin", admin);
    model.addAttribute(
        "places", admin ? Stream.concat(PLACES.stream(), Stream.of(ROUTES)).toList() : PLACES);
    model.addAttribute("words", words);
  }
}
