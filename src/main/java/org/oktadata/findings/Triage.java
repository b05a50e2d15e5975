package org.oktadata.findings;

import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people decide about findings, with who, why and until when. */
@Component
public class Triage {

  private static final String OVER =
      "f.state in ('muted', 'accepted') and (f.state_until < now() or %s)"
          .formatted(Excluded.NO_LONGER);

  private static final String LEFT_OUT =
      """
      f.state = 'open' and f.check_id in (select e.check_id from store.exclusion e where e.ended_at is null)
      and (x.exclusion).id is not null and coalesce(f.state_at < (x.exclusion).created_at, true)""";

  private final JdbcClient database;

  Triage(JdbcClient database) {
    this.database = database;
  }

  /** Decides about one finding. False where the decision can't be made of it, or there is none. */
  @Transactional
  public boolean decide(long id, Decision decision) {
    return !decide(List.of(id), decision).isEmpty();
  }

  /**
   * Decides about findings, and returns those of which the decision can be made. What was decided
   * about is kept with it: the finding shows what came since.
   */
  List<Long> decide(List<Long> ids, Decision decision) {
    Instant until = decision.until();
    return database
        .sql(
            """
                with decided as (
                  update store.finding set state = :state, state_reason = :reason, state_actor = :actor,
                    state_until = :until::timestamptz, state_at = now(), silence_later = :silence_later and kind = 'detection',
                    state_outcome = :outcome, exclusion_id = null, resolved_at = case :state when 'resolved' then now() end, changed_at = now()
                  where id = any (:ids) and (:state = 'open' or state <> 'resolved') and (:state <> 'resolved' or kind = 'detection')
                  returning id, severity, evidence
                ), told as (
                  insert into store.finding_change (finding_id, change, state, severity, actor, reason, evidence, outcome)
                  select id, case :state when 'open' then 'reopened' else :state end, :state, severity, :actor, :reason,
                         case when :state <> 'open' then evidence end, :outcome
                  from decided
                )
                select id from decided order by id""")
        .param("ids", ids.toArray(Long[]::new))
        .param("state", decision.state())
        .param("actor", decision.actor())
        .param("silence_later", decision.silenceLater())
        .param("reason", decision.reason(), Types.VARCHAR)
        .param("outcome", decision.outcome(), Types.VARCHAR)
        .param("until", until == null ? null : until.toString(), Types.VARCHAR)
        .query(Long.class)
        .list();
  }

  /**
   * Decisions whose time is over hold no longer, nor do exclusions that ended or whose group it
   * left; detections nobody saw again for a month are over, without being opened once more where
   * that time is over as well. What is open and left out is accepted, such as of those who came
   * into a group; but not what somebody opened by hand since.
   */
  @Transactional
  public void expire() {
    move(
        "f.kind = 'detection' and " + OVER + " and f.last_seen < now() - interval '30 days'",
        FindingStates.RESOLVED);
    move(OVER, FindingStates.reopenedWhere("true", "due.exclusion"));
    move(
        "f.kind = 'detection' and f.state = 'open' and f.last_seen < now() - interval '30 days' and f.changed_at < now() - interval '30 days'",
        FindingStates.RESOLVED);
    move(LEFT_OUT, FindingStates.reopenedWhere("true", "due.exclusion"));
  }

  /**
   * In the order of their ids, as checks do: of two that hold findings none waits for the other.
   */
  private void move(String which, String columns) {
    database
        .sql(
            """
            with due as materialized (
              select f.id, f.exclusion_id as held_by, x.exclusion from store.finding f
              %s
              where %s order by f.id for update of f
            ), moved as (
              update store.finding t set %s from due where t.id = due.id
              returning t.id, t.state, t.severity, t.state_actor, t.state_reason, t.exclusion_id, due.held_by
            )
            insert into store.finding_change (finding_id, change, state, severity, actor, reason, exclusion_id)
            select id, case state when 'open' then 'reopened' else state end, state, severity, state_actor,
                   coalesce(state_reason, store.end_of_exclusion(held_by)),
                   case state when 'resolved' then held_by else exclusion_id end
            from moved"""
                .formatted(Excluded.joinFinding("f", "true"), which, columns))
        .update();
  }
}
