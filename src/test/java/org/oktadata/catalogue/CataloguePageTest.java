package org.oktadata.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;

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

  @Test
  void everyDataTypeHasFirstQueryThatRunsAndEveryOtherViewARow(@TempDir Path folder)
      throws IOException {
    var queries = CataloguePage.queries();
    assertThat(queries).containsOnlyKeys(CataloguePage.declared().keySet());
    try (SandboxOkta okta =
            SandboxOkta.start(
                SandboxOrg.generate(OrgSize.ofUsers(100), 1), SandboxOptions.standard());
        AppUnderTest app = AppUnderTest.start(folder, okta)) {
      queries.forEach(
          (name, sql) ->
              assertThatCode(() -> app.database().sql(sql).query().listOfRows())
                  .as(name)
                  .doesNotThrowAnyException());
      List<String> views =
          app.database()
              .sql("select table_name from information_schema.views where table_schema = 'okta'")
              .query(String.class)
              .list();
      assertThat(views)
          .filteredOn(name -> !queries.containsKey(name))
          .containsExactlyInAnyOrderElementsOf(CataloguePage.otherViews());
      assertThat(
              app.column(
                  """
                  select table_name from information_schema.columns where table_schema = 'okta'
                  group by 1 having count(*) filter (where column_name in ('integration', 'parent_id', 'id', 'doc', 'changed_at')) = 5"""))
          .containsAll(queries.keySet());
      assertThatCode(
              () ->
                  app.column(
                      "select integration, id, doc, changed_at from okta.effective_admins limit 1"))
          .doesNotThrowAnyException();
    }
  }
}
