package org.oktadata.findings;

import java.sql.Types;
import org.oktadata.integrations.WrongSetting;
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
    // Two that are added at the same time, as by a second click, wait for each other, too.
    database.sql(Excluded.ADDING).query(Integer.class).single();
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
            .param("integration", wanted.integration(), Types.VARCHAR)
            .param("check", wanted.check())
            .param("type", subject.type())
            .param("id", subject.id())
            .param("reason", wanted.reason())
            .param("actor", actor)
            .param(
                "until", wanted.until() == null ? null : wanted.until().toString(), Types.VARCHAR)
            .query(Long.class)
            .optional()
            .orElseThrow(
                () ->
                    new WrongSetting(
                        "subject", "is left out already: end that exclusion to change it."));
    triage.expire();
    return added(id);
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

  private Exclusion added(long id) {
    return database
        .sql(ExclusionReader.SELECT + "id::bigint = ?")
        .param(id)
        .query((row, n) -> ExclusionReader.exclusion(row))
        .single();
  }
}
