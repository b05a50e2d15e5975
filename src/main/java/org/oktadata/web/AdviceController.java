package org.oktadata.web;

import org.oktadata.connectivity.Advice;
import org.oktadata.connectivity.Advisor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What can be read, and what to grant or revoke, by the last test of the connection. */
@RestController
class AdviceController {

  private final Advisor advisor;

  AdviceController(Advisor advisor) {
    this.advisor = advisor;
  }

  @GetMapping("/api/integrations/{name}/advice")
  Advice advice(@PathVariable String name) {
    return advisor.advice(name);
  }
}
