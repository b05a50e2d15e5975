package org.oktadata.web.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.oktadata.findings.SubjectName;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads findings as lines of a list, the worst and newest first. */
@Component
class FindingLines {

  static final int PAGE = 50;

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
      Instant lastSeen,
      String subjectId,
      String evidence,
      String reason,
      Instant until) {

    /** What a ticked box says: which finding, and what it was when it was shown. */
    public String ticked() {
      return id + ":" + state;
    }
  }

  private final ReadDatabase database;

  FindingLines(ReadDatabase database) {
    this.database = database;
  }

  long count(FindingSearch search) {
    return FindingQuery.filled(database.sql("select count(*) " + FindingQuery.from(search)), search)
        .query(Long.class)
        .single();
  }

  List<Line> page(FindingSearch search) {
    String order = FindingQuery.order(search);
    String page =
        "select f.* " + FindingQuery.from(search) + order + " limit :limit offset :offset";
    return FindingQuery.filled(
            database.sql(
                "select f.*, s.name, s.data_type from ("
                    + page
                    + ") f "
                    + SubjectName.JOIN
                    + order),
            search)
        .param("limit", PAGE)
        .param("offset", (search.page() - 1) * PAGE)
        .query((row, n) -> line(row))
        .list();
  }

  /** All that a search finds, the oldest first, without ever holding more than a thousand. */
  void each(FindingSearch search, Consumer<Line> consumer) {
    long after = 0;
    List<Line> chunk;
    do {
      chunk =
          FindingQuery.filled(
                  database.sql(
                      "select f.*, s.name, s.data_type from (select f.* "
                          + FindingQuery.from(search)
                          + "and f.id > :after order by f.id limit 1000) f "
                          + SubjectName.JOIN
                          + "order by f.id"),
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
                + SubjectName.JOIN
                + """
                where f.integration = ? and f.subject_id = ? and f.state = 'open'
                """
                + FindingQuery.worstFirst()
                + " limit 50")
        .params(integration, subject)
        .query((row, number) -> line(row))
        .list();
  }

  /** One finding. */
  Line find(long id) {
    return database
        .current(
            "select f.*, s.name, s.data_type from store.finding f "
                + SubjectName.JOIN
                + "where f.id = ?")
        .param(id)
        .query((row, number) -> line(row))
        .optional()
        .orElse(null);
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
        Timestamps.instant(row, "last_seen"),
        subject,
        row.getString("evidence"),
        row.getString("state_reason"),
        Timestamps.instant(row, "state_until"));
  }
}
