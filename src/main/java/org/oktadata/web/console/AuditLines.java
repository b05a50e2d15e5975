package org.oktadata.web.console;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads what people did, newest first. */
@Component
class AuditLines {

  /**
   * @param more what exactly was done, or why, or null
   * @param address where the request came from, or null where none did
   * @param findings ids of those that one decision was about, with commas, or null
   */
  record Line(
      long id,
      Instant at,
      String actor,
      String action,
      String subject,
      String more,
      String address,
      String findings) {

    /** Whether its subject is the number of a finding. */
    public boolean isOfFinding() {
      return action.startsWith("finding.") && subject.matches("\\d+");
    }
  }

  private final ReadDatabase database;

  AuditLines(ReadDatabase database) {
    this.database = database;
  }

  /** The newest that a search finds before an id. */
  List<Line> find(AuditSearch search, long before, int most) {
    return database
        .current(
            """
            select id, at, actor, action, subject, detail ->> 'more' as more, detail ->> 'address' as address,
                   (select string_agg(each, ', ') from jsonb_array_elements_text(detail -> 'findings') each) as findings
            from store.audit
            where id < :before
              and (:actor = '' or lower(actor) = lower(:actor)) and starts_with(action, :action)
              and at >= coalesce(:from::timestamptz, '-infinity') and at < coalesce(:until::timestamptz, 'infinity')
              and position(lower(:text) in lower(concat_ws(' ', actor, action, subject, detail ->> 'more', detail ->> 'address', detail ->> 'findings'))) > 0
            order by id desc limit :most\
            """)
        .param("before", before)
        .param("actor", search.actor())
        .param("action", search.action())
        .param("from", time(search.start()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("until", time(search.end()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("text", search.text())
        .param("most", most)
        .query(
            (row, number) ->
                new Line(
                    row.getLong("id"),
                    Timestamps.instant(row, "at"),
                    row.getString("actor"),
                    row.getString("action"),
                    row.getString("subject"),
                    row.getString("more"),
                    row.getString("address"),
                    row.getString("findings")))
        .list();
  }

  private static OffsetDateTime time(Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }
}
