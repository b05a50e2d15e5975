package org.oktadata.findings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Events as rows bring them. Rows are fetched many at a time, and a stranger's events may be
 * megabytes each: such a text comes by itself once its row is looked at, so that memory holds one
 * of them and not hundreds.
 */
final class EventTexts {

  /**
   * What {@link #event} reads, of a query e that has the whole text as {@code doc}: there it is
   * written out once, which is most of the work.
   */
  static final String COLUMNS =
      """
      e.integration, e.published, e.uuid, e.event_type, octet_length(e.doc) as length,
             case when octet_length(e.doc) <= 100000 then e.doc end as doc""";

  /** Bytes of an event that is read at all. Okta's have a few thousand. */
  private static final int LONGEST = 10_000_000;

  private final Function<String, StatementSpec> database;

  /**
   * @param database runs a statement where the rows came from
   */
  EventTexts(Function<String, StatementSpec> database) {
    this.database = database;
  }

  /** A client that fetches the rows of a statement in pieces, within a transaction. */
  static JdbcClient inPieces(DataSource source) {
    JdbcTemplate inPieces = new JdbcTemplate(source);
    inPieces.setFetchSize(500);
    return JdbcClient.create(inPieces);
  }

  /** The event of a row. */
  LogEvent event(ResultSet row) throws SQLException {
    return new LogEvent(
        row.getString("integration"),
        row.getObject("published", OffsetDateTime.class).toInstant(),
        row.getString("uuid"),
        row.getString("event_type"),
        text(row));
  }

  /** The text of a row's event; null where it is too long. */
  String text(ResultSet row) throws SQLException {
    String text = row.getString("doc");
    if (text != null || row.getInt("length") > LONGEST) {
      return text;
    }
    return database
        .apply(
            "select doc::text from store.event where integration = ? and published = ? and uuid = ?")
        .params(
            row.getString("integration"),
            row.getObject("published", OffsetDateTime.class),
            row.getString("uuid"))
        .query(String.class)
        .optional()
        .orElse(null);
  }
}
