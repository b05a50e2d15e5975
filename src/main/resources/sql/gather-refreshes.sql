-- Reads the events that were committed since the last look, and notes which objects of which data types they touched, and what else
-- they name: of the rows of a list that is read again, those are the ones that they explain.
-- Whoever else is at it isn't waited for, lest an instance that stands still makes all others stand.
-- An id that can be none of Okta's is left out: as part of an address it would read something else, and a long one fits no key.
-- Of an event a hundred targets count: Okta's have a handful, and each of a stranger's thousands would be a call.
-- Events from before a data type was last read whole are left out: that reading has seen their effect, unless it failed, and lists that it
-- could not read are read again by themselves. So are those of another org than before until it is read.
with position as (
  select xid, seq from store.reader where name = 'refresh' for update skip locked
), fresh as (
  select e.integration, e.event_type, e.uuid, e.published, e.xid, e.seq, e.doc
  from store.event e
  -- As a join, it would read all there is each time: only a value found before can tell the index where to begin.
  where (e.xid, e.seq) > ((select xid from position), (select seq from position)) and e.xid < (select store.ended_before())
  order by e.xid, e.seq limit :most
), touching as materialized (
  select distinct f.integration, p.data_type, coalesce(o.id, '') || coalesce('/' || c.id, '') as object_id, f.uuid, f.published, f.seq
  from fresh f
  join unnest(cast(:types as text[]), cast(:patterns as text[]), cast(:targets as text[]), cast(:children as text[]))
    as p (data_type, pattern, target, child)
    on f.event_type like p.pattern
  join lateral (
    select max(t.started_at) as begun from store.run_data_type t join store.run r on r.id = t.run_id
    where t.integration = f.integration and t.data_type = p.data_type and r.mode = 'full' and t.status in ('SUCCESS', 'PARTIAL_SUCCESS', 'RUNNING')
      and not exists (select from store.integration i where i.name = f.integration and i.issuer_changed_at > r.started_at)
  ) complete on complete.begun is not null and f.published > complete.begun - interval '15 minutes'
  left join lateral (
    select t ->> 'id' as id
    from jsonb_array_elements(case when jsonb_typeof(f.doc -> 'target') = 'array' then f.doc -> 'target' else '[]' end) t
    where p.target <> '' and (t ->> 'type') = any (string_to_array(p.target, '|'))
      and (t ->> 'id') ~ '^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,100}$'
    limit 100
  ) o on true
  left join lateral (
    select t ->> 'id' as id
    from jsonb_array_elements(case when jsonb_typeof(f.doc -> 'target') = 'array' then f.doc -> 'target' else '[]' end) t
    where p.child <> '' and t ->> 'type' = p.child and (t ->> 'id') ~ '^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,100}$'
    limit 1
  ) c on true
  where p.target = '' or o.id is not null
), touched as (
  select integration, data_type, object_id, (array_agg(uuid order by published desc, seq desc))[1] as uuid, count(*) as events
  from touching group by 1, 2, 3
), present as (
  -- Of an integration that is removed nothing is to be read again; one that is there stays until this is committed.
  select name from store.integration
  where state <> 'removing' and name in (select integration from touched)
  for key share
), noted as (
  insert into store.refresh (integration, data_type, object_id, cause_event, events)
  select integration, data_type, object_id, uuid, events from touched join present on name = integration
  on conflict (integration, data_type, object_id) do update
  set last_at = now(), cause_event = excluded.cause_event, events = refresh.events + excluded.events, run_id = null
  returning 1
), explained as (
  insert into store.named (integration, data_type, object_id, id, event, published)
  select distinct on (g.integration, g.data_type, g.object_id, t ->> 'id') g.integration, g.data_type, g.object_id, t ->> 'id', g.uuid, g.published
  from touching g join present on name = g.integration
  join fresh f on f.integration = g.integration and f.seq = g.seq
  cross join lateral (select t from store.elements(f.doc -> 'target') t limit 100) named_there (t)
  where length(t ->> 'id') between 1 and 255
  order by g.integration, g.data_type, g.object_id, t ->> 'id', g.published desc, g.seq desc
  on conflict (integration, data_type, id, object_id) do update
  set event = excluded.event, published = excluded.published where named.published <= excluded.published
), moved as (
  update store.reader set (xid, seq) = (select xid, seq from fresh order by xid desc, seq desc limit 1)
  where name = 'refresh' and exists (select from fresh)
)
select (select count(*) from fresh) as events, (select count(*) from noted) as objects
