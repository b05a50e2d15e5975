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

-- Whether a rule of an app's policy takes every sign-in. A condition that holds nothing, such as empty lists, narrows nothing; one that
-- isn't known here does.
create function store.takes_every_app_sign_in(the_integration text, conditions jsonb) returns boolean language sql stable parallel safe as $$
  select not exists (
    select from store.properties(conditions) p
    where jsonb_path_exists(p.value, 'strict $.** ? (@.type() == "boolean" || @.type() == "number" || @.type() == "string" && @ != "")')
      and not case p.key
        when 'people' then store.takes_everybody(the_integration, jsonb_build_object('people', p.value))
        when 'platform' then coalesce(p.value -> 'exclude' = '[]', true)
          and jsonb_path_exists(p.value, '$.include[*] ? (@.type == "ANY" && !(@.os.type != "ANY"))')
        else store.takes_every_sign_in(jsonb_build_object(p.key, p.value))
      end)
$$;

-- Which sign-on rules guard which app. shadowed: a rule before it, whether it lets people in or not, takes every sign-in, so this one is
-- never asked; the catch-all rule is the last one, whatever its priority. top: the first rule that lets people in, though maybe only some of them.
create or replace view okta.app_sign_on_rules as
-- Found once a policy, as thousands of apps may share one.
with first as materialized (
  select distinct on (e.integration, e.parent_id) e.integration, e.parent_id, coalesce(e.system, false) as system, e.priority, e.id
  from okta.policies p
  join okta.policy_rules e on e.integration = p.integration and e.parent_id = p.id and e.status = 'ACTIVE'
  where p.type = 'ACCESS_POLICY' and p.status = 'ACTIVE' and store.takes_every_app_sign_in(e.integration, e.doc -> 'conditions')
  order by e.integration, e.parent_id, coalesce(e.system, false), e.priority, e.id
)
select a.integration, a.id as parent_id, r.id, a.id as app_id, a.label as app_label, a.name as app_name, a.status as app_status,
       p.id as policy_id, p.name as policy_name, r.name as rule_name, r.priority, r.system,
       r.doc #>> '{actions,appSignOn,access}' as access,
       store.factor_mode(r.doc #> '{actions,appSignOn,verificationMethod}') as factor_mode,
       store.is_phishing_resistant(r.doc #> '{actions,appSignOn,verificationMethod}') as phishing_resistant,
       coalesce(r.doc #>> '{conditions,network,connection}', 'ANYWHERE') as network,
       r.doc #>> '{actions,appSignOn,access}' is not distinct from 'ALLOW'
         and row_number() over (partition by a.integration, a.id, r.doc #>> '{actions,appSignOn,access}' order by r.priority, r.id) = 1 as top,
       r.doc, r.changed_at,
       coalesce((coalesce(r.system, false), r.priority, r.id) > (f.system, f.priority, f.id), false) as shadowed,
       array(select store.elements_text(r.doc #> '{conditions,people,groups,include}')) as groups,
       array(select store.elements_text(r.doc #> '{conditions,people,groups,exclude}')) as excluded_groups
from okta.apps a
join okta.policies p on p.integration = a.integration and p.type = 'ACCESS_POLICY' and p.status = 'ACTIVE'
  and p.id = coalesce(substring(a.doc #>> '{_links,accessPolicy,href}' from '[^/]+$'),
                      (select n.id from okta.policies n where n.integration = a.integration and n.type = 'ACCESS_POLICY' and n.name = a.label limit 1))
join okta.policy_rules r on r.integration = p.integration and r.parent_id = p.id and r.status = 'ACTIVE'
left join first f on f.integration = r.integration and f.parent_id = r.parent_id;

-- An assignment that is switched off makes nobody an administrator. Names and status are looked up where they are asked for alone.
create or replace view okta.effective_admins as
select r.integration, r.parent_id as user_id, r.id as role_assignment_id, r.doc ->> 'type' as role_type, r.doc ->> 'label' as label,
       null::text as group_id, r.parent_id || '/' || r.id as id, r.doc, r.changed_at,
       u.doc #>> '{profile,login}' as login, u.doc ->> 'status' as user_status, null::text as group_name
from store.resource r
left join store.resource u on u.integration = r.integration and u.data_type = 'users' and u.parent_id = '' and u.id = r.parent_id
  and u.deleted_at is null
where r.data_type = 'admin_roles' and r.deleted_at is null and r.doc ->> 'assignmentType' is distinct from 'GROUP'
  and r.doc ->> 'status' is distinct from 'INACTIVE'
union all
select r.integration, m.id, r.id, r.doc ->> 'type', r.doc ->> 'label', r.parent_id, m.id || '/' || r.parent_id || '/' || r.id, r.doc, r.changed_at,
       u.doc #>> '{profile,login}', u.doc ->> 'status', g.doc #>> '{profile,name}'
from store.resource r
cross join lateral store.members(r.integration, r.parent_id) m (id)
left join store.resource u on u.integration = r.integration and u.data_type = 'users' and u.parent_id = '' and u.id = m.id
  and u.deleted_at is null
left join store.resource g on g.integration = r.integration and g.data_type = 'groups' and g.parent_id = '' and g.id = r.parent_id
  and g.deleted_at is null
where r.data_type = 'group_roles' and r.deleted_at is null and r.doc ->> 'status' is distinct from 'INACTIVE';
