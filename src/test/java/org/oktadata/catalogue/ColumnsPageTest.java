package org.oktadata.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.oktadata.store.StoreServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The page about columns says what the database says. */
class ColumnsPageTest {

  @Test
  void thePageIsWhatTheCommentsSay() throws IOException {
    JdbcClient database =
        JdbcClient.create(
            new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"));
    for (String name : CataloguePage.declared().keySet()) {
      database
          .sql("select store.plain_view(?)::text where to_regclass('okta.' || ?) is null")
          .params(name, name)
          .query(String.class)
          .list();
    }
    String text = new ColumnsPage(database).text();
    if (Boolean.getBoolean("catalogue.write")) {
      Files.writeString(ColumnsPage.FILE, text);
    }
    assertThat(Files.readString(ColumnsPage.FILE))
        .as("docs/columns.md; mvn test -Dtest=ColumnsPageTest -Dcatalogue.write=true renews it")
        .isEqualTo(text);
  }
}
