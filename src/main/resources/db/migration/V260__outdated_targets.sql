-- Of a data type whose rows are assignments of roles, the parents that have one limited to a group which has another name by now, or is gone:
-- an assignment carries a copy of the group, and no event of its own tells what becomes of that. What isn't collected tells nothing. Each
-- target is found by its key, since PostgreSQL, which doesn't know that roles are few, would read all groups for them.
create function store.with_outdated_targets(the_integration text, assignments text) returns setof text
language sql stable parallel safe rows 10 as $$
  select distinct r.parent_id
  from store.resource r
  cross join lateral store.elements(r.doc #> '{_embedded,targets,groups}') t
  cross join lateral (
    select g.deleted_at, g.doc #>> '{profile,name}' as name from store.resource g
    where g.integration = r.integration and g.data_type = 'groups' and g.parent_id = '' and g.id = t ->> 'id'
    limit 1) g
  where r.integration = the_integration and r.data_type = assignments and r.deleted_at is null
    and (g.deleted_at is not null or g.name <> t #>> '{profile,name}')
$$;
