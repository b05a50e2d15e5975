package org.oktadata.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The page about the catalogue says what the catalogue says. */
class CataloguePageTest {

  @Test
  void thePageIsWhatTheRoutesDeclare() throws IOException {
    String text = new CataloguePage().text();
    if (Boolean.getBoolean("catalogue.write")) {
      Files.writeString(CataloguePage.FILE, text);
    }
    assertThat(Files.readString(CataloguePage.FILE))
        .as("docs/catalogue.md; mvn test -Dtest=CataloguePageTest -Dcatalogue.write=true renews it")
        .isEqualTo(text);
  }

  /** They are run in {@code CollectionTest}, on the rows of an org. */
  @Test
  void everyDataTypeHasAFirstQuery() throws IOException {
    assertThat(CataloguePage.queries()).containsOnlyKeys(CataloguePage.declared().keySet());
  }
}
