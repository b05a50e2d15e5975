-- Who gets in where, as Okta decides it.

-- Federation Broker Mode: everybody may open the app, and nobody is assigned. In these apps of Okta's own it means something else: an
-- admin role, or what each person was granted.
create function store.is_for_everyone(app jsonb) returns boolean language sql immutable parallel safe as $$
  select coalesce(app #> '{settings,implicitAssignment}' = 'true', false)
    and coalesce(app ->> 'name', '') not in ('ldap_interface', 'okta_access_requests_resource_catalog')
$$;

create or replace view okta.apps as
select integration, parent_id, id,
       doc ->> 'label' as label,
       doc ->> 'name' as name,
       doc ->> 'status' as status,
       doc ->> 'signOnMode' as sign_on_mode,
       doc #>> '{credentials,oauthClient,client_id}' as client_id,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       doc, changed_at,
       store.is_for_everyone(doc) as for_everyone
from store.resource where data_type = 'apps' and deleted_at is null;

-- An assignment that is switched off makes nobody an administrator.
create or replace view okta.effective_admins as
select r.integration, r.parent_id as user_id, r.id as role_assignment_id, r.doc ->> 'type' as role_type, r.doc ->> 'label' as label,
       null::text as group_id, r.parent_id || '/' || r.id as id, r.doc, r.changed_at
from store.resource r
where r.data_type = 'admin_roles' and r.deleted_at is null and r.doc ->> 'assignmentType' is distinct from 'GROUP'
  and r.doc ->> 'status' is distinct from 'INACTIVE'
union all
select r.integration, m.id, r.id, r.doc ->> 'type', r.doc ->> 'label', r.parent_id, m.id || '/' || r.parent_id || '/' || r.id, r.doc, r.changed_at
from store.resource r
cross join lateral store.members(r.integration, r.parent_id) m (id)
where r.data_type = 'group_roles' and r.deleted_at is null and r.doc ->> 'status' is distinct from 'INACTIVE';

-- From a user through groups to apps and admin roles: one row a path. It leads in where both statuses let it: that of the app, and that
-- of the user in the app. Nobody needs an assignment where the app is for everyone.
create or replace view okta.access_paths as
select a.integration,
       a.user_id || '/' || coalesce(a.group_id, nullif(a.via, 'direct'), '') || '/' || a.resource_type || '/' || a.resource_id as id,
       a.user_id, u.login, u.status as user_status, a.via, a.group_id, g.doc #>> '{profile,name}' as group_name,
       a.resource_type, a.resource_id, a.resource_name,
       concat_ws(' → ', u.login, g.doc #>> '{profile,name}', a.resource_name) as path,
       u.doc, u.changed_at, a.resource_status, a.assignment_status
from (
  select x.integration, x.user_id, 'direct' as via, null::text as group_id, 'app' as resource_type, x.app_id as resource_id,
         p.label as resource_name, p.status as resource_status, x.status as assignment_status
  from okta.app_users x join okta.apps p on p.integration = x.integration and p.id = x.app_id
  where x.scope is distinct from 'GROUP'
  union all
  select m.integration, m.user_id, 'group', m.group_id, 'app', x.app_id, p.label, p.status, s.status
  from okta.app_groups x
  join okta.apps p on p.integration = x.integration and p.id = x.app_id
  join okta.group_members m on m.integration = x.integration and m.group_id = x.group_id
  left join okta.app_users s on s.integration = x.integration and s.app_id = x.app_id and s.user_id = m.user_id
  union all
  select p.integration, e.id, 'everyone', null, 'app', p.id, p.label, p.status, null
  from okta.apps p join okta.users e on e.integration = p.integration and e.status <> 'DEPROVISIONED'
  where p.for_everyone and p.status = 'ACTIVE'
  union all
  select e.integration, e.user_id, case when e.group_id is null then 'direct' else 'group' end, e.group_id, 'role',
         e.role_assignment_id, coalesce(e.label, e.role_type), 'ACTIVE', 'ACTIVE'
  from okta.effective_admins e
) a
join okta.users u on u.integration = a.integration and u.id = a.user_id
left join store.resource g on g.integration = a.integration and g.data_type = 'groups' and g.parent_id = '' and g.id = a.group_id;

-- Whether a policy takes everybody: it names no people, or the group Everyone, and leaves nobody out. A condition that isn't known here
-- narrows it.
create function store.takes_everybody(the_integration text, conditions jsonb) returns boolean language sql stable parallel safe as $$
  select not coalesce(jsonb_path_exists(conditions, '$.people.*.exclude[*] ? (@ != null)'), false)
    and not exists (select from store.elements(conditions #> '{people,users,include}'))
    and (not exists (select from store.elements(conditions #> '{people,groups,include}'))
         or exists (select from store.elements_text(conditions #> '{people,groups,include}') i (id)
                    -- As a value it is looked up by its key; as a join, all groups would be read.
                    where (select g.doc ->> 'type' = 'BUILT_IN' and g.doc #>> '{profile,name}' = 'Everyone' from store.resource g
                           where g.integration = the_integration and g.data_type = 'groups' and g.parent_id = '' and g.id = i.id
                             and g.deleted_at is null)))
    and not exists (select from store.properties(conditions) p where p.value <> 'null' and p.key <> 'people')
$$;

-- shadowed: a rule before it takes every sign-in, so this one is never asked; either one of its own policy, or one of a policy before it
-- that takes everybody. The Default Rule and the Default Policy are the last ones, whatever their priority.
create or replace view okta.session_rules as
select r.integration, r.parent_id, r.id, p.id as policy_id, p.name as policy_name, r.name as rule_name, r.priority, r.system,
       r.doc #>> '{actions,signon,access}' as access,
       (r.doc #>> '{actions,signon,requireFactor}')::boolean as require_factor,
       r.doc #>> '{actions,signon,factorPromptMode}' as factor_prompt_mode,
       (r.doc #>> '{actions,signon,session,maxSessionIdleMinutes}')::int as idle_minutes,
       (r.doc #>> '{actions,signon,session,maxSessionLifetimeMinutes}')::int as lifetime_minutes,
       (r.doc #>> '{actions,signon,session,usePersistentCookie}')::boolean as persistent_cookie,
       coalesce(r.doc #>> '{conditions,network,connection}', 'ANYWHERE') as network,
       r.doc, r.changed_at,
       exists (
         select from okta.policy_rules e
         where e.integration = r.integration and e.parent_id = r.parent_id and e.status = 'ACTIVE'
           and (coalesce(e.system, false), e.priority, e.id) < (coalesce(r.system, false), r.priority, r.id)
           and store.takes_every_sign_in(e.doc -> 'conditions')
       ) or coalesce((coalesce(p.system, false), p.priority, p.id) > (first.system, first.priority, first.id), false) as shadowed
from okta.policies p
join okta.policy_rules r on r.integration = p.integration and r.parent_id = p.id
left join lateral (
  select coalesce(b.system, false) as system, b.priority, b.id from okta.policies b
  where b.integration = p.integration and b.type = 'OKTA_SIGN_ON' and b.status = 'ACTIVE'
    and store.takes_everybody(b.integration, b.doc -> 'conditions')
    and exists (
      select from okta.policy_rules e
      where e.integration = b.integration and e.parent_id = b.id and e.status = 'ACTIVE'
        and store.takes_every_sign_in(e.doc -> 'conditions'))
  order by 1, 2, 3 limit 1
) first on true
where p.type = 'OKTA_SIGN_ON' and p.status = 'ACTIVE' and r.status = 'ACTIVE';

-- Accounts that aren't people: by the whole of their user type, with "account" or the like behind it, or by a login such as svc-backup@…
-- A word within the user type isn't enough: "Customer Service" and "Machine Operator" are people.
create or replace function store.is_non_human(doc jsonb, pattern text) returns boolean language sql immutable parallel safe as $$
  select coalesce(doc #>> '{profile,userType}', '')
           ~* ('^\s*(' || pattern || ')([ _-]?(account|acct|user|identit(y|ie)|principal|id))?s?\s*$')
      or coalesce(doc #>> '{profile,login}', '') ~* ('^(' || pattern || ')[-_.0-9]')
$$;

-- Times as Okta writes them: ISO 8601, and of behaviours, ThreatInsight and owners of groups in UTC without saying so, "2026-03-05 08:36:55.0".
create or replace function store.instant(value text) returns timestamptz language sql stable parallel safe as $$
  select case when value ~ ('^[1-9]\d{3}-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31|02-29)'
                            '(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-4]):?[0-5]\d)| ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?)$')
    then case when substr(value, 6, 5) <> '02-29' or extract(day from make_date(substr(value, 1, 4)::int, 3, 1) - 1) = 29
      then case when substr(value, 11, 1) = 'T' then value::timestamptz else (value || 'Z')::timestamptz end end end
$$;

-- Some documents call their times otherwise. A view that is made from now on knows both; these may be there already.
do $$
declare view_name text;
begin
  for view_name in select table_name from information_schema.views
    where table_schema = 'okta' and table_name in ('device_assurances', 'device_posture_checks', 'principal_rate_limits')
  loop
    execute format($view$
      create or replace view okta.%1$I as
      select integration, parent_id, id, doc ->> 'name' as name, doc ->> 'status' as status, doc ->> 'type' as type,
             store.instant(coalesce(doc ->> 'created', doc ->> 'createdDate')) as created,
             store.instant(coalesce(doc ->> 'lastUpdated', doc ->> 'lastUpdate')) as last_updated,
             doc, changed_at
      from store.resource where data_type = %1$L and deleted_at is null$view$, view_name);
  end loop;
end $$;

-- What somebody can prove their identity with besides the password. The list of factors lacks smart cards, identity providers, and
-- whatever the enrolment policy doesn't ask for, as it is for whoever asks, so enrolments count as well where they are collected. An
-- enrolment that wasn't read for a month says nothing any more: the integration has left them out since.
create view okta.active_factors as
select f.integration, f.parent_id, f.id, f.parent_id as user_id, f.data_type as source,
       coalesce(f.doc ->> 'factorType', f.doc ->> 'key') as factor_type,
       case
         when coalesce(f.doc ->> 'factorType', f.doc ->> 'key') in ('webauthn', 'u2f', 'signed_nonce', 'security_key', 'smart_card_idp')
           then 'phishing-resistant'
         when coalesce(f.doc ->> 'factorType', f.doc ->> 'key') in (
           'push', 'token', 'token:software:totp', 'token:hotp', 'token:hardware', 'web',
           'okta_verify', 'google_otp', 'duo', 'symantec_vip', 'yubikey_token', 'onprem_mfa', 'rsa_token', 'custom_app', 'custom_otp')
           then 'strong'
         when coalesce(f.doc ->> 'factorType', f.doc ->> 'key') in (
           'sms', 'call', 'email', 'question', 'phone_number', 'okta_email', 'security_question', 'tac')
           then 'weak'
       end as strength,
       f.doc, f.changed_at
from store.resource f
where f.data_type in ('factors', 'authenticator_enrollments') and f.deleted_at is null and f.doc ->> 'status' = 'ACTIVE'
  and f.doc ->> 'key' is distinct from 'okta_password'
  and (f.data_type = 'factors' or f.integration in (
    select i.name from store.integration i where exists (
      select from store.run_data_type t join store.run r on r.id = t.run_id
      where t.integration = i.name and t.data_type = 'authenticator_enrollments' and t.status = 'SUCCESS' and r.mode = 'full'
        and t.finished_at > now() - interval '30 days')));
