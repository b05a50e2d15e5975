package org.oktadata.web.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.oktadata.findings.Severity;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.oktadata.web.console.ObjectPlaces.Named;
import org.oktadata.web.console.ObjectPlaces.Place;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads findings as lines of a list, the worst and newest first. */
@Component
class FindingLines {

  static final int PAGE = 50;

  private static final String WHERE =
      """
      from store.finding f
      where (:integration::text is null or f.integration = :integration)
        and (:status::text is null or f.state = any (string_to_array(:status, ',')))
        and (:severity::text is null or f.severity = any (string_to_array(:severity, ',')))
        and (:kind::text is null or f.kind = :kind)
        and (:check::text is null or f.check_id = :check)
        and (:text::text is null or f.subject_id = :text or f.title ilike :contains
             or f.subject_id in (select r.id from store.resource r where r.data_type = 'users' and r.deleted_at is null
                                 and (:integration::text is null or r.integration = :integration)
                                 and lower(r.doc #>> '{profile,login}') like :begins))
      """;

  /**
   * @param subject name of what it is about, or its id where none is known
   * @param place path of the subject's own page, or null where it has none
   */
  record Line(
      long id,
      String integration,
      String check,
      String title,
      String kind,
      String severity,
      String state,
      String subjectType,
      String subjectId,
      String subject,
      String place,
      Instant firstSeen,
      Instant lastSeen) {

    private Named named() {
      return new Named(integration, subjectType, subjectId);
    }

    private Line about(Place page) {
      return new Line(
          id,
          integration,
          check,
          title,
          kind,
          severity,
          state,
          subjectType,
          subjectId,
          page.name(),
          page.path(),
          firstSeen,
          lastSeen);
    }
  }

  private static final String WORST_FIRST =
      " order by " + Severity.rank("f.severity") + ", f.last_seen desc";

  private final ReadDatabase database;
  private final ObjectPlaces places;

  FindingLines(ReadDatabase database, ObjectPlaces places) {
    this.database = database;
    this.places = places;
  }

  long count(FindingSearch search) {
    return with("select count(*) " + WHERE, search).query(Long.class).single();
  }

  List<Line> page(FindingSearch search) {
    String page = "select f.* " + WHERE + WORST_FIRST + ", f.id desc limit :limit offset :offset";
    return named(
        with(page, search)
            .param("limit", PAGE)
            .param("offset", (search.page() - 1) * PAGE)
            .query((row, number) -> line(row))
            .list());
  }

  /** All that a search finds, the oldest first, without ever holding more than a thousand. */
  void each(FindingSearch search, Consumer<Line> consumer) {
    long after = 0;
    List<Line> chunk;
    do {
      chunk =
          named(
              with("select f.* " + WHERE + " and f.id > :after order by f.id limit 1000", search)
                  .param("after", after)
                  .query((row, number) -> line(row))
                  .list());
      chunk.forEach(consumer);
      after = chunk.isEmpty() ? after : chunk.get(chunk.size() - 1).id();
    } while (chunk.size() == 1_000);
  }

  /** Open findings about one object. */
  List<Line> of(String integration, String subject) {
    return named(
        database
            .sql(
                "select * from store.finding f where f.integration = ? and f.subject_id = ? and"
                    + " f.state = 'open'"
                    + WORST_FIRST
                    + " limit 50")
            .params(integration, subject)
            .query((row, number) -> line(row))
            .list());
  }

  /** One finding. */
  Line find(long id) {
    return named(
            database
                .current("select * from store.finding where id = ?")
                .param(id)
                .query((row, number) -> line(row))
                .list())
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** With the names of what they are about and the pages of those, as far as they have one. */
  private List<Line> named(List<Line> lines) {
    Map<Named, Place> known = places.of(lines.stream().map(Line::named).toList());
    return lines.stream()
        .map(line -> known.containsKey(line.named()) ? line.about(known.get(line.named())) : line)
        .toList();
  }

  private StatementSpec with(String sql, FindingSearch search) {
    String text = search.text();
    return database
        .sql(sql)
        .param("integration", search.integration(), Types.VARCHAR)
        .param("status", search.status(), Types.VARCHAR)
        .param("severity", search.severity(), Types.VARCHAR)
        .param("kind", search.kind(), Types.VARCHAR)
        .param("check", search.check(), Types.VARCHAR)
        .param("text", search.text(), Types.VARCHAR)
        .param(
            "begins",
            text == null ? null : UserLines.like(text.toLowerCase(Locale.ROOT)),
            Types.VARCHAR)
        .param("contains", text == null ? null : "%" + UserLines.like(text), Types.VARCHAR);
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getLong("id"),
        row.getString("integration"),
        row.getString("check_id"),
        row.getString("title"),
        row.getString("kind"),
        row.getString("severity"),
        row.getString("state"),
        row.getString("subject_type"),
        row.getString("subject_id"),
        row.getString("subject_id"),
        null,
        Timestamps.instant(row, "first_seen"),
        Timestamps.instant(row, "last_seen"));
  }
}
