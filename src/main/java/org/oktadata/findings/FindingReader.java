package org.oktadata.findings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads findings, always in the order of their ids, so that a page never shows one twice. */
@Component
public class FindingReader {

  private static final int CHUNK = 1_000;

  private static final String SELECT =
      """
      select f.*, s.name as subject_name from okta.findings f %s
      where (:integration::text is null or f.integration = :integration)
        and (:check::text is null or f.check_id = any (string_to_array(:check, ',')))
        and (:status::text is null or f.state = any (string_to_array(:status, ',')))
        and (:severity::text is null or f.severity = any (string_to_array(:severity, ',')))
        and (:kind::text is null or f.kind = any (string_to_array(:kind, ',')))
        and (:subject::text is null or f.subject_id = :subject or lower(s.name) = lower(:subject))
        and (:since::timestamptz is null or f.changed_at >= :since::timestamptz)
        and f.id::bigint > :after
      order by f.id::bigint limit :limit\
      """
          .formatted(SubjectName.JOIN);

  private final ReadDatabase database;

  /** Reads from that database, which may be a replica. */
  public FindingReader(ReadDatabase database) {
    this.database = database;
  }

  /** One page; a cursor that isn't one begins at the first. */
  public FindingPage page(FindingFilter filter, long after, int limit) {
    List<FindingView> found = read(filter, after, limit + 1);
    if (found.size() <= limit) {
      return new FindingPage(found, null);
    }
    List<FindingView> items = found.subList(0, limit);
    return new FindingPage(items, items.get(limit - 1).id());
  }

  /** All of them, a chunk at a time, so that no list grows with the org. */
  public void each(FindingFilter filter, Consumer<FindingView> consumer) {
    long after = 0;
    List<FindingView> chunk;
    do {
      chunk = read(filter, after, CHUNK);
      chunk.forEach(consumer);
      after = chunk.isEmpty() ? after : Long.parseLong(chunk.get(chunk.size() - 1).id());
    } while (chunk.size() == CHUNK);
  }

  /** One finding. */
  public Optional<FindingView> find(long id) {
    return database
        .current(
            "select f.*, s.name as subject_name from okta.findings f "
                + SubjectName.JOIN
                + "where f.id = ?")
        .param(Long.toString(id))
        .query((row, n) -> view(row))
        .optional();
  }

  /** A finding as it was, from its row as JSON. */
  public FindingView asStored(String row) {
    return database
        .sql(
            "select f.*, null::text as subject_name from jsonb_populate_record(null::store.finding, cast(? as jsonb)) f")
        .param(row)
        .query((columns, n) -> view(columns))
        .single();
  }

  /** What happened to it: the newest changes, oldest first, and how many there are. */
  public FindingHistory history(long id) {
    List<FindingChange> newest = new ArrayList<>(changes(id));
    Collections.reverse(newest);
    long total =
        newest.size() < FindingHistory.MOST
            ? newest.size()
            : database
                .current("select count(*) from store.finding_change where finding_id = ?")
                .param(id)
                .query(Long.class)
                .single();
    return new FindingHistory(newest, total);
  }

  private List<FindingChange> changes(long id) {
    return database
        .current(
            """
            select at, change, state, severity, actor, reason, evidence, outcome from store.finding_change
            where finding_id = ? order by id desc limit ?""")
        .params(id, FindingHistory.MOST)
        .query(
            (row, n) ->
                new FindingChange(
                    Timestamps.instant(row, "at"),
                    row.getString("change"),
                    row.getString("state"),
                    row.getString("severity"),
                    row.getString("actor"),
                    row.getString("reason"),
                    row.getString("evidence"),
                    row.getString("outcome")))
        .list();
  }

  private List<FindingView> read(FindingFilter filter, long after, int limit) {
    // Who goes on from where he was must not be told by a replica that lags.
    return (filter.changedSince() == null ? database.sql(SELECT) : database.current(SELECT))
        .param("integration", filter.integration(), Types.VARCHAR)
        .param("check", filter.check(), Types.VARCHAR)
        .param("status", filter.status(), Types.VARCHAR)
        .param("severity", filter.severity(), Types.VARCHAR)
        .param("kind", filter.kind(), Types.VARCHAR)
        .param("subject", filter.subject(), Types.VARCHAR)
        .param(
            "since",
            filter.changedSince() == null ? null : filter.changedSince().toString(),
            Types.VARCHAR)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> view(row))
        .list();
  }

  private static FindingView view(ResultSet row) throws SQLException {
    return new FindingView(
        row.getString("id"),
        row.getString("integration"),
        row.getString("check_id"),
        row.getString("title"),
        row.getString("kind"),
        row.getString("severity"),
        row.getString("state"),
        row.getString("subject_type"),
        row.getString("subject_id"),
        row.getString("evidence"),
        Timestamps.instant(row, "first_seen"),
        Timestamps.instant(row, "last_seen"),
        Timestamps.instant(row, "resolved_at"),
        row.getString("state_reason"),
        row.getString("state_actor"),
        Timestamps.instant(row, "state_until"),
        row.getBoolean("silence_later"),
        row.getString("state_outcome"),
        row.getString("subject_name"),
        row.getString("exclusion_id"),
        Timestamps.instant(row, "changed_at"));
  }
}
