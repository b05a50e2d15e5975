package org.oktadata.web.console;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.findings.RuleStates.RuleState;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads what rules found, when they last ran, and their hunts. */
@Component
class RuleCounts {

  record Evaluation(
      String integration, String state, String reason, Instant at, Long failing, Long millis) {}

  /** A state, and why it isn't active. */
  record Standing(String state, String reason) {}

  record Hunt(long id, String by, String state, String reason, long events, Instant at) {}

  private final ReadDatabase database;

  RuleCounts(ReadDatabase database) {
    this.database = database;
  }

  /** Open findings of an integration by rule. */
  Map<String, Long> open(String integration) {
    Map<String, Long> open = new HashMap<>();
    database
        .sql(
            "select check_id, count(*) from store.finding where integration = ? and state = 'open'"
                + " group by 1")
        .param(integration)
        .query(
            row -> {
              open.put(row.getString(1), row.getLong(2));
            });
    return open;
  }

  /** Open findings of a rule, of all integrations. */
  long openOf(String rule) {
    return database
        .sql("select count(*) from store.finding where check_id = ? and state = 'open'")
        .param(rule)
        .query(Long.class)
        .single();
  }

  /**
   * How each rule stands in an integration: as it last went there, unless what is said of it holds
   * everywhere. How it went elsewhere says nothing here.
   */
  Map<String, Standing> standings(String integration, List<RuleState> rules) {
    Map<String, Standing> standings = new HashMap<>();
    Set<String> evaluated = new HashSet<>();
    for (RuleState rule : rules) {
      standings.put(
          rule.id(),
          rule.everywhere()
              ? new Standing(rule.state(), rule.reason())
              : new Standing("not-evaluated", "Nothing was collected yet."));
      if (!rule.everywhere()) {
        evaluated.add(rule.id());
      }
    }
    database
        .sql("select check_id, state, reason from store.check_state where integration = ?")
        .param(integration)
        .query(
            row -> {
              if (evaluated.contains(row.getString("check_id"))) {
                standings.put(
                    row.getString("check_id"),
                    new Standing(row.getString("state"), row.getString("reason")));
              }
            });
    return standings;
  }

  List<Evaluation> evaluations(String rule) {
    return database
        .sql(
            """
            select integration, state, reason, evaluated_at, failing, millis from store.check_state
            where check_id = ? order by integration\
            """)
        .param(rule)
        .query(
            (row, number) ->
                new Evaluation(
                    row.getString("integration"),
                    row.getString("state"),
                    row.getString("reason"),
                    Timestamps.instant(row, "evaluated_at"),
                    row.getObject("failing", Long.class),
                    row.getObject("millis", Long.class)))
        .list();
  }

  List<Hunt> hunts(String rule) {
    return database
        .current(
            """
            select id, requested_by, state, reason, events, requested_at from store.hunt
            where rule = ? order by id desc limit 10\
            """)
        .param(rule)
        .query(
            (row, number) ->
                new Hunt(
                    row.getLong("id"),
                    row.getString("requested_by"),
                    row.getString("state"),
                    row.getString("reason"),
                    row.getLong("events"),
                    Timestamps.instant(row, "requested_at")))
        .list();
  }
}
