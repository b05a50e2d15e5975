package org.oktadata.web.console;

import java.time.Instant;
import java.util.List;
import org.oktadata.findings.Severity;
import org.oktadata.findings.SubjectName;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/**
 * Reads findings as a row for each check or detection, so that many of one hide none of another.
 */
@Component
class FindingGroups {

  /**
   * The findings of a rule that a search wants.
   *
   * @param severity of the worst of them
   * @param integrations where they are, with commas
   * @param newest the one that was seen last
   * @param subject whom or what that one is about
   */
  record Group(
      String check,
      String title,
      String kind,
      String severity,
      String integrations,
      long count,
      long newest,
      String subject,
      Instant firstSeen,
      Instant lastSeen) {}

  private static final String GROUPED =
      """
      select f.check_id, max(f.title) as title, max(f.kind) as kind, min(%s) as worst,
             string_agg(distinct f.integration, ', ') as integrations, count(*) as count,
             (array_agg(f.id order by f.last_seen desc, f.id desc))[1] as newest,
             min(f.first_seen) as first_seen, max(f.last_seen) as last_seen
      """
          .formatted(Severity.rank("f.severity"));

  private final ReadDatabase database;

  FindingGroups(ReadDatabase database) {
    this.database = database;
  }

  /** How many rules there are. */
  long count(FindingSearch search) {
    return FindingQuery.filled(
            database.sql("select count(distinct f.check_id) " + FindingQuery.from(search)), search)
        .query(Long.class)
        .single();
  }

  List<Group> page(FindingSearch search) {
    String order = order(search);
    String page =
        "select * from ("
            + GROUPED
            + FindingQuery.from(search)
            + "group by f.check_id) g"
            + order
            + " limit :limit offset :offset";
    return FindingQuery.filled(
            database.sql(
                "select g.*, ("
                    + Severity.array()
                    + ")[g.worst] as severity, coalesce(s.name, f.subject_id) as subject from ("
                    + page
                    + ") g join store.finding f on f.id = g.newest "
                    + SubjectName.JOIN
                    + order),
            search)
        .param("limit", FindingLines.PAGE)
        .param("offset", (search.page() - 1) * FindingLines.PAGE)
        .query(
            (row, n) ->
                new Group(
                    row.getString("check_id"),
                    row.getString("title"),
                    row.getString("kind"),
                    row.getString("severity"),
                    row.getString("integrations"),
                    row.getLong("count"),
                    row.getLong("newest"),
                    row.getString("subject"),
                    Timestamps.instant(row, "first_seen"),
                    Timestamps.instant(row, "last_seen")))
        .list();
  }

  /** Of equally severe ones attacks before posture, as in the list of findings. */
  private static String order(FindingSearch search) {
    String way = search.turned() ? "" : " desc";
    String back = search.turned() ? " desc" : "";
    return switch (search.sort()) {
      case "findings" -> " order by g.count" + way + ", g.check_id";
      case "last-seen" -> " order by g.last_seen" + way + ", g.check_id";
      case "first-seen" -> " order by g.first_seen" + way + ", g.check_id";
      default ->
          " order by g.worst%1$s, g.kind <> 'detection'%1$s, g.last_seen%2$s, g.check_id"
              .formatted(back, way);
    };
  }
}
