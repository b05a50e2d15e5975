package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedDatabaseTest {

  @TempDir Path folder;

  @Test
  void aServerThatEndedByItselfIsStartedAgainWithItsData() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(new DatabaseSettings(folder, 0))) {
      JdbcClient client =
          JdbcClient.create(new DriverManagerDataSource(database.url(), "postgres", "postgres"));
      client.sql("create table kept as select 7 as number").update();
      long before = pid();
      new ProcessBuilder("kill", "-QUIT", Long.toString(before)).start().waitFor();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(
              () ->
                  pid() != before
                      && client.sql("select number from kept").query(Integer.class).single() == 7);
    }
    assertThat(folder.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  private long pid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0).strip());
  }
}
