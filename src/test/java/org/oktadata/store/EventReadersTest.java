package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What reads new events each second must begin where it ended, however many there are before. */
class EventReadersTest {

  @ParameterizedTest
  @ValueSource(strings = {"sql/gather-refreshes.sql", "sql/summaries/count-sign-ins.sql"})
  void aReaderOfNewEventsBeginsBehindItsPosition(String file) throws IOException {
    JdbcClient database =
        JdbcClient.create(
            new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"));
    String sql = new ClassPathResource(file).getContentAsString(StandardCharsets.UTF_8);
    List<String> plan =
        database
            .sql("explain (costs off) " + sql)
            .param("types", "{users}")
            .param("patterns", "{user.%}")
            .param("targets", "{User}")
            .param("children", "{\"\"}")
            .param("most", 100)
            .query(String.class)
            .list();
    assertThat(plan).anyMatch(line -> line.contains("on event_") || line.contains("on event e"));
    assertThat(plan)
        .as(String.join("\n", plan))
        .filteredOn(line -> line.matches(".*xid < [($].*"))
        .isNotEmpty()
        .allMatch(
            line ->
                line.strip()
                    .matches(
                        "(Index|Recheck) Cond: .*ROW\\(xid, seq\\) > ROW\\((\\(InitPlan|\\$).*"));
  }
}
