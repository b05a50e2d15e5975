package org.oktadata.findings;

import java.sql.Types;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the findings of a check in step with what fails: opened, updated, reopened, resolved. */
@Component
class PostureFindings {

  private static final String MERGE =
      """
      with failing as materialized (
        select distinct on (subject_type, subject_id) *, :integration::text as integration, :check::text as check_id from (
          select coalesce(f ->> 'subject_type', :subject) as subject_type, f ->> 'subject_id' as subject_id,
                 coalesce(f ->> 'severity', :severity) as severity,
                 f - 'subject_id' - 'subject_type' - 'severity' as evidence
          from jsonb_array_elements(:failing::jsonb) f) s
        where subject_id is not null
      ), known as materialized (
        select id, subject_type, subject_id, state, severity, evidence, title, state_until from store.finding
        where integration = :integration and check_id = :check
      ), opened as (
        insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, evidence,
                                   state, state_reason, state_actor, state_until, state_at, exclusion_id)
        select :integration, :check, :kind, :title, f.subject_type, f.subject_id, f.severity, f.evidence,
               case when (x.exclusion).id is null then 'open' else 'accepted' end, (x.exclusion).reason, (x.exclusion).created_by,
               (x.exclusion).until, case when (x.exclusion).id is not null then now() end, (x.exclusion).id
        from failing f
        %s
        where not exists (select from known k where k.subject_type = f.subject_type and k.subject_id = f.subject_id)
        on conflict do nothing
        returning id, state, severity, case state when 'open' then 'opened' else state end as change, state_actor, state_reason, exclusion_id
      ), differing as materialized (
        select k.id, f.severity, f.evidence, f.subject_id is null as ends
        from known k
        left join failing f on f.subject_type = k.subject_type and f.subject_id = k.subject_id
        where case when f.subject_id is null then k.state <> 'resolved'
                   else k.state = 'resolved' or k.state_until < now()
                        or k.evidence <> f.evidence or k.severity <> f.severity or k.title <> :title end
      ), present as materialized (
        -- As they are once nobody else holds them: somebody may have decided since this statement began. All of them in the order of their
        -- ids, as whoever else takes several does, or two would wait for each other.
        select t.id, t.state, d.severity, d.evidence, d.ends, t.severity <> d.severity as moved, t.exclusion_id as held_by, x.exclusion,
               t.state = 'resolved' or coalesce(t.state_until < now(), false) as again,
               t.evidence <> d.evidence or t.severity <> d.severity or t.title <> :title as differs
        from differing d join store.finding t on t.id = d.id
        %s
        order by t.id
        for update of t
      ), kept as (
        update store.finding t
        set severity = w.severity, evidence = w.evidence, title = :title, kind = :kind, last_seen = now(), %s
        from present w
        where t.id = w.id and not w.ends and (w.again or w.differs)
        returning t.id, t.state, t.severity, w.moved, t.exclusion_id,
                  case when not w.again then 'updated' when t.state = 'open' then 'reopened' else t.state end as change,
                  case when w.again then t.state_actor end as actor,
                  case when w.again then case when t.state = 'open' then store.end_of_exclusion(w.held_by) else t.state_reason end end as reason
      ), resolved as (
        update store.finding t
        set %s,
            %s
        from present w
        where t.id = w.id and w.ends and w.state <> 'resolved'
        returning t.id, t.state, t.severity, w.held_by
      ), told as (
        insert into store.finding_change (finding_id, change, state, severity, actor, reason, exclusion_id)
        select id, change, state, severity, state_actor, state_reason, exclusion_id from opened
        union all select id, change, state, severity, actor, reason, exclusion_id from kept where change <> 'updated' or moved or %s
        union all select id, 'resolved', state, severity, null, null, held_by from resolved
        returning id
      )
      select count(*) from failing"""
          .formatted(
              Excluded.join("f"),
              Excluded.joinFinding(
                  "t", "not d.ends and (t.state = 'resolved' or t.state_until < now())"),
              FindingStates.reopenedWhere("w.again", "w.exclusion"),
              FindingStates.RESOLVED,
              FindingStates.LAST_SEEN_BY_CHECK,
              FindingUpdates.due("kept.id"));

  private final JdbcClient database;
  private final KnownIntegrations integrations;

  PostureFindings(JdbcClient database, KnownIntegrations integrations) {
    this.database = database;
    this.integrations = integrations;
  }

  /**
   * Stores the outcome of one evaluation; two of the same check wait for each other, and the one
   * that looked earlier changes nothing after the other: its instance may have stood still. Only a
   * clock that was set back since makes the other's time one that is yet to come.
   */
  @Transactional
  public void store(Check check, String integration, CheckQuery.Failing failing, long millis) {
    database
        .sql("select 1 from pg_advisory_xact_lock(hashtext(?), hashtext(?))")
        .params(integration, check.id())
        .query(Integer.class)
        .single();
    if (!integrations.has(integration) || isOutdated(check, integration, failing)) {
      return;
    }
    database.sql(Excluded.STORING).query(Integer.class).single();
    long count =
        database
            .sql(MERGE)
            .param("integration", integration)
            .param("check", check.id())
            .param("kind", check.kind())
            .param("title", check.title())
            .param("subject", check.subject())
            .param("severity", check.severity())
            .param("failing", failing.subjects())
            .query(Long.class)
            .single();
    remember(check, integration, "active", null, failing.asOf(), count, millis);
  }

  private boolean isOutdated(Check check, String integration, CheckQuery.Failing failing) {
    return database
        .sql(
            "select exists (select from store.check_state where integration = ? and check_id = ? and evaluated_at > ? and evaluated_at <= clock_timestamp())")
        .params(integration, check.id(), failing.asOf())
        .query(Boolean.class)
        .single();
  }

  /** Notes why a check has no answer; its findings stay as they are. */
  void remember(Check check, String integration, String state, String reason) {
    remember(check, integration, state, reason, null, null, 0);
  }

  private void remember(
      Check check,
      String integration,
      String state,
      String reason,
      OffsetDateTime asOf,
      Long failing,
      long millis) {
    database
        .sql(
            """
            insert into store.check_state (integration, check_id, state, reason, fingerprint, evaluated_at, passed_at, failing, millis)
            select i.name, :check, :state, :reason, :fingerprint, coalesce(:as_of::timestamptz, now()), :as_of::timestamptz,
                   :failing::bigint, :millis::bigint
            from store.integration i where i.name = :integration and i.state <> 'removing'
            for key share of i
            on conflict (integration, check_id) do update
            set state = excluded.state, reason = excluded.reason, fingerprint = excluded.fingerprint, evaluated_at = excluded.evaluated_at,
                passed_at = coalesce(excluded.passed_at, store.check_state.passed_at),
                failing = coalesce(excluded.failing, store.check_state.failing), millis = excluded.millis""")
        .param("integration", integration)
        .param("check", check.id())
        .param("state", state)
        .param("reason", reason)
        .param("fingerprint", check.fingerprint())
        .param("as_of", asOf, Types.TIMESTAMP_WITH_TIMEZONE)
        .param("failing", failing, Types.BIGINT)
        .param("millis", millis)
        .update();
  }
}
