package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.oktadata.store.StoreServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class RuleLibraryTest {

  private final JdbcClient database =
      JdbcClient.create(
          new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"));
  private final RuleLibrary library =
      new RuleLibrary(
          new RuleFolders(Path.of("").toAbsolutePath(), List.of("checks/"), List.of("detections/")),
          new FindingSettings(Map.of()),
          database);

  @Test
  void rulesThatTheDatabaseRefusesHinderNoOthersAndArePublishedOnceItTakesThem() {
    database
        .sql(
            """
            alter table store.rule add constraint away check (id not like 'm%') no inherit""")
        .update();
    library.refresh();
    assertThat(published()).isLessThan(library.lastRead().byId().size());
    database.sql("alter table store.rule drop constraint away").update();
    library.refresh();
    assertThat(published()).isEqualTo(library.lastRead().byId().size());
  }

  private int published() {
    return database.sql("select count(*) from store.rule").query(Integer.class).single();
  }
}
