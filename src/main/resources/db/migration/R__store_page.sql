-- One page into the store: documents, history, the ids seen, and the list's checkpoint, in one statement.
-- Unchanged documents write nothing: the lateral look-up keeps them out before the upsert. Most of them aren't even parsed, since Okta
-- sends the same text as last time, and its hash says so. Where only the text differs, such as the order of properties, the documents
-- are compared.
--
-- It is a function because a session then plans it once. As text, the driver had it parsed twice and planned once for every page:
-- Camel asks each prepared statement for its parameters, and their types there differ from those it then sends.
drop function if exists store.store_page(bytea, text, text, bigint, text, text, text, text, text, text, text, integer);
drop function if exists store.store_page(bytea, text, text, bigint, text, text, text, text, text, text, text, integer, bigint);
drop function if exists store.store_page(bytea, text, text, bigint, text, text, text, text, text, text, text, text, integer, bigint);
drop function if exists store.store_page(bytea, text, text, bigint, text, text, text, text, text, text, text, text, integer, bigint, text);

-- What an object read alone lacks stays as its list had it: Okta expands lists, but not always the object itself.
create or replace function store.with_what_stays(doc jsonb, before jsonb, stays text) returns jsonb
language sql immutable parallel safe as $$
  select case when before ? stays then jsonb_build_object(stays, before -> stays) || doc else doc end
$$;

-- What is left when a path is taken out. Okta has lists on the way (the headers of a hook): of those, each element is meant.
create or replace function store.without(doc jsonb, path text[]) returns jsonb
language plpgsql immutable parallel safe as $$
begin
  if jsonb_typeof(doc) = 'array' then
    return coalesce((select jsonb_agg(store.without(e, path) order by n) from jsonb_array_elements(doc) with ordinality x (e, n)), '[]');
  elsif jsonb_typeof(doc) <> 'object' or not doc ? path[1] then
    return doc;
  elsif cardinality(path) = 1 then
    return doc - path[1];
  end if;
  return jsonb_set(doc, path[1:1], store.without(doc -> path[1], path[2:]));
end $$;

-- Leaves out of a document what isn't to be stored. Lists are comma-separated; a path to drop has dots.
create or replace function store.trim(doc jsonb, keep text, dropped text) returns jsonb language plpgsql immutable parallel safe as $$
declare path text;
begin
  if keep <> '' then
    select coalesce(jsonb_object_agg(k, doc -> k), '{}') into doc
    from unnest(string_to_array(keep, ',')) k where doc -> k is not null;
  end if;
  foreach path in array string_to_array(dropped, ',') loop
    doc := store.without(doc, string_to_array(path, '.'));
  end loop;
  return doc;
end $$;

create or replace function store.store_page(
  page bytea,        -- the body of Okta's answer
  owner text,        -- the integration
  type text,         -- the data type
  run bigint,
  list text,         -- the planned list (store.request) that the page is of
  parent text,       -- whose list it is; empty for a list of the org
  ids text,          -- of the documents in the page, as text[]; null where one has none
  starts text,       -- the first byte of each in the page, from 1, as int[]
  lengths text,      -- how many bytes each has, as int[]
  keep text,         -- properties to store, separated by commas; empty for all
  dropped text,      -- paths never stored
  following text,    -- the next page; empty at the end
  failed integer,    -- calls that failed before this page came
  lease bigint default null,  -- epoch of the caller's lease; store.fence refuses one that has passed on
  stays text default '',      -- property of the document before that one read alone keeps if it lacks it
  before integer default null -- pages that the list had when this one was asked for; null where nobody else can read it
) returns table (records bigint, changed bigint, deleted bigint, state text)
language plpgsql as $$
#variable_conflict use_variable
declare
  seed bigint := hashtextextended(keep || '|' || dropped, 0);   -- what is left out is part of what a document is
  touched boolean := exists (select from store.named n where n.integration = owner and n.data_type = type);
  cause text;   -- of what no event names
begin
  perform store.fence(owner, lease);
  -- A document may be on its way twice, in its list and alone after an event. Who comes second must see what the first made of it, or both
  -- end the same version in the history, and between the two it would seem to have been deleted.
  perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'page', owner, type, parent), 0));
  cause := store.cause_of_list(run, owner, type, list, parent, ids::text[]);
  return query
  with listed as (
    select run_id, data_type, request, pages, closing,
           pages = 0 and following = '' and closing = 'list' as closes,
           coalesce((select t.started_at from store.run_data_type t where t.run_id = run and t.data_type = type), 'infinity') as begun
    from store.request r
    -- What comes of a list that was read to its end, such as its last page again where nobody knows whether it was stored, changes no count
    -- and no end: the list would be closed by that page alone. Nor does a page that somebody else was faster with: both would move the
    -- checkpoint, and what is between the two would be missing from the list.
    where run_id = run and data_type = type and request = list and r.state not in ('listed', 'answered')
      and (before is null or r.pages = before)
  ), incoming as materialized (
    select distinct on (s.id) s.id, s.hash, old.doc as old_doc, old.changed_at as old_changed_at,
           old.deleted_at as old_deleted_at, old.cause_event as old_cause_event, old.ended_by as old_ended_by,
           case when old.hash = s.hash and old.deleted_at is null then null
                when stays <> '' and list = s.id then store.with_what_stays(store.trim(s.text::jsonb, keep, dropped), case when old.deleted_at is null then old.doc end, stays)
                when keep = '' and dropped = '' then s.text::jsonb
                else store.trim(s.text::jsonb, keep, dropped) end as doc
    from (
      select coalesce(u.id, md5(t.text::jsonb::text)) as id,
             t.text, hashtextextended(t.text, seed) as hash
      from unnest(ids::text[], starts::int[], lengths::int[]) u (id, start, length),
           lateral (select convert_from(substring(page from u.start for u.length), 'UTF8') as text offset 0) t
      offset 0
    ) s
    left join lateral (
      select case when o.hash = s.hash and o.deleted_at is null then null else o.doc end as doc,
             o.hash, o.changed_at, o.deleted_at, o.cause_event, o.ended_by
      from store.resource o
      where o.integration = owner and o.data_type = type and o.parent_id = parent and o.id = s.id
      offset 0
    ) old on true
  ), changed as (
    -- An event that names no row explains what is new, gone or newly dated; a sign-in also changes a factor, and is none of those.
    select i.*, case when touched then store.cause_of(owner, type, parent, i.id, s.cause) else s.cause end as cause_event
    from incoming i
    left join lateral (
      select cause as cause
      where cause is not null and (i.old_doc is null or i.old_deleted_at is not null
        or i.old_doc -> 'lastUpdated' is distinct from i.doc -> 'lastUpdated')) s on true
    where doc is not null and (old_doc is distinct from doc or old_deleted_at is not null)
  ), past as (
    insert into store.resource_history (integration, data_type, parent_id, id, valid_from, valid_to, doc, cause_event, ended_by)
    select owner, type, parent, id, old_changed_at, coalesce(old_deleted_at, now()), old_doc, old_cause_event, old_ended_by
    from changed where old_doc is not null
  ), stored as (
    insert into store.resource (integration, data_type, parent_id, id, doc, hash, cause_event)
    select owner, type, parent, id, doc, hash, changed.cause_event from changed
    on conflict (integration, data_type, parent_id, id)
    do update set doc = excluded.doc, hash = excluded.hash, changed_at = now(), deleted_at = null, cause_event = excluded.cause_event, ended_by = null
    returning 1
  ), gone as (
    update store.resource r
    set deleted_at = now(), ended_by = case when touched then store.cause_of(owner, type, parent, r.id, cause) else cause end
    where (select closes from listed) and r.integration = owner and r.data_type = type and r.parent_id = parent
      and r.deleted_at is null and r.changed_at < (select begun from listed)   -- as in store.close_list
      and not exists (select from incoming i where i.id = r.id)
    returning 1
  ), seen as (
    insert into store.seen (run_id, data_type, request, page, parent_id, ids)
    select l.run_id, l.data_type, l.request, l.pages, parent, array(select id from incoming)
    from listed l
    where not l.closes and l.closing <> 'none'
    on conflict do nothing
  ), again as (
    -- A page that counts already may hold other rows this time: what was deleted in Okta meanwhile made room for the first ones of the next
    -- page, and who goes on from here reads them nowhere else.
    update store.seen s set ids = array(select unnest(s.ids) union select id from incoming)
    where s.run_id = run and s.data_type = type and s.request = list and s.page = before and not exists (select from listed)
    returning 1
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
         (select count(*) from gone) as deleted,
         coalesce((select c.state from checkpoint c),
                  (select q.state from store.request q where q.run_id = run and q.data_type = type and q.request = list)) as state;
end $$;
