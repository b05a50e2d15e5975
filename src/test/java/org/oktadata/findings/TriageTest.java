package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of a decision once its time is over. */
class TriageTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();

  @BeforeEach
  void found() {
    engine.nothingIsUnread();
    new CaseData(engine.database, integration)
        .events(List.of(Map.of("eventType", "system.api_token.create")));
    engine.follow();
  }

  @Test
  void aFindingThatIsOpenAgainHasNobodysReasonAnyMore() {
    assertThat(expired("state = 'muted', state_until = now() - interval '1 minute'"))
        .isEqualTo("open");
  }

  @Test
  void aDetectionOfLongAgoEndsWithoutTheReasonWhyItWasOpen() {
    assertThat(
            expired(
                "last_seen = now() - interval '31 days', changed_at = now() - interval '31 days'"))
        .isEqualTo("resolved");
  }

  /** The state of the finding after the tidy, with all that is left of a decision. */
  private String expired(String decided) {
    engine
        .database
        .sql(
            "update store.finding set state_reason = 'Known', state_actor = 'grace', %s where integration = ?"
                .formatted(decided))
        .param(integration)
        .update();
    new Triage(engine.database).expire();
    return engine
        .database
        .sql(
            "select concat_ws(' ', state, state_reason, state_actor, state_until) from store.finding where integration = ?")
        .param(integration)
        .query(String.class)
        .single();
  }
}
