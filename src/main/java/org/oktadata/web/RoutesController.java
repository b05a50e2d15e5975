package org.oktadata.web;

import org.oktadata.routes.Routes;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What runs of the routes folder, and which edit of it doesn't. */
@RestController
class RoutesController {

  private final Routes routes;

  RoutesController(Routes routes) {
    this.routes = routes;
  }

  /** Those of the instance that answers: each has a folder of its own. */
  @GetMapping("/api/routes")
  Routes.Running running() {
    return routes.running();
  }
}
