package org.oktadata.findings;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people decide about findings, with who, why and until when. */
@Component
public class Triage {

  private final JdbcClient database;

  Triage(JdbcClient database) {
    this.database = database;
  }

  /**
   * Says nothing about it until a time. False when there is no such finding, or it is resolved:
   * there is nothing to decide about, and nobody would be told when it comes again.
   */
  @Transactional
  public boolean mute(long id, String actor, String reason, Instant until) {
    return decide(id, "muted", actor, reason, until);
  }

  /** Lives with it. False as for a mute. */
  @Transactional
  public boolean accept(long id, String actor, String reason, Instant until) {
    return decide(id, "accepted", actor, reason, until);
  }

  /** Takes a decision back. False when there is no such finding. */
  @Transactional
  public boolean reopen(long id, String actor, String reason) {
    return decide(id, "open", actor, reason, null);
  }

  private boolean decide(long id, String state, String actor, String reason, Instant until) {
    return database
            .sql(
                """
                with decided as (
                  update store.finding set state = :state, state_reason = :reason, state_actor = :actor,
                    state_until = :until::timestamptz, resolved_at = null, changed_at = now()
                  where id = :id and (:state = 'open' or state <> 'resolved') returning id, severity
                ), told as (
                  insert into store.finding_change (finding_id, change, state, severity, actor, reason)
                  select id, case :state when 'open' then 'reopened' else :state end, :state, severity, :actor, :reason from decided
                )
                select count(*) from decided""")
            .param("id", id)
            .param("state", state)
            .param("actor", actor)
            .param("reason", reason)
            .param("until", until == null ? null : until.toString(), java.sql.Types.VARCHAR)
            .query(Long.class)
            .single()
        > 0;
  }

  /**
   * Decisions whose time is over hold no longer; detections nobody saw again for a month are over,
   * without being opened once more where that time is over as well.
   */
  @Transactional
  public void expire() {
    move(
        "kind = 'detection' and state in ('muted', 'accepted') and state_until < now() and last_seen < now() - interval '30 days'",
        "resolved",
        FindingStates.RESOLVED);
    move(
        "state in ('muted', 'accepted') and state_until < now()",
        "reopened",
        FindingStates.reopenedWhere("true"));
    move(
        "kind = 'detection' and state = 'open' and last_seen < now() - interval '30 days' and changed_at < now() - interval '30 days'",
        "resolved",
        FindingStates.RESOLVED);
  }

  /**
   * In the order of their ids, as checks do: of two that hold findings none waits for the other.
   */
  private void move(String which, String change, String columns) {
    database
        .sql(
            """
            with due as materialized (
              select id from store.finding where %s order by id for update
            ), moved as (
              update store.finding t set %s from due where t.id = due.id returning t.id, t.state, t.severity
            )
            insert into store.finding_change (finding_id, change, state, severity)
            select id, '%s', state, severity from moved"""
                .formatted(which, columns, change))
        .update();
  }
}
