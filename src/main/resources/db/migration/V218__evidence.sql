-- How far what is stored can be relied on: what is read at all, how old it is, and from when on its history is whole.

-- The lines of data-types.yaml, as the application last took them over.
create table store.data_type (
  name      text primary key,
  parent    text not null,
  optional  boolean not null
);

-- What retention has deleted, or will delete next: before this moment.
create table store.kept_since (
  what   text primary key check (what in ('history', 'events')),
  since  timestamptz not null
);

-- What a data type's first reading brought was there before; only what came after it is new. Runs are kept for a shorter time than what
-- they changed, so it is noted here; once for each org that the integration led to, since another org is read from its beginning.
create table store.first_reading (
  integration  text not null references store.integration (name) on delete cascade,
  data_type    text not null,
  org_since    timestamptz not null,
  read_at      timestamptz not null default 'infinity',
  whole_from   timestamptz,
  primary key (integration, data_type, org_since)
);
comment on column store.first_reading.org_since is 'since when the integration leads to the org that was read; -infinity for its first one';
comment on column store.first_reading.read_at is 'the end of the first reading of all its lists, but for those noted as unread; infinity until then';
comment on column store.first_reading.whole_from is 'from when on nothing of it was unread; of the System Log, how far back its first reading went';

create function store.note_reading() returns trigger language plpgsql as $$
declare
  org timestamptz;
  the_mode text;
  log boolean := exists (select from store.cursor k where k.integration = new.integration and k.data_type = new.data_type);
begin
  insert into store.first_reading (integration, data_type, org_since)
  select i.name, new.data_type, coalesce(i.issuer_changed_at, '-infinity') from store.integration i where i.name = new.integration
  on conflict do nothing;
  if new.finished_at is null or not (new.status = 'SUCCESS' or new.noted) then
    return null;
  end if;
  select r.mode, f.org_since into the_mode, org
  from store.run r
  join store.integration i on i.name = new.integration
  join store.first_reading f on f.integration = i.name and f.data_type = new.data_type and f.org_since = coalesce(i.issuer_changed_at, '-infinity')
  where r.id = new.run_id and r.started_at >= f.org_since and f.whole_from is null;
  if the_mode = 'full' or log and the_mode in ('delta', 'log') then
    update store.first_reading f
    set read_at = least(f.read_at, new.finished_at),
        whole_from = case when new.status = 'SUCCESS' then case when log then new.since else new.finished_at end end
    where f.integration = new.integration and f.data_type = new.data_type and f.org_since = org;
  elsif the_mode = 'delta' and (select s.status from store.state_of(new.integration, new.data_type) s) = 'SUCCESS' then
    update store.first_reading f set whole_from = new.finished_at   -- The last of the lists that the first reading left unread.
    where f.integration = new.integration and f.data_type = new.data_type and f.org_since = org and f.read_at < 'infinity';
  end if;
  return null;
end $$;
create trigger note_reading after insert or update of finished_at on store.run_data_type
for each row execute function store.note_reading();

-- As far back as runs were kept.
insert into store.first_reading (integration, data_type, org_since, read_at, whole_from)
select t.integration, t.data_type, o.since,
       coalesce(min(t.finished_at) filter (where r.mode = 'full' and (t.status = 'SUCCESS' or t.noted)), 'infinity'),
       min(case when k.data_type is null then t.finished_at else t.since end) filter (where r.mode = 'full' and t.status = 'SUCCESS')
from store.integration i
cross join lateral (
  values ('-infinity'::timestamptz, coalesce(i.issuer_changed_at, 'infinity')), (i.issuer_changed_at, 'infinity')) o (since, until)
join store.run_data_type t on t.integration = i.name
join store.run r on r.id = t.run_id and r.started_at >= o.since and r.started_at < o.until
left join store.cursor k on k.integration = t.integration and k.data_type = t.data_type
group by 1, 2, 3;

-- state_of with its owner's rights, for who may not read the runs.
create function store.told_state(the_integration text, the_type text) returns table (status text, reason text, complete_at timestamptz)
language sql stable security definer rows 1 set search_path = pg_catalog, pg_temp as $$
  select s.status, s.reason, s.complete_at from store.state_of(the_integration, the_type) s
$$;

-- A row for each integration and data type that has a line in data-types.yaml, or had one when it was read.
-- What is read for each row of another type brings that type with it.
create view okta.freshness as
with recursive wanted as (
  select i.name as integration, d.name as data_type, d.parent
  from store.integration i
  join store.data_type d on i.settings -> 'dataTypes' ? d.name or not d.optional and i.settings -> 'dataTypes' ? 'managed'
  union
  select w.integration, d.name, d.parent from wanted w join store.data_type d on d.name = w.parent
), known as (
  select i.name as integration, d.name as data_type from store.integration i cross join store.data_type d where i.state <> 'removing'
  union
  select f.integration, f.data_type from store.first_reading f
)
select k.integration, k.data_type,
       w.data_type is not null as collected,
       s.status, s.reason,
       case when log.data_type is null then s.complete_at else log.caught_up_at end as last_complete_at,
       greatest(log.changed_at, again.at, (
         select t.finished_at from store.run_data_type t join store.run r on r.id = t.run_id
         where t.integration = k.integration and t.data_type = k.data_type and t.finished_at is not null
           and t.status in ('SUCCESS', 'PARTIAL_SUCCESS') and r.mode in ('full', 'delta', 'refresh')
         order by t.finished_at desc limit 1)) as last_read_at,
       whole.records as rows, whole.expected,
       (select count(*) from store.unread_list u where u.integration = k.integration and u.data_type = k.data_type) as unread_lists,
       case when f.whole_from is not null then greatest(f.whole_from, kept.since) end as history_from
from known k
left join wanted w on w.integration = k.integration and w.data_type = k.data_type
left join store.cursor log on log.integration = k.integration and log.data_type = k.data_type
left join store.read_again again on again.integration = k.integration and again.data_type = k.data_type
left join lateral store.told_state(k.integration, k.data_type) s on true
left join lateral (
  select t.records, t.expected from store.run_data_type t join store.run r on r.id = t.run_id
  where log.data_type is null and t.integration = k.integration and t.data_type = k.data_type and t.status = 'SUCCESS'
    and r.mode = 'full' and t.finished_at is not null
  order by t.finished_at desc limit 1
) whole on true
left join lateral (
  select r.whole_from from store.first_reading r
  where r.integration = k.integration and r.data_type = k.data_type order by r.org_since desc limit 1
) f on true
left join store.kept_since kept on kept.what = case when log.data_type is null then 'history' else 'events' end;
comment on view okta.freshness is 'of each integration and data type: whether and how well it is read, how old it is, and from when on its history is whole';
comment on column okta.freshness.collected is 'whether the integration''s data-types ask for it; what is not collected is not known, rather than not there';
comment on column okta.freshness.status is 'how its last reading went; null where it was never read whole';
comment on column okta.freshness.last_complete_at is 'until when it was complete; of events, up to where the System Log has been read';
comment on column okta.freshness.last_read_at is 'when it, or what had changed of it, was last read';
comment on column okta.freshness.rows is 'how many its last complete reading brought; how many Okta itself counted is in expected';
comment on column okta.freshness.unread_lists is 'how many of its lists could not be read: okta.unread_lists';
comment on column okta.freshness.history_from is 'from when on okta.as_of and okta.changes have all of it, of events the view; null where it was never read whole';

-- Everyone holds all users that aren't DEPROVISIONED, as in okta.group_members.
create or replace function okta.as_of(moment timestamptz)
returns table (integration text, data_type text, parent_id text, id text, doc jsonb, valid_from timestamptz, cause_event text)
language sql stable as $$
  select r.integration, r.data_type, r.parent_id, r.id, r.doc, r.changed_at, r.cause_event
  from store.resource r
  where r.changed_at <= moment and (r.deleted_at is null or r.deleted_at > moment)
  union all
  select h.integration, h.data_type, h.parent_id, h.id, h.doc, h.valid_from, h.cause_event
  from store.resource_history h
  where h.valid_from <= moment and h.valid_to > moment
  union all
  select u.integration, 'group_members', g.id, u.id, jsonb_build_object('id', u.id), u.valid_from, null
  from (
    select r.integration, r.id, r.doc from store.resource r
    where r.data_type = 'groups' and r.changed_at <= moment and (r.deleted_at is null or r.deleted_at > moment)
    union all
    select h.integration, h.id, h.doc from store.resource_history h
    where h.data_type = 'groups' and h.valid_from <= moment and h.valid_to > moment
  ) g join (
    select r.integration, r.id, r.doc, r.changed_at as valid_from from store.resource r
    where r.data_type = 'users' and r.changed_at <= moment and (r.deleted_at is null or r.deleted_at > moment)
    union all
    select h.integration, h.id, h.doc, h.valid_from from store.resource_history h
    where h.data_type = 'users' and h.valid_from <= moment and h.valid_to > moment
  ) u on u.integration = g.integration
  where g.doc ->> 'type' = 'BUILT_IN' and g.doc #>> '{profile,name}' = 'Everyone' and u.doc ->> 'status' <> 'DEPROVISIONED'
$$;

-- What a first reading brought was there before, and is 'first read': it would hide what was really added.
create or replace function okta.changes(after timestamptz, until timestamptz)
returns table (integration text, data_type text, parent_id text, id text, at timestamptz, change text,
               before jsonb, later jsonb, cause_event text, actor_id text, actor_login text)
language sql stable as $$
  with versions as not materialized (
    select r.integration, r.data_type, r.parent_id, r.id, r.changed_at as valid_from, r.deleted_at as valid_to, r.doc, r.cause_event,
           r.ended_by, r.deleted_at is not null as ended
    from store.resource r
    union all
    select h.integration, h.data_type, h.parent_id, h.id, h.valid_from, h.valid_to, h.doc, h.cause_event,
           h.ended_by,
           not exists (select from store.resource_history n
                       where (n.integration, n.data_type, n.parent_id, n.id) = (h.integration, h.data_type, h.parent_id, h.id)
                         and n.valid_from = h.valid_to)
           and not exists (select from store.resource n
                       where (n.integration, n.data_type, n.parent_id, n.id) = (h.integration, h.data_type, h.parent_id, h.id)
                         and n.changed_at = h.valid_to)
    from store.resource_history h
  ), steps as (
    select v.integration, v.data_type, v.parent_id, v.id, v.valid_from as at,
           case when p.doc is not null then 'changed'
                when v.valid_from <= (
                  select f.read_at from store.first_reading f
                  where f.integration = v.integration and f.data_type = v.data_type and f.org_since < v.valid_from
                  order by f.org_since desc limit 1) then 'first read'
                else 'added' end as change, p.doc as before, v.doc as later, v.cause_event
    from versions v
    left join store.resource_history p
      on (p.integration, p.data_type, p.parent_id, p.id) = (v.integration, v.data_type, v.parent_id, v.id) and p.valid_to = v.valid_from
    where v.valid_from > after and v.valid_from <= until
    union all
    select v.integration, v.data_type, v.parent_id, v.id, v.valid_to, 'removed', v.doc, null, v.ended_by
    from versions v
    where v.ended and v.valid_to > after and v.valid_to <= until
  )
  select s.integration, s.data_type, s.parent_id, s.id, s.at, s.change, s.before, s.later, s.cause_event,
         e.actor_id, e.doc #>> '{actor,alternateId}'
  from steps s
  left join store.event e on e.integration = s.integration and e.uuid = s.cause_event
  order by s.at
$$;

-- What was looked for, and whether it was found: control evidence is also that a check was evaluated and found nothing.
alter table store.rule
  add column description text not null default '',
  add column remediation text not null default '',
  add column "references" jsonb not null default '{}',
  add column idle_reason text;
comment on column store.rule.idle_reason is 'why it does not run by itself: it was switched off, asks a person, or is a hunt; null where it runs';

-- Each rule writes down hourly that it is there, while the application runs.
create view okta.checks as
select i.name as integration, r.id, r.kind, r.title, r.severity, r.description, r.remediation, r."references",
       case when r.idle_reason is not null then 'not-evaluated'
            when r.kind = 'detection' then 'active'
            else coalesce(s.state, 'not-evaluated') end as state,
       coalesce(r.idle_reason, s.reason, case when r.kind <> 'detection' and s.check_id is null then 'Nothing was collected yet.' end) as reason,
       s.passed_at as evaluated_at, s.failing,
       (select count(*) from store.finding f where f.integration = i.name and f.check_id = r.id and f.state = 'open') as open_findings
from store.integration i
cross join store.rule r
left join store.check_state s on s.integration = i.name and s.check_id = r.id
where i.state <> 'removing' and r.loaded_at > (select max(l.loaded_at) - interval '3 hours' from store.rule l);
comment on view okta.checks is 'each check and detection in each integration: what it says, whether it was evaluated, and what it found';
comment on column okta.checks.state is 'active: it has an answer; not-evaluated or invalid: it has none now, for the reason beside';
comment on column okta.checks.evaluated_at is 'as of when it last had an answer; null of detections, which look at each event as it comes';
comment on column okta.checks.failing is 'how many it found then, also those that somebody muted or accepted';
