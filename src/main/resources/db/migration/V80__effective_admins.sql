-- Members of a group, Everyone's too. The planner can't see that few groups hold roles: it took the administrators for as many as
-- the users, and read all users, memberships and factors for each check about them. "rows" tells it.
create function store.members(the_integration text, the_group text) returns setof text
language plpgsql stable parallel safe rows 100 as $$
begin
  return query
  select x.id from store.resource x
  where x.integration = the_integration and x.data_type = 'group_members' and x.parent_id = the_group and x.deleted_at is null;
  if exists (select from store.resource g
             where g.integration = the_integration and g.data_type = 'groups' and g.parent_id = '' and g.id = the_group and g.deleted_at is null
               and g.doc ->> 'type' = 'BUILT_IN' and g.doc #>> '{profile,name}' = 'Everyone') then
    return query
    select u.id from store.resource u
    where u.integration = the_integration and u.data_type = 'users' and u.deleted_at is null and u.doc ->> 'status' <> 'DEPROVISIONED';
  end if;
end $$;

create or replace view okta.effective_admins as
select r.integration, r.parent_id as user_id, r.id as role_assignment_id, r.doc ->> 'type' as role_type, r.doc ->> 'label' as label,
       null::text as group_id
from store.resource r
where r.data_type = 'admin_roles' and r.deleted_at is null and r.doc ->> 'assignmentType' is distinct from 'GROUP'
union all
select r.integration, m.id, r.id, r.doc ->> 'type', r.doc ->> 'label', r.parent_id
from store.resource r
cross join lateral store.members(r.integration, r.parent_id) m (id)
where r.data_type = 'group_roles' and r.deleted_at is null;
