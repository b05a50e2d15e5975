-- What analysts query. Every view has integration, parent_id, id, typed columns, doc and changed_at, and hides deleted rows.
-- Data types without a view here get a plain one (okta.<data type>) when the catalogue is loaded.

create view okta.users as
select integration, parent_id, id,
       doc #>> '{profile,login}' as login,
       doc #>> '{profile,email}' as email,
       doc ->> 'status' as status,
       concat_ws(' ', doc #>> '{profile,firstName}', doc #>> '{profile,lastName}') as display_name,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'activated') as activated,
       store.instant(doc ->> 'statusChanged') as status_changed,
       store.instant(doc ->> 'lastLogin') as last_login,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       store.instant(doc ->> 'passwordChanged') as password_changed,
       doc, changed_at
from store.resource where data_type = 'users' and deleted_at is null;
create index resource_user_login on store.resource (integration, (doc #>> '{profile,login}')) where data_type = 'users';

create view okta.groups as
select integration, parent_id, id,
       doc #>> '{profile,name}' as name,
       doc ->> 'type' as type,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       store.instant(doc ->> 'lastMembershipUpdated') as last_membership_updated,
       (doc #>> '{_embedded,stats,usersCount}')::bigint as users_count,
       (doc #>> '{_embedded,stats,appsCount}')::bigint as apps_count,
       (doc #>> '{_embedded,stats,hasAdminPrivilege}')::boolean as has_admin_privilege,
       doc, changed_at
from store.resource where data_type = 'groups' and deleted_at is null;

-- Everyone holds all users that aren't DEPROVISIONED; Okta isn't asked for what the users list already tells.
create view okta.group_members as
select integration, parent_id, id, parent_id as group_id, id as user_id, false as derived, doc, changed_at
from store.resource where data_type = 'group_members' and deleted_at is null
union all
select u.integration, g.id, u.id, g.id, u.id, true, jsonb_build_object('id', u.id), u.changed_at
from store.resource g join store.resource u on u.integration = g.integration
where g.data_type = 'groups' and g.deleted_at is null and g.doc ->> 'type' = 'BUILT_IN' and g.doc #>> '{profile,name}' = 'Everyone'
  and u.data_type = 'users' and u.deleted_at is null and u.doc ->> 'status' <> 'DEPROVISIONED';

create view okta.apps as
select integration, parent_id, id,
       doc ->> 'label' as label,
       doc ->> 'name' as name,
       doc ->> 'status' as status,
       doc ->> 'signOnMode' as sign_on_mode,
       doc #>> '{credentials,oauthClient,client_id}' as client_id,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       doc, changed_at
from store.resource where data_type = 'apps' and deleted_at is null;

create view okta.app_users as
select integration, parent_id, id, parent_id as app_id, id as user_id,
       doc ->> 'scope' as scope,
       doc ->> 'status' as status,
       doc #>> '{credentials,userName}' as user_name,
       store.instant(doc ->> 'created') as created,
       doc, changed_at
from store.resource where data_type = 'app_users' and deleted_at is null;

create view okta.app_groups as
select integration, parent_id, id, parent_id as app_id, id as group_id,
       (doc ->> 'priority')::int as priority,
       doc, changed_at
from store.resource where data_type = 'app_groups' and deleted_at is null;

create view okta.factors as
select integration, parent_id, id, parent_id as user_id,
       doc ->> 'factorType' as factor_type,
       doc ->> 'provider' as provider,
       doc ->> 'vendorName' as vendor_name,
       doc ->> 'status' as status,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastVerified') as last_verified,
       doc, changed_at
from store.resource where data_type = 'factors' and deleted_at is null;

create view okta.role_assignees as
select integration, parent_id, id, id as user_id, doc, changed_at
from store.resource where data_type = 'role_assignees' and deleted_at is null;

-- Direct assignments of users, groups and service apps alike; effective_admins joins the members of the groups.
create view okta.admin_roles as
select integration, parent_id, id,
       case data_type when 'admin_roles' then 'USER' when 'group_roles' then 'GROUP' else 'CLIENT' end as assignee_type,
       parent_id as assignee_id,
       doc ->> 'type' as role_type,
       doc ->> 'label' as label,
       doc ->> 'status' as status,
       doc ->> 'assignmentType' as assignment_type,
       store.instant(doc ->> 'created') as created,
       doc, changed_at
from store.resource where data_type in ('admin_roles', 'group_roles', 'client_roles') and deleted_at is null;

create view okta.group_roles as
select integration, parent_id, id, assignee_id as group_id, role_type, label, status, doc, changed_at
from okta.admin_roles where assignee_type = 'GROUP';

create view okta.client_roles as
select integration, parent_id, id, assignee_id as client_id, role_type, label, status, doc, changed_at
from okta.admin_roles where assignee_type = 'CLIENT';

create view okta.effective_admins as
select r.integration, r.assignee_id as user_id, r.id as role_assignment_id, r.role_type, r.label, null::text as group_id
from okta.admin_roles r where r.assignee_type = 'USER' and r.assignment_type is distinct from 'GROUP'
union all
select r.integration, m.user_id, r.id, r.role_type, r.label, m.group_id
from okta.admin_roles r
join okta.group_members m on m.integration = r.integration and m.group_id = r.assignee_id
where r.assignee_type = 'GROUP';

create view okta.policies as
select integration, parent_id, id,
       doc ->> 'type' as type,
       doc ->> 'name' as name,
       doc ->> 'status' as status,
       (doc ->> 'priority')::int as priority,
       (doc ->> 'system')::boolean as system,
       doc, changed_at
from store.resource where data_type = 'policies' and deleted_at is null;

create view okta.policy_rules as
select integration, parent_id, id, parent_id as policy_id,
       doc ->> 'type' as type,
       doc ->> 'name' as name,
       doc ->> 'status' as status,
       (doc ->> 'priority')::int as priority,
       (doc ->> 'system')::boolean as system,
       doc, changed_at
from store.resource where data_type = 'policy_rules' and deleted_at is null;

create view okta.authenticators as
select integration, parent_id, id,
       doc ->> 'key' as key, doc ->> 'name' as name, doc ->> 'type' as type, doc ->> 'status' as status, doc, changed_at
from store.resource where data_type = 'authenticators' and deleted_at is null;

create view okta.zones as
select integration, parent_id, id,
       doc ->> 'name' as name, doc ->> 'type' as type, doc ->> 'status' as status, doc ->> 'usage' as usage, doc, changed_at
from store.resource where data_type = 'zones' and deleted_at is null;

create view okta.org as
select integration, parent_id, id,
       doc ->> 'companyName' as company_name, doc ->> 'subdomain' as subdomain, doc ->> 'status' as status, doc, changed_at
from store.resource where data_type = 'org' and deleted_at is null;

create view okta.devices as
select integration, parent_id, id,
       doc ->> 'status' as status,
       doc #>> '{profile,displayName}' as display_name,
       doc #>> '{profile,platform}' as platform,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       doc, changed_at
from store.resource where data_type = 'devices' and deleted_at is null;

-- Okta embeds a device's users in the device itself (expand=user).
create view okta.device_users as
select d.integration, d.id as parent_id, u.value #>> '{user,id}' as id, d.id as device_id, u.value #>> '{user,id}' as user_id,
       u.value ->> 'managementStatus' as management_status, u.value ->> 'screenLockType' as screen_lock_type,
       u.value as doc, d.changed_at
from store.resource d, jsonb_array_elements(coalesce(d.doc #> '{_embedded,users}', '[]')) u
where d.data_type = 'devices' and d.deleted_at is null;

create view okta.api_tokens as
select integration, parent_id, id,
       doc ->> 'name' as name, doc ->> 'userId' as user_id, doc ->> 'clientName' as client_name,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       store.instant(doc ->> 'expiresAt') as expires_at,
       doc, changed_at
from store.resource where data_type = 'api_tokens' and deleted_at is null;

create view okta.api_service_integrations as
select integration, parent_id, id,
       doc ->> 'name' as name, doc ->> 'type' as type, doc -> 'grantedScopes' as granted_scopes,
       store.instant(doc ->> 'createdAt') as created,
       doc, changed_at
from store.resource where data_type = 'api_service_integrations' and deleted_at is null;

create view okta.events as
select integration, uuid as id, uuid, published, event_type, actor_id,
       doc #>> '{outcome,result}' as outcome,
       doc #>> '{outcome,reason}' as outcome_reason,
       doc #>> '{actor,alternateId}' as actor_login,
       doc #>> '{client,ipAddress}' as ip_address,
       doc #>> '{client,geographicalContext,country}' as country,
       received_via, received_at, doc, received_at as changed_at, seq, xid
from store.event;

create view okta.quarantine as
select coalesce(integration, '') as integration, id::text as id, source, reason, payload, received_at, replayed_at,
       null::jsonb as doc, received_at as changed_at
from store.quarantine;

create view okta.runs as
select integration, id::text as id, mode, status, trigger, reason, started_at, finished_at,
       null::jsonb as doc, coalesce(finished_at, started_at) as changed_at
from store.run where mode in ('full', 'delta');

create table store.finding (
  id            bigint generated always as identity primary key,
  integration   text not null,
  check_id      text not null,
  kind          text not null check (kind in ('posture', 'threat', 'detection')),
  subject_type  text not null,
  subject_id    text not null,
  severity      text not null check (severity in ('info', 'low', 'medium', 'high', 'critical')),
  state         text not null check (state in ('open', 'resolved', 'muted', 'accepted')),
  evidence      jsonb not null default '{}',
  first_seen    timestamptz not null default now(),
  last_seen     timestamptz not null default now(),
  resolved_at   timestamptz,
  changed_at    timestamptz not null default now(),
  unique (integration, check_id, subject_type, subject_id)
);
create view okta.findings as
select integration, id::text as id, check_id, kind, subject_type, subject_id, severity, state, evidence,
       first_seen, last_seen, resolved_at, evidence as doc, changed_at
from store.finding;
