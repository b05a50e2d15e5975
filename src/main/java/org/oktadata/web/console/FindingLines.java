package org.oktadata.web.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.oktadata.web.console.ObjectPlaces.Named;
import org.oktadata.web.console.ObjectPlaces.Place;
import org.springframework.stereotype.Component;

/** Reads findings as lines of a list, the worst and newest first. */
@Component
class FindingLines {

  static final int PAGE = 50;

  /**
   * @param subject name of what it is about, or its id where none is known
   * @param place path of the subject's own page, or of its events; null where it has neither
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
      Instant lastSeen,
      String evidence,
      String reason,
      Instant until) {

    /** What a ticked box says: which finding, and what it was when it was shown. */
    public String ticked() {
      return id + ":" + state;
    }

    private Named named() {
      return new Named(integration, subjectType, subjectId);
    }

    /** What an address or a session did, since neither has a page. */
    private Place events() {
      return new Place(subject, EventQuestion.ofSubject(integration, subjectType, subjectId));
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
          lastSeen,
          evidence,
          reason,
          until);
    }
  }

  private final ReadDatabase database;
  private final ObjectPlaces places;

  FindingLines(ReadDatabase database, ObjectPlaces places) {
    this.database = database;
    this.places = places;
  }

  long count(FindingSearch search) {
    return FindingQuery.filled(database.sql("select count(*) " + FindingQuery.from(search)), search)
        .query(Long.class)
        .single();
  }

  List<Line> page(FindingSearch search) {
    String page =
        "select f.* "
            + FindingQuery.from(search)
            + FindingQuery.order(search)
            + " limit :limit offset :offset";
    return named(
        FindingQuery.filled(database.sql(page), search)
            .param("limit", PAGE)
            .param("offset", (search.page() - 1) * PAGE)
            .query((row, number) -> line(row))
            .list());
  }

  /** All that a search finds, the oldest first, without ever holding more than a thousand. */
  void each(FindingSearch search, Consumer<Line> consumer) {
    String next =
        "select f.* " + FindingQuery.from(search) + "and f.id > :after order by f.id limit 1000";
    long after = 0;
    List<Line> chunk;
    do {
      chunk =
          named(
              FindingQuery.filled(database.sql(next), search)
                  .param("after", after)
                  .query((row, number) -> line(row))
                  .list());
      chunk.forEach(consumer);
      after = chunk.isEmpty() ? after : chunk.get(chunk.size() - 1).id();
    } while (chunk.size() == 1_000);
  }

  /** Open findings about one object, for its own page: without its name and place. */
  List<Line> of(String integration, String subject) {
    return database
        .sql(
            "select * from store.finding f where f.integration = ? and f.subject_id = ? and"
                + " f.state = 'open'"
                + FindingQuery.worstFirst()
                + " limit 50")
        .params(integration, subject)
        .query((row, number) -> line(row))
        .list();
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
        .map(line -> line.about(known.getOrDefault(line.named(), line.events())))
        .toList();
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
        Timestamps.instant(row, "last_seen"),
        row.getString("evidence"),
        row.getString("state_reason"),
        Timestamps.instant(row, "state_until"));
  }
}
