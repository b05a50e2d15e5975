package org.oktadata.web;

import java.util.Collection;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue as the routes declare it. */
@RestController
class DataTypeController {

  private final Catalogue catalogue;

  DataTypeController(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @GetMapping("/api/data-types")
  Collection<DataType> dataTypes() {
    return catalogue.all();
  }
}
