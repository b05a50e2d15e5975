package org.oktadata.findings;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Turns sightings into findings, in the transaction of the caller. An event that proves a finding
 * already changes nothing, so reading it again has no effect.
 */
@Component
class Sightings {

  private static final String SIGHTED =
      """
      with sighted as materialized (
        select * from jsonb_to_recordset(:sightings::jsonb) as s(
          integration text, rule text, title text, severity text, "subjectType" text, "subjectId" text, evidence jsonb, events jsonb)
      )""";

  private static final String OPEN =
      SIGHTED
          + """
          , opened as (
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, evidence, first_seen, last_seen,
                                       state, state_reason, state_actor, state_until, state_at, silence_later, exclusion_id)
            select f.integration, f.check_id, 'detection', f.title, f.subject_type, f.subject_id, f.severity, '{}', f.first, f.first,
                   case when (x.exclusion).id is null then 'open' else 'accepted' end, (x.exclusion).reason, (x.exclusion).created_by,
                   (x.exclusion).until, case when (x.exclusion).id is not null then now() end, (x.exclusion).id is not null, (x.exclusion).id
            from (
              select s.integration, s.rule as check_id, s."subjectType" as subject_type, s."subjectId" as subject_id,
                     min(s.title) as title, min(s.severity) as severity, min((e ->> 'published')::timestamptz) as first
              from sighted s, jsonb_array_elements(s.events) e
              group by s.integration, s.rule, s."subjectType", s."subjectId"
            ) f
            %s
            on conflict (integration, check_id, subject_type, subject_id) do nothing
            returning *
          )
          insert into store.finding_change (finding_id, change, state, severity, actor, reason, exclusion_id)
          select id, case state when 'open' then 'opened' else state end, state, severity, state_actor, state_reason, exclusion_id
          from opened"""
              .formatted(Excluded.join("f"));

  /**
   * What happened since it ended, since the time of a decision was over, or since somebody decided
   * about what had happened by then. It counts when it happened, not when it was read. What an
   * exclusion holds no longer is open as well.
   */
  private static final String REOPENS =
      """
      ((b.state = 'resolved' and x.last > b.last_seen)
        or coalesce(b.state_until < now() and x.last > b.state_until, false)
        or (b.state in ('muted', 'accepted') and not b.silence_later and x.last > coalesce(b.state_at, b.changed_at))
        or (b.exclusion_id is not null and b.exclusion_id is distinct from (h.exclusion).id and b.evidence <> '{}'))""";

  private static final String PROVE =
      SIGHTED
          + """
          , proof as (
            insert into store.finding_event (finding_id, published, uuid)
            select distinct f.id, (e ->> 'published')::timestamptz, e ->> 'uuid'
            from sighted s
            join store.finding f on f.integration = s.integration and f.check_id = s.rule
              and f.subject_type = s."subjectType" and f.subject_id = s."subjectId",
            jsonb_array_elements(s.events) e
            on conflict do nothing
            returning finding_id, published, uuid
          ), newest as (
            select distinct on (f.id) f.id, s.evidence, s.severity, s.title
            from sighted s
            join store.finding f on f.integration = s.integration and f.check_id = s.rule
              and f.subject_type = s."subjectType" and f.subject_id = s."subjectId"
            order by f.id, s.events -> 0 ->> 'published' desc
          ), fresh as (
            select p.finding_id, count(*) as events, min(p.published) as first, max(p.published) as last,
                   to_jsonb((array_agg(p.uuid order by p.published desc))[1: 20]) as uuids
            from proof p group by p.finding_id
          ), held as materialized (
            -- As they are once nobody else holds them: somebody may have decided since this statement began. In the order of their ids, as
            -- whoever else takes several does.
            select b.id, b.state, b.state_actor, b.severity, b.evidence, b.exclusion_id, h.exclusion, x.events, x.first, x.last, x.uuids,
                   %s as reopens
            from fresh x join store.finding b on b.id = x.finding_id
            cross join lateral (select x.exclusion from (select) none %s) h
            order by b.id
            for update of b
          ), changed as (
            update store.finding t
            set first_seen = least(t.first_seen, x.first), last_seen = greatest(t.last_seen, x.last),
                severity = n.severity, title = n.title,
                evidence = case when x.last >= t.last_seen or t.evidence = '{}' then n.evidence else t.evidence end || jsonb_build_object(
                  'events', coalesce((t.evidence ->> 'events')::bigint, 0) + x.events,
                  'uuids', (select coalesce(jsonb_agg(u), '[]') from (
                     select u from jsonb_array_elements(x.uuids || coalesce(t.evidence -> 'uuids', '[]')) u limit 20) newest20),
                  'first', least(t.first_seen, x.first), 'last', greatest(t.last_seen, x.last)),
                %s
            from held x
            join newest n on n.id = x.id
            where t.id = x.id
            returning t.id, t.state, t.severity, x.evidence = '{}' as first_proof, x.reopens, t.severity <> x.severity as moved,
                      t.state_actor, t.exclusion_id,
                      case when t.state <> 'open' then t.state_reason
                           else coalesce(store.end_of_exclusion(x.exclusion_id), 'Seen again after it was ' || x.state || ' by ' || x.state_actor || '.')
                      end as why
          )
          insert into store.finding_change (finding_id, change, state, severity, actor, reason, exclusion_id)
          select id, case when not reopens then 'updated' when state = 'open' then 'reopened' else state end, state, severity,
                 case when reopens then state_actor end, case when reopens then why end, exclusion_id
          from changed where not first_proof and (reopens or moved or %s)"""
              .formatted(
                  REOPENS,
                  Excluded.joinFinding("b", "true"),
                  FindingStates.reopenedWhere("x.reopens", "x.exclusion"),
                  FindingUpdates.due("changed.id"));

  private final JdbcClient database;

  Sightings(JdbcClient database) {
    this.database = database;
  }

  void store(List<Sighting> sightings) {
    if (!sightings.isEmpty()) {
      database.sql(Excluded.STORING).query(Integer.class).single();
      String json = Json.of(sightings.stream().map(Sighting::named).toList());
      database.sql(OPEN).param("sightings", json).update();
      database.sql(PROVE).param("sightings", json).update();
    }
  }
}
