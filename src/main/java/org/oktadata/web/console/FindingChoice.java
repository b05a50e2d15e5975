package org.oktadata.web.console;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.oktadata.findings.Decision;
import org.oktadata.findings.ManyDecisions;
import org.oktadata.findings.ManyDecisions.Shown;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads which findings somebody chose who didn't tick them one by one. */
@Component
class FindingChoice {

  /** What a finding is called that changed since the page was shown: nobody chose it as it is. */
  private static final String CHANGED = "changed";

  private final ReadDatabase database;

  FindingChoice(ReadDatabase database) {
    this.database = database;
  }

  /** The database's time, with which those of findings are compared. */
  Instant now() {
    return database
        .current("select now()")
        .query((row, n) -> Timestamps.instant(row, "now"))
        .single();
  }

  /** All that a search finds, so many as can be decided about at once, the oldest first. */
  List<Shown> all(FindingSearch search, Instant shown) {
    return FindingQuery.filled(
            database.current(
                """
                select f.id, case when exists (
                         select from store.finding_change c
                         where c.finding_id = f.id and c.change <> 'updated' and c.at > :shown) then '%s' else f.state end as state
                """
                        .formatted(CHANGED)
                    + FindingQuery.from(search)
                    + " order by f.id limit :most"),
            search)
        .param("shown", OffsetDateTime.ofInstant(shown, ZoneOffset.UTC))
        .param("most", ManyDecisions.MOST)
        .query((row, n) -> new Shown(row.getLong("id"), row.getString("state")))
        .list();
  }

  /** Those about which the same form has decided before, by the first of two clicks. */
  List<Shown> decided(Decision decision, Instant shown) {
    return database
        .current(
            """
            select id, state from store.finding
            where state = :state and state_actor = :actor and state_reason = :reason and state_at > :shown
            order by id limit :most""")
        .param("state", decision.state())
        .param("actor", decision.actor())
        .param("reason", decision.reason())
        .param("shown", OffsetDateTime.ofInstant(shown, ZoneOffset.UTC))
        .param("most", ManyDecisions.MOST)
        .query((row, n) -> new Shown(row.getLong("id"), row.getString("state")))
        .list();
  }
}
