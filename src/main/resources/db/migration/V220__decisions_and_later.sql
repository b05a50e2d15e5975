-- A decision about a detection is about what had happened by then: when it was made, whether it is to hold for what happens later, too, and
-- what the finding turned out to be where somebody resolved it.
alter table store.finding add column state_at timestamptz, add column silence_later boolean not null default false,
  add column state_outcome text;

-- What was decided about; the finding itself goes on to show the newest evidence.
alter table store.finding_change add column evidence jsonb, add column outcome text;

create or replace view okta.findings as
select f.integration, f.id::text as id, f.check_id, f.kind, f.subject_type, f.subject_id, f.severity, f.state, f.evidence,
       f.first_seen,
       case when f.state = 'resolved' or f.kind = 'detection' then f.last_seen else greatest(f.last_seen, s.passed_at) end as last_seen,
       f.resolved_at, f.evidence as doc, f.changed_at,
       f.title, f.state_reason, f.state_actor, f.state_until, f.state_at, f.silence_later, f.state_outcome
from store.finding f
left join store.check_state s on s.integration = f.integration and s.check_id = f.check_id;

create or replace view okta.finding_changes as
select f.integration, c.id::text as id, c.finding_id::text as finding_id, f.check_id, f.subject_type, f.subject_id,
       c.at, c.change, c.state, c.severity, c.actor, c.reason, f.evidence as doc, c.at as changed_at, c.evidence, c.outcome
from store.finding_change c join store.finding f on f.id = c.finding_id;
