-- Administrators through groups: the members of the few groups that hold roles are looked up, instead of all memberships of the org
-- being read and most of them thrown away. "offset 0" keeps the planner from turning that around.
create or replace view okta.effective_admins as
select r.integration, r.assignee_id as user_id, r.id as role_assignment_id, r.role_type, r.label, null::text as group_id
from okta.admin_roles r where r.assignee_type = 'USER' and r.assignment_type is distinct from 'GROUP'
union all
select r.integration, m.id, r.id, r.doc ->> 'type', r.doc ->> 'label', r.parent_id
from store.resource r
cross join lateral (
  select x.id from store.resource x
  where x.integration = r.integration and x.data_type = 'group_members' and x.parent_id = r.parent_id and x.deleted_at is null
  offset 0
) m
where r.data_type = 'group_roles' and r.deleted_at is null
union all
select r.integration, m.id, r.id, r.doc ->> 'type', r.doc ->> 'label', r.parent_id
from store.resource r
cross join lateral (
  select u.id from store.resource g join store.resource u on u.integration = g.integration
  where g.integration = r.integration and g.data_type = 'groups' and g.parent_id = '' and g.id = r.parent_id and g.deleted_at is null
    and g.doc ->> 'type' = 'BUILT_IN' and g.doc #>> '{profile,name}' = 'Everyone'
    and u.data_type = 'users' and u.deleted_at is null and u.doc ->> 'status' <> 'DEPROVISIONED'
  offset 0
) m
where r.data_type = 'group_roles' and r.deleted_at is null;
