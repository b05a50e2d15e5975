-- Who reaches what, and by which rule.

-- From a user through groups to apps and admin roles: one row a path. It leads in where both statuses let it: that of the app, and that
-- of the user in the app. Nobody needs an assignment where the app is for everyone. Okta keeps assignments through groups that the user
-- isn't in as far as it is known here: of people who left, and of groups whose list couldn't be read. They are paths too.
create or replace view okta.access_paths as
select a.integration,
       a.user_id || '/' || coalesce(a.group_id, nullif(a.via, 'direct'), '') || '/' || a.resource_type || '/' || a.resource_id as id,
       a.user_id, u.login, u.status as user_status, a.via, a.group_id, coalesce(g.doc #>> '{profile,name}', a.group_name) as group_name,
       a.resource_type, a.resource_id, a.resource_name,
       concat_ws(' → ', u.login, coalesce(g.doc #>> '{profile,name}', a.group_name), a.resource_name) as path,
       u.doc, u.changed_at, a.resource_status, a.assignment_status
from (
  select x.integration, x.user_id, 'direct' as via, null::text as group_id, null::text as group_name, 'app' as resource_type,
         x.app_id as resource_id, p.label as resource_name, p.status as resource_status, x.status as assignment_status
  from okta.app_users x join okta.apps p on p.integration = x.integration and p.id = x.app_id
  where x.scope is distinct from 'GROUP'
  union all
  select m.integration, m.user_id, 'group', m.group_id, null, 'app', x.app_id, p.label, p.status, s.status
  from okta.app_groups x
  join okta.apps p on p.integration = x.integration and p.id = x.app_id
  join okta.group_members m on m.integration = x.integration and m.group_id = x.group_id
  left join okta.app_users s on s.integration = x.integration and s.app_id = x.app_id and s.user_id = m.user_id
  union all
  select l.integration, l.user_id, 'group', l.group_id, l.group_name, 'app', l.app_id, p.label, p.status, l.status
  from (
    -- A full join, as that one is hashed: PostgreSQL expects a few rows of either side, and would make a loop in a loop of "not exists".
    -- The second coalesce keeps it full where a group is asked for. Conditions on integration, user and app reach into both sides.
    select integration, app_id, user_id, coalesce(s.group_id, e.group_id) as group_id, s.group_name, s.status
    from (
      select integration, app_id, user_id, status, substring(doc #>> '{_links,group,href}' from '[^/]+$') as group_id,
             doc #>> '{_links,group,name}' as group_name
      from okta.app_users where scope = 'GROUP'
    ) s
    full join (
      select x.integration, x.app_id, m.user_id, m.group_id
      from okta.app_groups x join okta.apps a on a.integration = x.integration and a.id = x.app_id
      join okta.group_members m on m.integration = x.integration and m.group_id = x.group_id
    ) e using (integration, app_id, user_id)
    where e.group_id is null
  ) l
  join okta.apps p on p.integration = l.integration and p.id = l.app_id
  union all
  select p.integration, e.id, 'everyone', null, null, 'app', p.id, p.label, p.status, null
  from okta.apps p join okta.users e on e.integration = p.integration and e.status <> 'DEPROVISIONED'
  where p.for_everyone and p.status = 'ACTIVE'
  union all
  select e.integration, e.user_id, case when e.group_id is null then 'direct' else 'group' end, e.group_id, null, 'role',
         e.role_assignment_id, coalesce(e.label, e.role_type), 'ACTIVE', 'ACTIVE'
  from okta.effective_admins e
) a
join okta.users u on u.integration = a.integration and u.id = a.user_id
left join store.resource g on g.integration = a.integration and g.data_type = 'groups' and g.parent_id = '' and g.id = a.group_id;
