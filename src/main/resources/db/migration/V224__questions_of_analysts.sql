-- What a change changed, and when it happened.

alter table store.data_type add column varies text not null default '';
comment on column store.data_type.varies is 'paths, separated by commas, that change although no timestamp and no event tells of it';

-- What people call something. Its own name comes last where it refers to something else that has one.
create function store.label(doc jsonb) returns text language sql immutable parallel safe as $$
  select coalesce(doc #>> '{profile,login}', doc #>> '{profile,name}', doc ->> 'label', doc ->> 'name', doc ->> 'displayName',
                  doc #>> '{profile,displayName}')
$$;

-- Also of what was removed. What belongs to something has the ids of both: a/b.
create function store.label_of(the_integration text, the_id text) returns text language sql stable parallel safe as $$
  select store.label(r.doc) from store.resource r
  where r.integration = the_integration and r.id = split_part(the_id, '/', 1) and r.parent_id = '' and store.label(r.doc) is not null
  order by r.deleted_at desc nulls first limit 1
$$;

-- Names of properties that differ; of a profile, of its own: profile.title.
create function store.changed_fields(before jsonb, later jsonb) returns text[] language sql immutable parallel safe as $$
  select array(
    select key from store.properties(before) b full join store.properties(later) l using (key)
    where b.value is distinct from l.value
      and not (key = 'profile' and coalesce(jsonb_typeof(b.value) = 'object' and jsonb_typeof(l.value) = 'object', false))
    union all
    select 'profile.' || key from store.properties(before -> 'profile') b full join store.properties(later -> 'profile') l using (key)
    where jsonb_typeof(before -> 'profile') = 'object' and jsonb_typeof(later -> 'profile') = 'object' and b.value is distinct from l.value
    order by 1)
$$;

-- A view of somebody's that reads the function keeps it, under another name.
do $$
begin
  drop function okta.changes(timestamptz, timestamptz);
exception when dependent_objects_still_exist then
  alter function okta.changes(timestamptz, timestamptz) rename to changes_without_fields;
end $$;

-- What a first reading brought was there before, and is 'first read': it would hide what was really added.
-- Its event is looked for near the change first. Of the days before, a reading after a time in which nothing ran knows; further back no log
-- can be read.
create function okta.changes(after timestamptz, until timestamptz)
returns table (integration text, data_type text, parent_id text, id text, at timestamptz, change text,
               before jsonb, later jsonb, cause_event text, actor_id text, actor_login text,
               happened_at timestamptz, event_type text, ip_address text, label text, parent_label text, changed_fields text[])
language sql stable as $$
  with versions as not materialized (
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
    where h.valid_to > after   -- Whatever began after it; this has an index.
  ), steps as (
    select v.integration, v.data_type, v.parent_id, v.id, v.valid_from as at,
           case when p.doc is not null then 'changed'
                when v.valid_from <= (
                  select f.read_at from store.first_reading f
                  where f.integration = v.integration and f.data_type = v.data_type and f.org_since < v.valid_from
                  order by f.org_since desc limit 1) then 'first read'
                else 'added' end as change, p.doc as before, v.doc as later, v.cause_event
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
         e.actor_id, e.doc #>> '{actor,alternateId}',
         e.published, e.event_type, e.doc #>> '{client,ipAddress}',
         case when s.data_type in ('group_members', 'app_users', 'app_groups', 'role_assignees') then store.label_of(s.integration, s.id)
              else coalesce(store.label(coalesce(s.later, s.before)), store.label_of(s.integration, s.id)) end,
         case when s.parent_id <> '' then store.label_of(s.integration, s.parent_id) end,
         case when s.change = 'changed' then
           (select store.changed_fields(store.trim(s.before, '', d.varies), store.trim(s.later, '', d.varies))
            from (select coalesce((select t.varies from store.data_type t where t.name = s.data_type), '') as varies) d) end
  from steps s
  left join lateral (
    select n.published, n.event_type, n.actor_id, n.doc from store.event n
    where s.cause_event is not null and n.integration = s.integration and n.uuid = s.cause_event
      and n.published between s.at - interval '1 day' and s.at + interval '1 hour'
    union all
    select n.published, n.event_type, n.actor_id, n.doc from store.event n
    where s.cause_event is not null and n.integration = s.integration and n.uuid = s.cause_event
      and n.published < s.at - interval '1 day' and n.published >= s.at - interval '100 days'
    limit 1
  ) e on true
  order by s.at
$$;

-- What an assignment of a role is limited to: groups and apps of a standard role, what a resource set holds of a custom one. Resources are
-- named as orn:okta:<service>:<org>:<kind>:<id>, apps as …:apps:<key>:<id>; without an id all of the kind are meant, and with
-- contained_resources after a group's id its members.
create function store.role_targets(the_integration text, assignments text, assignee text, assignment text, assigned jsonb)
returns table (type text, id text, name text, resource text) language sql stable parallel safe rows 5 as $$
  with target as (
    select 'group' as type, g ->> 'id' as id, g #>> '{profile,name}' as name, g ->> 'id' as resource
    from store.elements(assigned #> '{_embedded,targets,groups}') g
    union all
    select case when t.data_type = 'client_role_group_targets' then 'group' when t.doc ->> 'id' is null then 'app_type' else 'app' end,
           t.id, coalesce(t.doc ->> 'label', t.doc ->> 'displayName'), t.id
    from store.resource t
    where t.integration = the_integration and t.parent_id = assignee || '/' || assignment and t.deleted_at is null
      and t.data_type = any (case assignments when 'admin_roles' then array['user_role_targets']
                                              when 'group_roles' then array['group_role_targets']
                                              else array['client_role_targets', 'client_role_group_targets'] end)
    union all
    select case split_part(orn, ':', 5)
             when 'groups' then case split_part(orn, ':', 7) when 'contained_resources' then 'group_members' else 'group' end
             when 'users' then 'user'
             when 'apps' then case when split_part(orn, ':', 6) <> '' and split_part(orn, ':', 7) = '' then 'app_type' else 'app' end
             else coalesce(nullif(split_part(orn, ':', 5), ''), 'resource') end,
           nullif(case when split_part(orn, ':', 5) = 'apps' and split_part(orn, ':', 7) <> '' then split_part(orn, ':', 7)
                       else split_part(orn, ':', 6) end, ''),
           null, t.id
    from store.resource t cross join lateral (select coalesce(t.doc ->> 'orn', '') as orn) o
    where t.integration = the_integration and t.data_type = 'resource_set_resources' and t.parent_id = assigned ->> 'resource-set'
      and t.deleted_at is null
  )
  select t.type, t.id, coalesce(store.label_of(the_integration, t.id), t.name, case when t.id is null then 'all' end), t.resource from target t
  union all
  select case when assigned ->> 'resource-set' is null then 'org' else 'resource_set' end, assigned ->> 'resource-set',
         store.label_of(the_integration, assigned ->> 'resource-set'), assigned ->> 'resource-set'
  where not exists (select from target)
$$;

-- Who may administer what: people, groups and service apps. Who has a role by a group has rows of his own, beside those of the group.
create view okta.admin_scopes as
select a.integration, concat_ws('/', a.principal_id, a.group_id, a.assignment, t.resource) as id,
       a.principal_type, a.principal_id, store.label_of(a.integration, a.principal_id) as principal_name,
       (select p.doc ->> 'status' from store.resource p
        where p.integration = a.integration and p.data_type = case a.principal_type when 'user' then 'users' when 'client' then 'apps' end
          and p.parent_id = '' and p.id = a.principal_id) as principal_status,
       a.group_id, case when a.group_id is not null then store.label_of(a.integration, a.group_id) end as group_name,
       a.assignment as role_assignment_id,
       coalesce(a.doc ->> 'role', a.doc ->> 'type') as role, coalesce(a.doc ->> 'label', a.doc ->> 'type') as role_label,
       coalesce(a.doc ->> 'type' = 'CUSTOM', false) as custom,
       case when a.doc ->> 'type' = 'CUSTOM' then array(
         select p.id from store.resource p
         where p.integration = a.integration and p.data_type = 'role_permissions' and p.parent_id = a.doc ->> 'role' and p.deleted_at is null
         order by p.id) end as permissions,
       t.type as target_type, t.id as target_id, t.name as target_name,
       a.doc ->> 'resource-set' as resource_set_id, store.label_of(a.integration, a.doc ->> 'resource-set') as resource_set_name,
       store.instant(a.doc ->> 'created') as created, a.doc, a.changed_at
from (
  select r.integration, case r.data_type when 'admin_roles' then 'user' when 'group_roles' then 'group' else 'client' end as principal_type,
         r.parent_id as principal_id, null::text as group_id, r.data_type, r.parent_id as assignee, r.id as assignment, r.doc, r.changed_at
  from store.resource r
  where r.data_type in ('admin_roles', 'group_roles', 'client_roles') and r.deleted_at is null
    and r.doc ->> 'status' is distinct from 'INACTIVE'
    and (r.data_type <> 'admin_roles' or r.doc ->> 'assignmentType' is distinct from 'GROUP')
  union all
  select r.integration, 'user', m.id, r.parent_id, r.data_type, r.parent_id, r.id, r.doc, r.changed_at
  from store.resource r
  cross join lateral store.members(r.integration, r.parent_id) m (id)
  where r.data_type = 'group_roles' and r.deleted_at is null and r.doc ->> 'status' is distinct from 'INACTIVE'
) a
cross join lateral store.role_targets(a.integration, a.data_type, a.assignee, a.assignment, a.doc) t;

-- A sign-in changes no timestamp of the user, so the newest one may be in the log alone; after thirty days the user has been read again. It is a
-- view of its own, since who asks for people needn't wait for a part of the log that is being made or removed.
create view okta.last_seen as
select u.integration, u.id, u.id as user_id, u.login, u.status, u.last_login, s.last_sign_in,
       greatest(u.last_login, s.last_sign_in) as last_seen, null::jsonb as doc, u.changed_at
from okta.users u
left join (
  select e.integration, e.actor_id, max(e.published) as last_sign_in
  from store.event e
  where lower(e.event_type) = 'user.session.start' and e.doc #>> '{outcome,result}' = 'SUCCESS' and e.published > now() - interval '30 days'
  group by 1, 2
) s on s.integration = u.integration and s.actor_id = u.id;

create or replace view okta.app_users as
select integration, parent_id, id, parent_id as app_id, id as user_id,
       doc ->> 'scope' as scope,
       doc ->> 'status' as status,
       doc #>> '{credentials,userName}' as user_name,
       store.instant(doc ->> 'created') as created,
       doc, changed_at,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen,
       substring(doc #>> '{_links,group,href}' from '[^/]+$') as group_id,
       doc ->> 'syncState' as sync_state
from store.resource where data_type = 'app_users' and deleted_at is null;

create or replace view okta.factors as
select integration, parent_id, id, parent_id as user_id,
       doc ->> 'factorType' as factor_type,
       doc ->> 'provider' as provider,
       doc ->> 'vendorName' as vendor_name,
       doc ->> 'status' as status,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastVerified') as last_verified,
       doc, changed_at,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen,
       coalesce(doc #>> '{profile,name}', doc #>> '{profile,authenticatorName}', doc #>> '{profile,phoneNumber}', doc #>> '{profile,email}',
                doc #>> '{profile,credentialId}') as name
from store.resource where data_type = 'factors' and deleted_at is null;

create or replace view okta.devices as
select integration, parent_id, id,
       doc ->> 'status' as status,
       doc #>> '{profile,displayName}' as display_name,
       doc #>> '{profile,platform}' as platform,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       doc, changed_at,
       store.instant(doc ->> 'created') as created,
       first_seen,
       doc #>> '{profile,serialNumber}' as serial_number,
       doc #>> '{profile,manufacturer}' as manufacturer,
       doc #>> '{profile,model}' as model,
       doc #>> '{profile,osVersion}' as os_version,
       doc #>> '{profile,diskEncryptionType}' as disk_encryption,
       (doc #>> '{profile,registered}')::boolean as registered,
       (doc #>> '{profile,managed}')::boolean as managed
from store.resource where data_type = 'devices' and deleted_at is null;

create or replace view okta.api_tokens as
select integration, parent_id, id,
       doc ->> 'name' as name, doc ->> 'userId' as user_id, doc ->> 'clientName' as client_name,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       store.instant(doc ->> 'expiresAt') as expires_at,
       doc, changed_at, first_seen,
       coalesce(doc #>> '{network,connection}', 'ANYWHERE') as network,
       (select u.doc ->> 'status' from store.resource u
        where u.integration = t.integration and u.data_type = 'users' and u.parent_id = '' and u.id = t.doc ->> 'userId'
          and u.deleted_at is null) as user_status
from store.resource t where data_type = 'api_tokens' and deleted_at is null;

create or replace view okta.api_service_integrations as
select integration, parent_id, id,
       doc ->> 'name' as name, doc ->> 'type' as type, doc -> 'grantedScopes' as granted_scopes,
       store.instant(doc ->> 'createdAt') as created,
       doc, changed_at, first_seen,
       array(select store.elements_text(doc -> 'grantedScopes')) as scopes
from store.resource where data_type = 'api_service_integrations' and deleted_at is null;

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
       ) or coalesce((coalesce(p.system, false), p.priority, p.id) > (first.system, first.priority, first.id), false) as shadowed,
       p.priority as policy_priority,
       array(select store.elements_text(p.doc #> '{conditions,people,groups,include}')) as groups,
       array(select store.elements_text(p.doc #> '{conditions,people,groups,exclude}')) as excluded_groups
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

-- Each event is counted when it is stored, so a year of sign-ins is a few thousand rows.
create view okta.sign_in_days as
select integration, to_char(day, 'YYYY-MM-DD') || '/' || result || '/' || country as id, day, result, country, number as sign_ins,
       null::jsonb as doc, day::timestamptz as changed_at
from store.sign_in_day;

-- A full join, so that what is used without an assignment is there, too, and conditions on integration, app and user reach into both sides: the
-- events of one user are found by an index, and those of an integration by their type.
create view okta.app_usage as
select integration, app_id || '/' || user_id as id, app_id, user_id, a.app_id is not null as assigned, used.last_used,
       coalesce(used.times_30_days, 0) as times_30_days, coalesce(used.times_90_days, 0) as times_90_days,
       null::jsonb as doc, coalesce(used.last_used, a.changed_at) as changed_at
from (
  select integration, parent_id as app_id, id as user_id, changed_at from store.resource where data_type = 'app_users' and deleted_at is null
) a
full join (
  select e.integration, t ->> 'id' as app_id, e.actor_id as user_id, max(e.published) as last_used,
         count(*) filter (where e.published > now() - interval '30 days') as times_30_days, count(*) as times_90_days
  from store.event e cross join lateral store.elements(e.doc -> 'target') t
  where lower(e.event_type) = 'user.authentication.sso' and e.published > now() - interval '90 days'
    and coalesce(e.doc #>> '{outcome,result}', 'SUCCESS') = 'SUCCESS' and t ->> 'type' = 'AppInstance'
  group by 1, 2, 3
) used using (integration, app_id, user_id);

-- Findings sort by it. Names are looked up where they are asked for alone.
create or replace view okta.findings as
select f.integration, f.id::text as id, f.check_id, f.kind, f.subject_type, f.subject_id, f.severity, f.state, f.evidence,
       f.first_seen,
       case when f.state = 'resolved' or f.kind = 'detection' then f.last_seen else greatest(f.last_seen, s.passed_at) end as last_seen,
       f.resolved_at, f.evidence as doc, f.changed_at,
       f.title, f.state_reason, f.state_actor, f.state_until, f.state_at, f.silence_later, f.state_outcome,
       array_position(array['info', 'low', 'medium', 'high', 'critical'], f.severity) as severity_rank,
       case when f.subject_type = 'policy_rule' then (
              select store.label(r.doc) from store.resource r
              where r.integration = f.integration and r.id = f.subject_id and r.data_type = 'policy_rules'
              order by r.deleted_at desc nulls first limit 1)
            else store.label_of(f.integration, f.subject_id) end as subject_name
from store.finding f
left join store.check_state s on s.integration = f.integration and s.check_id = f.check_id;

-- The same as okta.finding_trend for each check, with a row for each day since its first finding.
create view okta.finding_trend_by_check as
with told as (
  select f.integration, f.check_id, date_trunc('day', c.at at time zone 'UTC')::date as day, c.state = 'open' as is_open, c.severity,
         coalesce(lag(c.state) over before = 'open', false) as was_open, lag(c.severity) over before as former
  from store.finding_change c join store.finding f on f.id = c.finding_id
  window before as (partition by f.integration, c.finding_id order by c.id)
), moves as (
  select integration, check_id, severity, day, sum(opened) as opened, sum(closed) as closed
  from (
    select integration, check_id, day, severity, 1 as opened, 0 as closed from told where is_open and (not was_open or severity <> former)
    union all
    select integration, check_id, day, former, 0, 1 from told where was_open and (not is_open or severity <> former)
  ) each_move
  group by 1, 2, 3, 4
), days as (
  select m.integration, m.check_id, m.severity, d::date as day
  from (select integration, check_id, severity, min(day) as first from moves group by 1, 2, 3) m
  cross join lateral generate_series(m.first::timestamp, (now() at time zone 'UTC')::date::timestamp, interval '1 day') d
)
select integration, to_char(day, 'YYYY-MM-DD') || '/' || check_id || '/' || severity as id, check_id, day, severity,
       coalesce(m.opened, 0) as opened, coalesce(m.closed, 0) as closed,
       sum(coalesce(m.opened - m.closed, 0)) over (partition by integration, check_id, severity order by day) as open,
       null::jsonb as doc, day::timestamptz as changed_at
from days left join moves m using (integration, check_id, severity, day);

-- How often a status and a kind of assignment occur: without it "active" and "by a group" were taken for one row in two hundred.
create statistics store.resource_status (mcv) on data_type, (doc ->> 'status'), (doc ->> 'scope') from store.resource;

-- What it is joined with is found by plans that expect about as many rows as there are. Of a join of two data types PostgreSQL expects hardly any,
-- as its statistics of ids are those of all data types together; and what it joins the paths with then becomes a loop that reads all paths each time. Of a
-- left join it expects at least the rows of its left side; the conditions that make inner joins of them, coalesce(… <> '', false), tell it nothing. They
-- become inner joins again wherever a query asks for a column of the right side.
-- Okta keeps assignments through groups that the user isn't in as far as it is known here: of people who left, and of groups whose list couldn't be
-- read. They are paths too. Nobody needs an assignment where the app is for everyone.
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
  from okta.app_users x left join okta.apps p on p.integration = x.integration and p.id = x.app_id
  where x.scope is distinct from 'GROUP' and coalesce(p.id <> '', false)
  union all
  select m.integration, m.user_id, 'group', m.group_id, null, 'app', x.app_id, p.label, p.status, s.status
  from okta.group_members m
  left join okta.app_groups x on x.integration = m.integration and x.group_id = m.group_id
  left join okta.apps p on p.integration = x.integration and p.id = x.app_id
  left join okta.app_users s on s.integration = x.integration and s.app_id = x.app_id and s.user_id = m.user_id
  where coalesce(p.id <> '', false)
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
      select m.integration, x.app_id, m.user_id, m.group_id
      from okta.group_members m
      left join okta.app_groups x on x.integration = m.integration and x.group_id = m.group_id
      left join okta.apps a on a.integration = x.integration and a.id = x.app_id
      where coalesce(a.id <> '', false)
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
  select e.integration, e.user_id, case when e.group_id is null then 'direct' else 'group' end, e.group_id, null, 'role',
         e.role_assignment_id, coalesce(e.label, e.role_type), 'ACTIVE', 'ACTIVE'
  from okta.effective_admins e
) a
left join okta.users u on u.integration = a.integration and u.id = a.user_id
left join store.resource g on g.integration = a.integration and g.data_type = 'groups' and g.parent_id = '' and g.id = a.group_id
where coalesce(u.id <> '', false);
