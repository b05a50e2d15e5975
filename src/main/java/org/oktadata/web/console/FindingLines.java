package org.oktadata.web.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.oktadata.findings.Severity;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
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
             or (f.integration, f.subject_id) in (
               with people as materialized (
                 select r.integration, r.id from store.resource r where r.data_type = 'users' and r.deleted_at is null
                   and store.user_words(r.doc) @@ store.asked_words(:text)
               ), things as materialized (
                 select r.integration, r.id from store.resource r where r.data_type in ('groups', 'apps') and r.deleted_at is null
                   and store.name_words(r.doc) @@ store.asked_words(:text)
               ) (select * from people limit 200) union all (select * from things limit 200)))
      """;

  /** The name of what a finding is about, from whichever list knows it. */
  private static final String SUBJECT =
      """
      left join lateral (
        select coalesce(r.doc #>> '{profile,login}', r.doc #>> '{profile,name}', r.doc ->> 'label', r.doc ->> 'name') as name,
               r.data_type
        from store.resource r
        where r.integration = f.integration and r.id = f.subject_id and r.deleted_at is null
          and r.data_type in ('users', 'groups', 'apps', 'policies', 'zones', 'devices', 'api_tokens', 'authenticators')
        limit 1
      ) s on true
      """;

  /**
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
      String subject,
      String place,
      Instant firstSeen,
      Instant lastSeen) {}

  private static final String WORST_FIRST =
      " order by " + Severity.rank("f.severity") + ", f.last_seen desc";

  private final ReadDatabase database;

  FindingLines(ReadDatabase database) {
    this.database = database;
  }

  long count(FindingSearch search) {
    return with("select count(*) " + WHERE, search).query(Long.class).single();
  }

  List<Line> page(FindingSearch search) {
    String page = "select f.* " + WHERE + WORST_FIRST + ", f.id desc limit :limit offset :offset";
    return with(
            "select f.*, s.name, s.data_type from ("
                + page
                + ") f "
                + SUBJECT
                + WORST_FIRST
                + ", f.id desc",
            search)
        .param("limit", PAGE)
        .param("offset", (search.page() - 1) * PAGE)
        .query((row, number) -> line(row))
        .list();
  }

  /** All that a search finds, the oldest first, without ever holding more than a thousand. */
  void each(FindingSearch search, Consumer<Line> consumer) {
    long after = 0;
    List<Line> chunk;
    do {
      chunk =
          with(
                  "select f.*, s.name, s.data_type from (select f.* "
                      + WHERE
                      + " and f.id > :after order by f.id limit 1000) f "
                      + SUBJECT
                      + "order by f.id",
                  search)
              .param("after", after)
              .query((row, number) -> line(row))
              .list();
      chunk.forEach(consumer);
      after = chunk.isEmpty() ? after : chunk.get(chunk.size() - 1).id();
    } while (chunk.size() == 1_000);
  }

  /** Open findings about one object. */
  List<Line> of(String integration, String subject) {
    return database
        .sql(
            "select f.*, s.name, s.data_type from store.finding f "
                + SUBJECT
                + """
                where f.integration = ? and f.subject_id = ? and f.state = 'open'
                """
                + WORST_FIRST
                + " limit 50")
        .params(integration, subject)
        .query((row, number) -> line(row))
        .list();
  }

  /** One finding. */
  Line find(long id) {
    return database
        .current(
            "select f.*, s.name, s.data_type from store.finding f " + SUBJECT + "where f.id = ?")
        .param(id)
        .query((row, number) -> line(row))
        .optional()
        .orElse(null);
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
        .param("contains", text == null ? null : "%" + UserLines.like(text), Types.VARCHAR);
  }

  private static Line line(ResultSet row) throws SQLException {
    String name = row.getString("name");
    String list = row.getString("data_type");
    boolean page = list != null && List.of("users", "groups", "apps").contains(list);
    String subject = row.getString("subject_id");
    return new Line(
        row.getLong("id"),
        row.getString("integration"),
        row.getString("check_id"),
        row.getString("title"),
        row.getString("kind"),
        row.getString("severity"),
        row.getString("state"),
        row.getString("subject_type"),
        name == null ? subject : name,
        page ? "/%s/%s/%s".formatted(list, row.getString("integration"), subject) : null,
        Timestamps.instant(row, "first_seen"),
        Timestamps.instant(row, "last_seen"));
  }
}
