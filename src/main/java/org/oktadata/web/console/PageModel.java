package org.oktadata.web.console;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.oktadata.catalogue.RunningRoutes;
import org.oktadata.web.PageFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** What every page shows: who is signed in, where they can go, and how values are written. */
@ControllerAdvice(basePackageClasses = PageModel.class)
class PageModel implements PageFrame {

  private static final Logger log = LoggerFactory.getLogger(PageModel.class);

  private static final List<Place> PLACES =
      List.of(
          new Place("Security", "overview", "Overview", "/overview"),
          new Place(null, "findings", "Findings", "/findings"),
          new Place(null, "identities", "Identities", "/users"),
          new Place(null, "objects", "Objects", "/objects"),
          new Place(null, "events", "Events", "/events"),
          new Place(null, "checks", "Checks & detections", "/checks"),
          new Place("Operation", "integrations", "Integrations", "/integrations"),
          new Place(null, "runs", "Runs", "/runs"),
          new Place(null, "audit", "Audit log", "/audit"));

  private static final Place ROUTES = new Place(null, "routes", "Routes (hawtio)", "/hawtio/");

  /** Where a person goes on with the integration that they have chosen. */
  private static final Set<String> OF_ONE =
      Set.of("overview", "findings", "identities", "objects", "events");

  private final Words words = new Words();
  private final KeptIntegration kept;
  private final RunningRoutes routes;

  PageModel(KeptIntegration kept, RunningRoutes routes) {
    this.kept = kept;
    this.routes = routes;
  }

  @ModelAttribute
  void add(Model model, Principal person, HttpServletRequest request) {
    model.addAllAttributes(shown(person, request));
    model.addAttribute("refusedEdit", routes.now().refused());
  }

  private Map<String, Object> shown(Principal person, HttpServletRequest request) {
    boolean admin = isIn("ROLE_ADMIN", person);
    boolean decides = admin || isIn("ROLE_ANALYST", person);
    String chosen = kept.of(request);
    Stream<Place> places = PLACES.stream().map(place -> of(place, chosen));
    return Map.of(
        "person",
        person == null ? "" : person.getName(),
        "admin",
        admin,
        "decides",
        decides,
        "role",
        admin ? "admin" : role(decides, person),
        "places",
        (admin ? Stream.concat(places, Stream.of(ROUTES)) : places).toList(),
        "words",
        words);
  }

  /** Who came through a provider may have none. */
  private static String role(boolean decides, Principal person) {
    return decides ? "analyst" : isIn("ROLE_VIEWER", person) ? "viewer" : "no role";
  }

  private static boolean isIn(String role, Principal person) {
    return person instanceof Authentication known
        && known.getAuthorities().stream().anyMatch(each -> each.getAuthority().equals(role));
  }

  /** Without the menu where the database may be what is away: it is asked for what was chosen. */
  @Override
  public ModelAndView around(ModelAndView problem, HttpServletRequest request) {
    Principal person = request.getUserPrincipal();
    if (person == null || problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE) {
      return problem;
    }
    try {
      problem.addAllObjects(shown(person, request));
      problem.setViewName("console/problem-inside");
    } catch (DataAccessException away) {
      log.warn("A problem is shown without the menu", away);
    }
    return problem;
  }

  private static Place of(Place place, String integration) {
    return integration == null || !OF_ONE.contains(place.section())
        ? place
        : new Place(
            place.heading(),
            place.section(),
            place.label(),
            place.path() + "?integration=" + integration);
  }
}
