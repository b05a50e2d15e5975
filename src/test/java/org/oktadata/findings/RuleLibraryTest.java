package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
          database,
          Duration.ofHours(1));

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

  @Test
  void thatARuleIsStillThereIsWrittenDownAgainAndAgain(@TempDir Path home) throws IOException {
    Files.writeString(
        home.resolve("one.yaml"),
        "id: one\ntitle: T\nseverity: low\ndescription: D\nremediation: R\nfilter: eventType pr\n");
    RuleLibrary library =
        new RuleLibrary(
            new RuleFolders(home, List.of(), List.of(".")),
            new FindingSettings(Map.of()),
            database,
            Duration.ZERO);
    library.refresh();
    database.sql("update store.rule set loaded_at = loaded_at - interval '2 hours'").update();
    library.refresh();
    assertThat(
            database
                .sql("select min(loaded_at) > now() - interval '1 hour' from store.rule")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  private int published() {
    return database.sql("select count(*) from store.rule").query(Integer.class).single();
  }
}
