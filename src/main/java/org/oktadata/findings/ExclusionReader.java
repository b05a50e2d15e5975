package org.oktadata.findings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads what is left out of checks and detections, also what has ended. */
@Component
public class ExclusionReader {

  /** A page has as many at most. */
  public static final int MOST = 1_000;

  static final String SELECT = "select * from okta.exclusions where ";

  private final ReadDatabase database;

  ExclusionReader(ReadDatabase database) {
    this.database = database;
  }

  /** One. */
  public Optional<Exclusion> find(long id) {
    return database
        .current(SELECT + "id::bigint = ?")
        .param(id)
        .query((row, n) -> exclusion(row))
        .optional();
  }

  /** Those of a check or detection, active ones first, the newest of each first. */
  public List<Exclusion> of(String check) {
    return database
        .current(SELECT + "check_id = ? order by active desc, id::bigint desc limit " + MOST)
        .param(check)
        .query((row, n) -> exclusion(row))
        .list();
  }

  /**
   * A page, oldest first.
   *
   * @param check null for all
   * @param integration null for all; those for each integration are among those of any
   * @param active null for all
   */
  public List<Exclusion> page(
      String check, String integration, Boolean active, long after, int limit) {
    return database
        .current(
            SELECT
                + """
                (:check::text is null or check_id = :check)
                and (:integration::text is null or coalesce(integration, :integration) = :integration)
                and (:active::boolean is null or active = :active) and id::bigint > :after
                order by id::bigint limit :limit""")
        .param("check", check, Types.VARCHAR)
        .param("integration", integration, Types.VARCHAR)
        .param("active", active, Types.BOOLEAN)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> exclusion(row))
        .list();
  }

  static Exclusion exclusion(ResultSet row) throws SQLException {
    return new Exclusion(
        row.getString("id"),
        row.getString("integration"),
        row.getString("check_id"),
        row.getString("subject_type"),
        row.getString("subject_id"),
        row.getString("subject_name"),
        row.getString("reason"),
        row.getString("created_by"),
        Timestamps.instant(row, "created_at"),
        Timestamps.instant(row, "until"),
        row.getBoolean("active"),
        Timestamps.instant(row, "ended_at"),
        row.getString("ended_by"),
        row.getString("end_reason"),
        row.getLong("findings"));
  }
}
