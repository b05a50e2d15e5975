package org.oktadata.findings;

import java.util.List;
import java.util.Optional;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.StringUtils;

/**
 * What people leave out of checks and detections. What they find of it is accepted from the
 * beginning, so that nobody is told.
 */
@Component
public class Exclusions {

  /** Each page of exclusions has as many at most. */
  public static final int MOST = 1_000;

  private static final String SELECT = "select * from okta.exclusions where ";

  private final JdbcClient database;
  private final RuleLibrary library;
  private final ExclusionSubjects subjects;
  private final Triage triage;

  Exclusions(JdbcClient database, RuleLibrary library, ExclusionSubjects subjects, Triage triage) {
    this.database = database;
    this.library = library;
    this.subjects = subjects;
    this.triage = triage;
  }

  /**
   * Leaves it out from now on, and accepts what is open.
   *
   * @throws WrongSetting where it isn't known what is meant, or it is left out already
   */
  @Transactional
  public Exclusion add(NewExclusion wanted, String actor) {
    if (library.current().find(wanted.check()).isEmpty()) {
      throw new WrongSetting("check", "has to be the id of a check or detection.");
    }
    ExclusionSubjects.Found subject = subjects.of(wanted);
    // Two that are added at the same time, as by a second click, wait for each other.
    database
        .sql("select 1 from pg_advisory_xact_lock(hashtext('exclusion'), hashtext(?))")
        .param(wanted.check())
        .query(Integer.class)
        .single();
    Long id =
        database
            .sql(
                """
                insert into store.exclusion (integration, check_id, subject_type, subject_id, reason, created_by, until)
                select :integration, :check, :type, :id, :reason, :actor, :until::timestamptz
                where not exists (
                  select from store.exclusion e
                  where e.check_id = :check and e.subject_type = :type and e.subject_id = :id and e.ended_at is null
                    and e.integration is not distinct from :integration and (e.until is null or e.until > now()))
                returning id""")
            .param("integration", wanted.integration(), java.sql.Types.VARCHAR)
            .param("check", wanted.check())
            .param("type", subject.type())
            .param("id", subject.id())
            .param("reason", wanted.reason())
            .param("actor", actor)
            .param(
                "until",
                wanted.until() == null ? null : wanted.until().toString(),
                java.sql.Types.VARCHAR)
            .query(Long.class)
            .optional()
            .orElseThrow(
                () ->
                    new WrongSetting(
                        "subject", "is left out already: end that exclusion to change it."));
    triage.expire();
    return find(id).orElseThrow();
  }

  /**
   * Ends it, and opens again what it held and nothing else leaves out.
   *
   * @return false where there is none that could end
   */
  @Transactional
  public boolean end(long id, String actor, String reason) {
    if (!StringUtils.hasText(reason)) {
      throw new WrongSetting("reason", "is missing: the next person will want to know.");
    }
    boolean ended =
        database
                .sql(
                    """
                    update store.exclusion set ended_at = now(), ended_by = :actor, end_reason = :reason
                    where id = :id and ended_at is null and (until is null or until > now())""")
                .param("id", id)
                .param("actor", actor)
                .param("reason", reason.strip())
                .update()
            > 0;
    if (ended) {
      triage.expire();
    }
    return ended;
  }

  /** One, also where it has ended. */
  public Optional<Exclusion> find(long id) {
    return database
        .sql(SELECT + "id::bigint = ?")
        .param(id)
        .query((row, n) -> exclusion(row))
        .optional();
  }

  /** Those of a check or detection, active ones first, the newest of each first. */
  public List<Exclusion> of(String check) {
    return database
        .sql(SELECT + "check_id = ? order by active desc, id::bigint desc limit " + MOST)
        .param(check)
        .query((row, n) -> exclusion(row))
        .list();
  }

  /**
   * A page, oldest first.
   *
   * @param check null for all
   * @param integration null for all; those of each integration are among those of any
   * @param active null for all
   */
  public List<Exclusion> page(
      String check, String integration, Boolean active, long after, int limit) {
    return database
        .sql(
            SELECT
                + """
                (:check::text is null or check_id = :check)
                and (:integration::text is null or coalesce(integration, :integration) = :integration)
                and (:active::boolean is null or active = :active) and id::bigint > :after
                order by id::bigint limit :limit""")
        .param("check", check, java.sql.Types.VARCHAR)
        .param("integration", integration, java.sql.Types.VARCHAR)
        .param("active", active, java.sql.Types.BOOLEAN)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> exclusion(row))
        .list();
  }

  private static Exclusion exclusion(java.sql.ResultSet row) throws java.sql.SQLException {
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
