package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What findings are about has the name that people know it by. */
class SubjectNameTest {

  private final JdbcClient database = JdbcClient.create(FindingsDatabase.open());
  private final String integration = FindingsDatabase.integration();

  @ParameterizedTest
  @CsvSource({
    "group_rules, name",
    "event_hooks, name",
    "inline_hooks, name",
    "domains, domain",
    "zones, name"
  })
  void ofWhatChecksFind(String dataType, String property) {
    new CaseData(database, integration)
        .documents(Map.of(dataType, List.of(Map.of("id", "x1", property, "Ours"))));
    assertThat(
            database
                .sql(
                    "select s.name from (select cast(? as text) as integration, 'x1' as subject_id) f "
                        + SubjectName.JOIN)
                .param(integration)
                .query(String.class)
                .single())
        .isEqualTo("Ours");
  }
}
