-- What events touched and is to be read again: one row an object, however many events name it.
create table store.refresh (
  integration  text not null,
  data_type    text not null,
  object_id    text not null default '',
  first_at     timestamptz not null default now(),
  last_at      timestamptz not null default now(),
  cause_event  text,
  run_id       bigint,
  primary key (integration, data_type, object_id)
);

-- How far a reader of the event store has come. A sequence isn't commit order, hence the transaction id.
create table store.reader (
  name  text primary key,
  xid   xid8 not null,
  seq   bigint not null
);

alter table store.request add column cause_event text;
alter table store.request add column expected bigint;

-- Everything as it was at a moment: who had which groups, roles, factors and apps on that day.
create function okta.as_of(moment timestamptz)
returns table (integration text, data_type text, parent_id text, id text, doc jsonb, valid_from timestamptz, cause_event text)
language sql stable as $$
  select r.integration, r.data_type, r.parent_id, r.id, r.doc, r.changed_at, r.cause_event
  from store.resource r
  where r.changed_at <= moment and (r.deleted_at is null or r.deleted_at > moment)
  union all
  select h.integration, h.data_type, h.parent_id, h.id, h.doc, h.valid_from, h.cause_event
  from store.resource_history h
  where h.valid_from <= moment and h.valid_to > moment
$$;

-- What changed between two moments, with the event that explains it and who did it, where one is known.
create function okta.changes(after timestamptz, until timestamptz)
returns table (integration text, data_type text, parent_id text, id text, at timestamptz, change text,
               before jsonb, later jsonb, cause_event text, actor_id text, actor_login text)
language sql stable as $$
  with versions as (
    select r.integration, r.data_type, r.parent_id, r.id, r.changed_at as valid_from, r.deleted_at as valid_to, r.doc, r.cause_event,
           r.deleted_at is not null as ended
    from store.resource r
    union all
    select h.integration, h.data_type, h.parent_id, h.id, h.valid_from, h.valid_to, h.doc, h.cause_event,
           not exists (select from store.resource_history n
                       where (n.integration, n.data_type, n.parent_id, n.id) = (h.integration, h.data_type, h.parent_id, h.id)
                         and n.valid_from = h.valid_to)
           and not exists (select from store.resource n
                       where (n.integration, n.data_type, n.parent_id, n.id) = (h.integration, h.data_type, h.parent_id, h.id)
                         and n.changed_at = h.valid_to)
    from store.resource_history h
  ), steps as (
    select v.integration, v.data_type, v.parent_id, v.id, v.valid_from as at,
           case when p.doc is null then 'added' else 'changed' end as change, p.doc as before, v.doc as later, v.cause_event
    from versions v
    left join store.resource_history p
      on (p.integration, p.data_type, p.parent_id, p.id) = (v.integration, v.data_type, v.parent_id, v.id) and p.valid_to = v.valid_from
    where v.valid_from > after and v.valid_from <= until
    union all
    select v.integration, v.data_type, v.parent_id, v.id, v.valid_to, 'removed', v.doc, null, null
    from versions v
    where v.ended and v.valid_to > after and v.valid_to <= until
  )
  select s.integration, s.data_type, s.parent_id, s.id, s.at, s.change, s.before, s.later, s.cause_event,
         e.actor_id, e.doc #>> '{actor,alternateId}'
  from steps s
  left join store.event e on e.integration = s.integration and e.uuid = s.cause_event
  order by s.at
$$;
create index event_uuid on store.event (integration, uuid);
