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
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state, evidence, first_seen, last_seen)
            select s.integration, s.rule, 'detection', min(s.title), s."subjectType", s."subjectId", min(s.severity), 'open', '{}',
                   min((e ->> 'published')::timestamptz), min((e ->> 'published')::timestamptz)
            from sighted s, jsonb_array_elements(s.events) e
            group by s.integration, s.rule, s."subjectType", s."subjectId"
            on conflict (integration, check_id, subject_type, subject_id) do nothing
            returning id, severity
          )
          insert into store.finding_change (finding_id, change, state, severity)
          select id, 'opened', 'open', severity from opened""";

  /**
   * What happened since it ended, since the time of a decision was over, or since somebody decided
   * about what had happened by then. It counts when it happened, not when it was read.
   */
  private static final String REOPENS =
      """
      ((b.state = 'resolved' and x.last > b.last_seen)
        or coalesce(b.state_until < now() and x.last > b.state_until, false)
        or (b.state in ('muted', 'accepted') and not b.silence_later and x.last > coalesce(b.state_at, b.changed_at)))""";

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
            select b.id, b.state, b.state_actor, b.severity, b.evidence, x.events, x.first, x.last, x.uuids, %s as reopens
            from fresh x join store.finding b on b.id = x.finding_id
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
                      'Seen again after it was ' || x.state || ' by ' || x.state_actor || '.' as why
          )
          insert into store.finding_change (finding_id, change, state, severity, reason)
          select id, case when reopens then 'reopened' else 'updated' end, state, severity, case when reopens then why end
          from changed where not first_proof and (reopens or moved or %s)"""
              .formatted(
                  REOPENS,
                  FindingStates.reopenedWhere("x.reopens"),
                  FindingUpdates.due("changed.id"));

  private final JdbcClient database;

  Sightings(JdbcClient database) {
    this.database = database;
  }

  void store(List<Sighting> sightings) {
    if (!sightings.isEmpty()) {
      String json = Json.of(sightings.stream().map(Sighting::named).toList());
      database.sql(OPEN).param("sightings", json).update();
      database.sql(PROVE).param("sightings", json).update();
    }
  }
}
