package org.oktadata.findings;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what detections over several events count, for as long as their window. */
@Component
class Matches {

  private final JdbcClient database;

  Matches(JdbcClient database) {
    this.database = database;
  }

  void store(Detection rule, List<Match> matches) {
    database
        .sql(
            """
            insert into store.match (rule, integration, group_key, published, uuid, step, subject_type, subject_id, kept)
            select :rule, m.integration, m."group", m.published, m.uuid, m.step, m."subjectType", m."subjectId", m.kept
            from jsonb_to_recordset(:matches::jsonb) as m(
              integration text, "group" text, published timestamptz, uuid text, step text,
              "subjectType" text, "subjectId" text, kept jsonb)
            on conflict do nothing""")
        .param("rule", rule.id())
        .param("matches", Json.of(matches))
        .update();
  }

  /** Forgets what no window reaches any more, and what belongs to rules that are gone. */
  void forget(List<Detection> rules) {
    for (Detection rule : rules) {
      String table =
          rule.correlation() != null && rule.correlation().firstTime() != null
              ? "seen_value"
              : "match";
      if (rule.correlation() != null) {
        database
            .sql(
                "delete from store.%s where rule = :rule and %s < now() - make_interval(secs => :seconds)"
                    .formatted(table, table.equals("match") ? "published" : "last_seen"))
            .param("rule", rule.id())
            .param("seconds", 2.0 * rule.memory().toSeconds() + 86_400)
            .update();
      }
    }
    database
        .sql("delete from store.match where not (rule = any(string_to_array(:rules, ',')))")
        .param("rules", String.join(",", rules.stream().map(Detection::id).toList()))
        .update();
  }
}
