package org.oktadata.web.console;

import java.sql.Types;
import org.oktadata.findings.Severity;
import org.oktadata.findings.SubjectName;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** What all questions about findings have in common: conditions, orders. */
final class FindingQuery {

  private static final String WHERE =
      """
      where (:integration::text is null or f.integration = :integration)
        and (:status::text is null or f.state = any (string_to_array(:status, ',')))
        and (:severity::text is null or f.severity = any (string_to_array(:severity, ',')))
        and (:kind::text is null or f.kind = any (string_to_array(:kind, ',')))
        and (:check::text is null or f.check_id = :check)
      """;

  /** Among equally severe findings an attack comes before a lack of posture. */
  private static final String WORST_FIRST =
      Severity.rank("f.severity") + ", (f.kind <> 'detection'), f.last_seen desc, f.id desc";

  private static final String WORST_LAST =
      Severity.rank("f.severity") + " desc, (f.kind = 'detection'), f.last_seen, f.id";

  /** Whose words a search has, however their letters are accented: as people are looked for. */
  private static final String WORDED =
      """
      with people as materialized (
        select r.integration, r.id from store.resource r where r.data_type = 'users' and r.deleted_at is null
          and store.user_words(r.doc) @@ store.asked_words(:text)
      ), things as materialized (
        select r.integration, r.id from store.resource r where r.data_type in ('groups', 'apps') and r.deleted_at is null
          and store.name_words(r.doc) @@ store.asked_words(:text)
      ) (select * from people limit 200) union all (select * from things limit 200)
      """;

  private FindingQuery() {}

  /** The findings f that a search wants. */
  static String from(FindingSearch search) {
    return "from store.finding f "
        + WHERE
        + (search.text() == null
            ? ""
            : "and (f.subject_id = :text or f.title ilike :contains or (f.integration, f.subject_id) in ("
                + SubjectName.CONTAINING
                + ") or (f.integration, f.subject_id) in ("
                + WORDED
                + ")) ");
  }

  /** By what findings f are ordered. */
  static String order(FindingSearch search) {
    String way = search.turned() ? "" : " desc";
    return switch (search.sort()) {
      case "last-seen" -> " order by f.last_seen%1$s, f.id%1$s".formatted(way);
      case "first-seen" -> " order by f.first_seen%1$s, f.id%1$s".formatted(way);
      default -> " order by " + (search.turned() ? WORST_LAST : WORST_FIRST);
    };
  }

  static String worstFirst() {
    return " order by " + WORST_FIRST;
  }

  /** With all that {@link #from} asks for. */
  static StatementSpec filled(StatementSpec query, FindingSearch search) {
    String text = search.text();
    return query
        .param("integration", search.integration(), Types.VARCHAR)
        .param("status", search.status(), Types.VARCHAR)
        .param("severity", search.severity(), Types.VARCHAR)
        .param("kind", search.kind(), Types.VARCHAR)
        .param("check", search.check(), Types.VARCHAR)
        .param("text", text, Types.VARCHAR)
        .param("contains", text == null ? null : "%" + UserLines.like(text), Types.VARCHAR);
  }
}
