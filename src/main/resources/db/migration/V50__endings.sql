-- The event that ended a row, beside the one that began it: who removed a member isn't who added it.
alter table store.resource add column ended_by text;
alter table store.resource_history add column ended_by text;
comment on column store.resource.cause_event is 'System Log event that this version follows from';
comment on column store.resource.ended_by is 'System Log event that the deletion follows from';

-- As before, and says of a deletion which event it follows from.
create or replace function store.close_list(the_run bigint, the_integration text, the_type text, the_request text, the_parent text)
returns bigint language plpgsql set enable_nestloop = off as $$
declare removed bigint;
begin
  with held as materialized (
    select distinct unnest(ids) as id from store.seen s
    where s.run_id = the_run and s.data_type = the_type and (the_request is null or s.request = the_request)
  ), gone as (
    update store.resource r
    set deleted_at = now(),
        ended_by = (select q.cause_event from store.request q
                    where q.run_id = the_run and q.data_type = the_type and q.request = the_request)
    where r.integration = the_integration and r.data_type = the_type and r.parent_id = the_parent and r.deleted_at is null
      and not exists (select from held where held.id = r.id)
    returning 1
  ) select count(*) into removed from gone;
  delete from store.seen s
  where s.run_id = the_run and s.data_type = the_type and (the_request is null or s.request = the_request);
  return removed;
end $$;

create or replace function okta.changes(after timestamptz, until timestamptz)
returns table (integration text, data_type text, parent_id text, id text, at timestamptz, change text,
               before jsonb, later jsonb, cause_event text, actor_id text, actor_login text)
language sql stable as $$
  with versions as (
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
           case when p.doc is null then 'added' else 'changed' end as change, p.doc as before, v.doc as later, v.cause_event
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
