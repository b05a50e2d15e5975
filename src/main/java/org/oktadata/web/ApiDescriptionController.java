package org.oktadata.web;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What programs need to know of {@code /api}, as OpenAPI 3.1 (https://spec.openapis.org/oas). */
@RestController
class ApiDescriptionController {

  @GetMapping(value = "/api/openapi.yaml", produces = "application/yaml")
  Resource description() {
    return new ClassPathResource("openapi.yaml");
  }
}
