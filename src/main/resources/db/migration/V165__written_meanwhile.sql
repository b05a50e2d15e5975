-- As before, but what was written since the data type's pull began stays: a list that takes many pages may have been past the place of
-- what an event then brought. If such a row is gone again, the event of that says so, or the next complete list.
create or replace function store.close_list(the_run bigint, the_integration text, the_type text, the_request text, the_parent text)
returns bigint language plpgsql set enable_nestloop = off as $$
declare
  removed bigint;
  begun timestamptz := coalesce((select t.started_at from store.run_data_type t where t.run_id = the_run and t.data_type = the_type), 'infinity');
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
      and r.changed_at < begun and not exists (select from held where held.id = r.id)
    returning 1
  ) select count(*) into removed from gone;
  delete from store.seen s
  where s.run_id = the_run and s.data_type = the_type and (the_request is null or s.request = the_request);
  return removed;
end $$;
