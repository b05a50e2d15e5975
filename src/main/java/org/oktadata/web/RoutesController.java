package org.oktadata.web;

import org.oktadata.catalogue.RunningRoutes;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What runs of the routes folder, and which edit of it doesn't. */
@RestController
class RoutesController {

  private final RunningRoutes routes;

  RoutesController(RunningRoutes routes) {
    this.routes = routes;
  }

  /** Those of the instance that answers: each has a folder of its own. */
  @GetMapping("/api/routes")
  RunningRoutes.Running running() {
    return routes.now();
  }
}
