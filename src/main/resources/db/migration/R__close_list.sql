-- Rows of a data type that several lists hold together, which none of them held: while one list was read, an object may have moved from
-- one that was yet to come into one that was over. Empty unless all of its lists were read to their end, and where they held nothing at all:
-- who lost the role that shows objects is told of each that there is none.
create or replace function store.missing(the_run bigint, the_integration text, the_type text, most int) returns setof text
language plpgsql stable set enable_nestloop = off as $$
declare
  begun timestamptz := coalesce((select t.started_at from store.run_data_type t where t.run_id = the_run and t.data_type = the_type), 'infinity');
begin
  if exists (select from store.request q where q.run_id = the_run and q.data_type = the_type and q.closing = 'type' and q.state <> 'answered')
     or not exists (select from store.seen s where s.run_id = the_run and s.data_type = the_type and cardinality(s.ids) > 0) then
    return;
  end if;
  return query
  with held as materialized (
    select distinct unnest(s.ids) as id from store.seen s where s.run_id = the_run and s.data_type = the_type
  ) select r.id from store.resource r
  where r.integration = the_integration and r.data_type = the_type and r.parent_id = '' and r.deleted_at is null and r.changed_at < begun
    and not exists (select from held where held.id = r.id)
    and not exists (select from store.request q where q.run_id = the_run and q.data_type = the_type and q.request = r.id)
  limit most;
end $$;

-- Marks as deleted what a complete list no longer holds. What was written since the data type's pull began stays: a list that takes many
-- pages may have been past the place of what an event then brought; if such a row is gone again, the event of that says so, or the next
-- complete list. What was asked for alone is there unless Okta said otherwise.
-- Where what a page held isn't known any more, nothing is deleted: all that it held would be, and the next complete list comes for sure.
create or replace function store.close_list(the_run bigint, the_integration text, the_type text, the_request text, the_parent text)
returns bigint language plpgsql set enable_nestloop = off as $$
declare
  removed bigint;
  begun timestamptz := coalesce((select t.started_at from store.run_data_type t where t.run_id = the_run and t.data_type = the_type), 'infinity');
  touched boolean := exists (select from store.named n where n.integration = the_integration and n.data_type = the_type);
  cause text := store.cause_of_list(the_run, the_integration, the_type, the_request, the_parent, '{}');
begin
  if exists (
    select from store.request q
    where q.run_id = the_run and q.data_type = the_type
      and case when the_request is null then q.closing = 'type' else q.request = the_request end
      and q.pages > (select count(*) from store.seen s where s.run_id = q.run_id and s.data_type = q.data_type and s.request = q.request)
  ) then
    return 0;
  end if;
  with held as materialized (
    select distinct unnest(ids) as id from store.seen s
    where s.run_id = the_run and s.data_type = the_type and (the_request is null or s.request = the_request)
    union
    select q.request from store.request q
    where the_request is null and q.run_id = the_run and q.data_type = the_type and q.closing = 'none' and q.state <> 'gone'
  ), gone as (
    update store.resource r
    set deleted_at = now(),
        ended_by = case when touched then store.cause_of(the_integration, the_type, the_parent, r.id, cause) else cause end
    where r.integration = the_integration and r.data_type = the_type and r.parent_id = the_parent and r.deleted_at is null
      and r.changed_at < begun and not exists (select from held where held.id = r.id)
    returning 1
  ) select count(*) into removed from gone;
  delete from store.seen s
  where s.run_id = the_run and s.data_type = the_type and (the_request is null or s.request = the_request);
  return removed;
end $$;
