-- What somebody leaves out of a check or detection, for all who are it now and later: with a reason, an owner and, as a rule, an end. A group
-- stands for the users in it, and for itself.
create table store.exclusion (
  id            bigint generated always as identity primary key,
  integration   text,
  check_id      text not null,
  subject_type  text not null,
  subject_id    text not null,
  reason        text not null,
  created_by    text not null,
  created_at    timestamptz not null default now(),
  until         timestamptz,
  ended_at      timestamptz,
  ended_by      text,
  end_reason    text
);
create index exclusion_of_check on store.exclusion (check_id) where ended_at is null;

-- What holds a finding accepted; and what held it when something happened to it, of which nobody is told.
alter table store.finding add column exclusion_id bigint;
alter table store.finding_change add column exclusion_id bigint;

-- Those that a subject is left out by now. It is put into the statement that asks.
create function store.exclusions_of(the_integration text, the_check text, the_type text, the_id text) returns setof store.exclusion
language sql stable as $$
  select e.* from store.exclusion e
  where e.check_id = the_check and e.ended_at is null and (e.until is null or e.until > now())
    and (e.integration is null or e.integration = the_integration)
    and (e.subject_type = the_type and e.subject_id = the_id
         or e.subject_type = 'group' and the_type = 'user' and exists (
           select from okta.group_members m
           where m.integration = the_integration and m.group_id = e.subject_id and m.user_id = the_id))
$$;

-- Why an exclusion holds a finding no longer, in a sentence.
create function store.end_of_exclusion(the_exclusion bigint) returns text language sql stable as $$
  select case when e.ended_at is not null then format('Exclusion %s was ended by %s: %s', e.id, e.ended_by, e.end_reason)
              when e.until <= now() then format('The time of exclusion %s is over.', e.id)
              else format('It is no longer in the group of exclusion %s.', e.id) end
  from store.exclusion e where e.id = the_exclusion
$$;

create or replace view okta.findings as
select f.integration, f.id::text as id, f.check_id, f.kind, f.subject_type, f.subject_id, f.severity, f.state, f.evidence,
       f.first_seen,
       case when f.state = 'resolved' or f.kind = 'detection' then f.last_seen else greatest(f.last_seen, s.passed_at) end as last_seen,
       f.resolved_at, f.evidence as doc, f.changed_at,
       f.title, f.state_reason, f.state_actor, f.state_until, f.state_at, f.silence_later, f.state_outcome,
       array_position(array['info', 'low', 'medium', 'high', 'critical'], f.severity) as severity_rank,
       case when f.subject_type = 'policy_rule' then (
              select store.label(r.doc) from store.resource r
              where r.integration = f.integration and r.id = f.subject_id and r.data_type = 'policy_rules'
              order by r.deleted_at desc nulls first limit 1)
            else store.label_of(f.integration, f.subject_id) end as subject_name,
       f.exclusion_id::text as exclusion_id
from store.finding f
left join store.check_state s on s.integration = f.integration and s.check_id = f.check_id;

create or replace view okta.finding_changes as
select f.integration, c.id::text as id, c.finding_id::text as finding_id, f.check_id, f.subject_type, f.subject_id,
       c.at, c.change, c.state, c.severity, c.actor, c.reason, f.evidence as doc, c.at as changed_at, c.evidence, c.outcome,
       c.exclusion_id::text as exclusion_id
from store.finding_change c join store.finding f on f.id = c.finding_id;

create view okta.exclusions as
select e.integration, e.id::text as id, e.check_id, e.subject_type, e.subject_id,
       (select store.label_of(i.name, e.subject_id) from store.integration i
        where i.name = coalesce(e.integration, i.name) and store.label_of(i.name, e.subject_id) is not null limit 1) as subject_name,
       e.reason, e.created_by, e.created_at, e.until,
       e.ended_at is null and (e.until is null or e.until > now()) as active,
       e.ended_at, e.ended_by, e.end_reason,
       coalesce(held.findings, 0) as findings,
       null::jsonb as doc, coalesce(e.ended_at, e.created_at) as changed_at
from store.exclusion e
left join (
  select f.check_id, f.exclusion_id, count(*) as findings from store.finding f
  where f.state = 'accepted' and f.exclusion_id is not null group by 1, 2
) held on held.check_id = e.check_id and held.exclusion_id = e.id;

create or replace function store.forget_evaluations() returns trigger language plpgsql as $$
begin
  delete from store.check_state where integration = old.name;
  delete from store.match where integration = old.name;
  delete from store.seen_value where integration = old.name;
  delete from store.refresh where integration = old.name;
  delete from store.event where integration = old.name;
  delete from store.quarantine where integration = old.name;
  delete from store.stream where integration = old.name;
  delete from store.stream_gap where integration = old.name;
  delete from store.finding where integration = old.name;
  delete from store.exclusion where integration = old.name;
  return old;
end $$;
