package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

/** The posture score, and that its bars count what their links show. */
class PostureScoreTest extends StartedApplication {

  @Autowired private PostureScore score;

  @BeforeEach
  void fourChecksOfAHighSeverity() {
    nothing();
    jdbc.sql(
            """
            insert into store.rule (id, kind, title, severity) select 'score-' || n, 'posture', 'Score', 'high' from generate_series(1, 4) n""")
        .update();
    jdbc.sql(
            """
            insert into store.check_state (integration, check_id, state, fingerprint)
            select 'scored', 'score-' || n, 'active', 'f' from generate_series(1, 4) n""")
        .update();
  }

  @AfterEach
  void nothing() {
    jdbc.sql("delete from store.finding where integration = 'scored'").update();
    jdbc.sql("delete from store.check_state where integration = 'scored'").update();
    jdbc.sql("delete from store.rule where id like 'score-%'").update();
  }

  @Test
  void aCheckThatFoundSomethingWeighsAsItsWorstFinding() {
    found("score-1", "low", "open");
    found("score-2", "low", "open");
    found("score-2", "critical", "open");
    found("score-3", "info", "open");
    found("score-4", "critical", "muted");
    assertThat(score.of("scored").parts())
        .containsExactly(
            new PostureScore.Part("critical", 0, 1, 10),
            new PostureScore.Part("high", 2, 2, 0),
            new PostureScore.Part("low", 0, 1, 1));
    assertThat(score.of("scored").value()).as("10 of 21").isEqualTo(48);
  }

  @Test
  void whatFailedIsWhatTheFilterOfItsSeverityShows() {
    found("score-1", "low", "open");
    for (PostureScore.Part part : score.of("scored").parts()) {
      assertThat(
              jdbc.sql(
                      """
                      select count(distinct check_id) from store.finding
                      where integration = 'scored' and state = 'open' and kind = 'posture' and severity = ?""")
                  .param(part.severity())
                  .query(Long.class)
                  .single())
          .as(part.severity())
          .isEqualTo(part.evaluated() - part.passed());
    }
  }

  private void found(String check, String severity, String state) {
    jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, subject_type, subject_id, severity, state)
            values ('scored', ?, 'posture', 'user', ?, ?, ?)""")
        .params(check, severity, severity, state)
        .update();
  }
}
