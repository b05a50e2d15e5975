package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One thing has one name, whether a check or a detection found it. */
class SubjectTypeTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);

  @BeforeEach
  void startAtTheEnd() {
    engine.follow();
  }

  @Test
  void aDetectionNamesTheTypeOfItsSubjectAsChecksDo() {
    streamIsTamperedWith();
    assertThat(findings()).containsExactly("log_stream l1 1");
    assertThat(SubjectType.of("UserGroup")).isEqualTo("group");
    assertThat(SubjectType.of("policy_rule")).isEqualTo("policy_rule");
    assertThat(SubjectType.of("Device")).isEqualTo("device");
  }

  @Test
  void aFindingOfBeforeTakesTheNewNameAndIsFoundAgain() throws IOException {
    streamIsTamperedWith();
    rename("log_stream", "logstream");
    engine
        .database
        .sql(Files.readString(Path.of("src/main/resources/db/migration/V225__subject_types.sql")))
        .update();
    assertThat(findings()).containsExactly("log_stream l1 1");
    streamIsTamperedWith();
    assertThat(findings()).containsExactly("log_stream l1 2");
  }

  private void streamIsTamperedWith() {
    data.events(
        List.of(
            Map.of(
                "eventType",
                "system.log_stream.lifecycle.deactivate",
                "target",
                List.of(Map.of("id", "l1", "type", "LogStream")))));
    engine.follow();
  }

  private void rename(String before, String now) {
    assertThat(
            engine
                .database
                .sql(
                    "update store.finding set subject_type = ? where integration = ? and subject_type = ?")
                .params(now, integration, before)
                .update())
        .isOne();
  }

  private List<String> findings() {
    return engine
        .database
        .sql(
            "select concat_ws(' ', subject_type, subject_id, evidence ->> 'events') from okta.findings where integration = ? and check_id = 'log-stream-tampered'")
        .param(integration)
        .query(String.class)
        .list();
  }
}
