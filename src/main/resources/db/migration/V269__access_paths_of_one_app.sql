-- The same paths as before. Those through Everyone are a part of their own: as long as any group could be Everyone, to PostgreSQL each could have all
-- users as members, and "who has this app" read all members of all groups. Why they are left joins is said in V224.
create or replace view okta.access_paths as
select a.integration,
       a.user_id || '/' || coalesce(a.group_id, nullif(a.via, 'direct'), '') || '/' || a.resource_type || '/' || a.resource_id as id,
       a.user_id, u.login, u.status as user_status, a.via, a.group_id, coalesce(g.doc #>> '{profile,name}', a.group_name) as group_name,
       a.resource_type, a.resource_id, a.resource_name,
       concat_ws(' → ', u.login, coalesce(g.doc #>> '{profile,name}', a.group_name), a.resource_name) as path,
       u.doc, u.changed_at, a.resource_status, a.assignment_status
from (
  select x.integration, x.user_id, 'direct' as via, null::text as group_id, null::text as group_name, 'app' as resource_type, x.app_id as resource_id,
         p.label as resource_name, p.status as resource_status, x.status as assignment_status
  from okta.app_users x left join okta.apps p on p.integration = x.integration and p.id = x.app_id
  where x.scope is distinct from 'GROUP' and coalesce(p.id <> '', false)
  union all
  select m.integration, m.id, 'group', m.parent_id, null, 'app', x.app_id, p.label, p.status, s.status
  from store.resource m
  left join okta.app_groups x on x.integration = m.integration and x.group_id = m.parent_id
  left join okta.apps p on p.integration = x.integration and p.id = x.app_id
  left join okta.app_users s on s.integration = x.integration and s.app_id = x.app_id and s.user_id = m.id
  where m.data_type = 'group_members' and m.deleted_at is null and coalesce(p.id <> '', false)
  union all
  select e.integration, e.id, 'group', x.group_id, null, 'app', x.app_id, x.label, x.status, s.status
  from okta.users e
  left join (
    select x.integration, x.group_id, x.app_id, p.label, p.status from okta.app_groups x
    join okta.groups g on g.integration = x.integration and g.id = x.group_id and g.type = 'BUILT_IN' and g.name = 'Everyone'
    join okta.apps p on p.integration = x.integration and p.id = x.app_id
  ) x on x.integration = e.integration
  left join okta.app_users s on s.integration = x.integration and s.app_id = x.app_id and s.user_id = e.id
  where e.status <> 'DEPROVISIONED' and coalesce(x.app_id <> '', false)
  union all
  select l.integration, l.user_id, 'group', l.group_id, l.group_name, 'app', l.app_id, p.label, p.status, l.status
  from (
    -- A full join, as that one is hashed. The second coalesce keeps it full where a group is asked for. Conditions on integration, user and app
    -- reach into both sides, that of e being the member's, as a condition on a right side's would make an inner join.
    select integration, app_id, user_id, coalesce(s.group_id, e.group_id) as group_id, s.group_name, s.status
    from (
      select integration, app_id, user_id, status, substring(doc #>> '{_links,group,href}' from '[^/]+$') as group_id,
             doc #>> '{_links,group,name}' as group_name
      from okta.app_users where scope = 'GROUP'
    ) s
    full join (
      select m.integration, x.app_id, m.id as user_id, m.parent_id as group_id
      from store.resource m
      left join okta.app_groups x on x.integration = m.integration and x.group_id = m.parent_id
      left join okta.apps p on p.integration = x.integration and p.id = x.app_id
      where m.data_type = 'group_members' and m.deleted_at is null and coalesce(p.id <> '', false)
      union all
      select e.integration, x.app_id, e.id, x.group_id
      from okta.users e
      left join (
        select x.integration, x.group_id, x.app_id from okta.app_groups x
        join okta.groups g on g.integration = x.integration and g.id = x.group_id and g.type = 'BUILT_IN' and g.name = 'Everyone'
        join okta.apps p on p.integration = x.integration and p.id = x.app_id
      ) x on x.integration = e.integration
      where e.status <> 'DEPROVISIONED' and coalesce(x.app_id <> '', false)
    ) e using (integration, app_id, user_id)
    where not coalesce(e.group_id <> '', false)
  ) l
  left join okta.apps p on p.integration = l.integration and p.id = l.app_id
  where coalesce(p.id <> '', false)
  union all
  select p.integration, e.id, 'everyone', null, null, 'app', p.id, p.label, p.status, null
  from okta.apps p join okta.users e on e.integration = p.integration and e.status <> 'DEPROVISIONED'
  where p.for_everyone and p.status = 'ACTIVE'
  union all
  select e.integration, e.user_id, case when e.group_id is null then 'direct' else 'group' end, e.group_id, null,
         'role', e.role_assignment_id, coalesce(e.label, e.role_type), 'ACTIVE', 'ACTIVE'
  from okta.effective_admins e
) a
left join okta.users u on u.integration = a.integration and u.id = a.user_id
left join store.resource g on g.integration = a.integration and g.data_type = 'groups' and g.parent_id = '' and g.id = a.group_id
where coalesce(u.id <> '', false);
