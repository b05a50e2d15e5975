-- One page into the store: documents, history, the ids seen, and the list's checkpoint, in one statement.
-- Unchanged documents write nothing: the lateral look-up keeps them out before the upsert.
--
-- It is a function because a session then plans it once. As text, the driver had it parsed twice and planned once for every page:
-- Camel asks each prepared statement for its parameters, and their types there differ from those it then sends.
drop function if exists store.store_page(bytea, text, text, bigint, text, text, text, text, text, text, text, integer);

create or replace function store.store_page(
  page bytea,        -- the body of Okta's answer
  owner text,        -- the integration
  type text,         -- the data type
  run bigint,
  list text,         -- the planned list (store.request) that the page is of
  parent text,       -- whose list it is; empty for a list of the org
  key text,          -- path of the id in an object
  items text,        -- property that holds the array; empty where the body is the array, or the object
  keep text,         -- properties to store, separated by commas; empty for all
  dropped text,      -- paths never stored
  following text,    -- the next page; empty at the end
  failed integer,    -- calls that failed before this page came
  lease bigint default null   -- epoch of the caller's lease; store.fence refuses one that has passed on
) returns table (records bigint, changed bigint, deleted bigint, state text)
language plpgsql as $$
#variable_conflict use_variable
begin
  perform store.fence(owner, lease);
  return query
  with listed as (
    select run_id, data_type, request, pages, cause_event, closing,
           pages = 0 and following = '' and closing = 'list' as closes
    from store.request
    where run_id = run and data_type = type and request = list
  ), incoming as materialized (
    select distinct on (s.id) s.id, s.doc, old.doc as old_doc, old.changed_at as old_changed_at,
           old.deleted_at as old_deleted_at, old.cause_event as old_cause_event, old.ended_by as old_ended_by
    from (
      select coalesce(e #>> string_to_array(key, '.'),
                      case when jsonb_typeof(p.body) = 'array' or items <> '' then md5(e::text) else type end) as id,
             case when keep = '' and dropped = '' then e else store.trim(e, keep, dropped) end as doc
      from (select convert_from(page, 'UTF8')::jsonb as body offset 0) p,
           lateral jsonb_array_elements(
             case when jsonb_typeof(p.body) = 'array' then p.body
                  when items <> '' then coalesce(p.body -> items, '[]')
                  else jsonb_build_array(p.body) end) e
      offset 0
    ) s
    left join lateral (
      select o.doc, o.changed_at, o.deleted_at, o.cause_event, o.ended_by
      from store.resource o
      where o.integration = owner and o.data_type = type and o.parent_id = parent and o.id = s.id
      offset 0
    ) old on true
  ), changed as (
    select * from incoming where old_doc is distinct from doc or old_deleted_at is not null
  ), past as (
    insert into store.resource_history (integration, data_type, parent_id, id, valid_from, valid_to, doc, cause_event, ended_by)
    select owner, type, parent, id, old_changed_at, coalesce(old_deleted_at, now()), old_doc, old_cause_event, old_ended_by
    from changed where old_doc is not null
  ), stored as (
    insert into store.resource (integration, data_type, parent_id, id, doc, cause_event)
    select owner, type, parent, id, doc, (select cause_event from listed) from changed
    on conflict (integration, data_type, parent_id, id)
    do update set doc = excluded.doc, changed_at = now(), deleted_at = null, cause_event = excluded.cause_event, ended_by = null
    returning 1
  ), gone as (
    update store.resource r set deleted_at = now(), ended_by = (select cause_event from listed)
    where (select closes from listed) and r.integration = owner and r.data_type = type and r.parent_id = parent
      and r.deleted_at is null and not exists (select from incoming i where i.id = r.id)
    returning 1
  ), seen as (
    insert into store.seen (run_id, data_type, request, page, parent_id, ids)
    select l.run_id, l.data_type, l.request, l.pages, parent, array(select id from incoming)
    from listed l
    where not l.closes and l.closing <> 'none'
    on conflict do nothing
  ), checkpoint as (
    update store.request q set
      next = nullif(following, ''),
      pages = q.pages + 1,
      records = q.records + (select count(*) from incoming),
      changed = q.changed + (select count(*) from stored),
      deleted = q.deleted + (select count(*) from gone),
      failed_calls = q.failed_calls + failed,
      state = case when following <> '' then 'planned'
                   when listed.closes or listed.closing <> 'list' then 'answered'
                   else 'listed' end
    from listed
    where q.run_id = listed.run_id and q.data_type = listed.data_type and q.request = listed.request
    returning q.state
  )
  select (select count(*) from incoming) as records, (select count(*) from stored) as changed,
         (select count(*) from gone) as deleted, (select c.state from checkpoint c) as state;
end $$;
