package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.oktadata.store.SqlFile;

/** How many findings were open at the end of each day. */
class TrendTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);
  private final Check check = (Check) engine.library.current().find("user-inactive").orElseThrow();

  @Test
  void whatWasMutedAndThenFixedIsClosedOnce() {
    data.collected(List.of("users"));
    data.document("users", "", Map.of("id", "u1", "lastLogin", "{90d ago}"));
    engine.evaluate(check, integration);
    long id =
        engine
            .database
            .sql("select id from store.finding where integration = ?")
            .param(integration)
            .query(Long.class)
            .single();
    new Triage(engine.database)
        .decide(id, Decision.mute("grace", "Later", Instant.now().plusSeconds(3600), false));
    data.document("users", "", Map.of("id", "u1", "lastLogin", "{1d ago}"));
    engine.evaluate(check, integration);
    assertThat(trend()).containsExactly("medium +1 -1 = 0");
  }

  @Test
  void whatGrowsWorseMovesAndEndsUnderItsLastSeverity() {
    long id = finding("high", "u1");
    change(id, 5, "opened", "open", "low");
    change(id, 4, "updated", "open", "low");
    change(id, 4, "updated", "open", "high");
    change(id, 3, "accepted", "accepted", "high");
    change(id, 3, "updated", "accepted", "low");
    change(id, 2, "reopened", "open", "high");
    change(id, 2, "reopened", "open", "high");
    change(id, 1, "resolved", "resolved", "high");
    assertThat(trend())
        .containsExactly(
            "low +1 -0 = 1",
            "high +1 -0 = 1",
            "low +0 -1 = 0",
            "high +0 -1 = 0",
            "high +1 -0 = 1",
            "high +0 -1 = 0");
  }

  @Test
  void whatHasNotMovedForLongStillStandsOnTheOverview() {
    change(finding("high", "u1"), 120, "opened", "open", "high");
    change(finding("high", "u2"), 100, "opened", "open", "high");
    change(finding("low", "u3"), 10, "opened", "open", "low");
    assertThat(
            engine
                .database
                .sql(
                    """
                    select format('%s %s %s', (now() at time zone 'UTC')::date - (each ->> 'day')::date, each ->> 'severity', each ->> 'open')
                    from jsonb_array_elements((%s)) each order by each ->> 'day'"""
                        .replace("(%s)", "(" + SqlFile.read("summaries/trend") + ")"))
                .param("name", integration)
                .query(String.class)
                .list())
        .containsExactly("90 high 2", "10 low 1");
  }

  private long finding(String severity, String user) {
    return engine
        .database
        .sql(
            """
            insert into store.finding (integration, check_id, kind, subject_type, subject_id, severity, state)
            values (?, 'any', 'posture', 'user', ?, ?, 'resolved') returning id""")
        .params(integration, user, severity)
        .query(Long.class)
        .single();
  }

  private void change(long id, int daysAgo, String change, String state, String severity) {
    engine
        .database
        .sql(
            """
            insert into store.finding_change (finding_id, at, change, state, severity)
            values (?, now() - make_interval(days => ?), ?, ?, ?)""")
        .params(id, daysAgo, change, state, severity)
        .update();
  }

  private List<String> trend() {
    return engine
        .database
        .sql(
            """
            select format('%s +%s -%s = %s', severity, opened, closed, open) from okta.finding_trend
            where integration = ? order by day, severity""")
        .param(integration)
        .query(String.class)
        .list();
  }
}
