package org.oktadata.findings;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what detections over several events count, for as long as their window. */
@Component
class Matches {

  /** What may still be answered stays, with its answers, however late the log comes. */
  private static final String OLD_MATCH =
      """
      m.stored_at < now() - interval '1 hour'
        and not exists (select from store.match w where w.place = m.place and not w.judged)
        and m.published""";

  /** Seconds beyond the windows. What a history brought within the last hour stays as well. */
  private static final int MARGIN = 3_600;

  private static final String FORGET =
      """
      delete from store.%s m using unnest(:c0::text[], :c1::float[]) r(rule, seconds)
      where m.rule = r.rule and %s < now() - make_interval(secs => r.seconds)""";

  private final JdbcClient database;

  Matches(JdbcClient database) {
    this.database = database;
  }

  /** Keeps the new matches of several rules; one that is kept already stays as it is. */
  void store(Map<Detection, List<Match>> found) {
    if (found.isEmpty()) {
      return;
    }
    Columns columns = new Columns();
    found.forEach(
        (rule, matches) -> {
          String absent = rule.correlation().absent();
          for (Match match : matches) {
            columns.add(
                match.place().toString(),
                match.step(),
                match.published().toString(),
                match.uuid(),
                rule.id(),
                match.integration(),
                match.group(),
                match.subjectType(),
                match.subjectId(),
                Long.toString(match.different()),
                Json.of(match.kept()),
                Boolean.toString(absent == null || absent.equals(match.step())));
          }
        });
    columns
        .in(
            database.sql(
                """
                insert into store.match (place, step, published, uuid, rule, integration, group_key, subject_type, subject_id, different, kept, judged)
                select * from unnest(:c0::uuid[], :c1::text[], :c2::timestamptz[], :c3::text[], :c4::text[], :c5::text[], :c6::text[],
                                     :c7::text[], :c8::text[], :c9::bigint[], :c10::jsonb[], :c11::boolean[])
                on conflict do nothing"""))
        .update();
  }

  /** Forgets what no window reaches any more, and what belongs to rules that are gone. */
  void forget(List<Detection> rules) {
    Columns memories = new Columns();
    for (Detection rule : rules) {
      if (rule.correlation() != null) {
        memories.add(rule.id(), Double.toString(2.0 * rule.memory().toSeconds() + MARGIN));
      }
    }
    if (!memories.isEmpty()) {
      memories.in(database.sql(FORGET.formatted("match", OLD_MATCH))).update();
      memories.in(database.sql(FORGET.formatted("seen_value", "m.last_seen"))).update();
    }
    database
        .sql("delete from store.match where not (rule = any (:rules))")
        .param("rules", rules.stream().map(Detection::id).toArray(String[]::new))
        .update();
  }
}
