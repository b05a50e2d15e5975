-- What analysts took out of documents by path, as columns. All are appended, and computed only where a query selects them.

-- Their own display name is the one that people see in Okta.
create or replace view okta.users as
select integration, parent_id, id,
       doc #>> '{profile,login}' as login,
       doc #>> '{profile,email}' as email,
       doc ->> 'status' as status,
       coalesce(nullif(doc #>> '{profile,displayName}', ''),
                concat_ws(' ', doc #>> '{profile,firstName}', doc #>> '{profile,lastName}')) as display_name,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'activated') as activated,
       store.instant(doc ->> 'statusChanged') as status_changed,
       store.instant(doc ->> 'lastLogin') as last_login,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       store.instant(doc ->> 'passwordChanged') as password_changed,
       doc, changed_at,
       doc #>> '{profile,firstName}' as first_name,
       doc #>> '{profile,lastName}' as last_name,
       doc #>> '{profile,department}' as department,
       doc #>> '{profile,title}' as title,
       doc #>> '{profile,manager}' as manager,
       doc #>> '{profile,managerId}' as manager_id,
       doc #>> '{profile,userType}' as user_type,
       doc #>> '{profile,employeeNumber}' as employee_number,
       doc #>> '{profile,organization}' as organization,
       doc #>> '{profile,countryCode}' as country_code,
       doc #>> '{credentials,provider,type}' as provider,
       first_seen
from store.resource where data_type = 'users' and deleted_at is null;

-- What isn't a number has none, and fails nobody's query.
create function store.number(value jsonb) returns numeric language sql immutable parallel safe as $$
  select case when jsonb_typeof(value) = 'number' then value::numeric end
$$;

-- late isn't said of the history that the first reading of the log fetches on purpose. "unknown" is no session: it is what Okta writes of
-- everything that happens outside of one.
create or replace view okta.events as
select integration, uuid as id, uuid, published, event_type, actor_id,
       doc #>> '{outcome,result}' as outcome,
       doc #>> '{outcome,reason}' as outcome_reason,
       doc #>> '{actor,alternateId}' as actor_login,
       doc #>> '{client,ipAddress}' as ip_address,
       doc #>> '{client,geographicalContext,country}' as country,
       received_via, received_at, doc, received_at as changed_at, seq, xid,
       received_at > published + interval '15 minutes' and (received_via <> 'poll' or published > coalesce((
         select f.read_at from store.first_reading f
         where f.integration = e.integration and f.data_type = 'events' and f.org_since < e.received_at
         order by f.org_since desc limit 1), '-infinity')) as late,
       ''::text as parent_id,
       doc #>> '{actor,type}' as actor_type,
       doc #>> '{target,0,id}' as target_id,
       doc #>> '{target,0,type}' as target_type,
       coalesce(doc #>> '{target,0,displayName}', doc #>> '{target,0,alternateId}') as target_name,
       array(select t ->> 'id' from store.elements(doc -> 'target') t where t ->> 'id' is not null) as target_ids,
       nullif(doc #>> '{authenticationContext,externalSessionId}', 'unknown') as session_id,
       doc #>> '{transaction,id}' as transaction_id,
       doc #>> '{client,userAgent,rawUserAgent}' as user_agent,
       doc #>> '{client,geographicalContext,city}' as city,
       doc ->> 'severity' as severity,
       doc ->> 'displayMessage' as display_message,
       case doc #>> '{securityContext,isProxy}' when 'true' then true when 'false' then false end as is_proxy,
       case when store.number(doc #> '{securityContext,asNumber}') between 0 and 4294967295
         then store.number(doc #> '{securityContext,asNumber}')::bigint end as as_number,
       store.number(doc #> '{client,geographicalContext,geolocation,lat}') as latitude,
       store.number(doc #> '{client,geographicalContext,geolocation,lon}') as longitude
from store.event e;

create or replace view okta.groups as
select integration, parent_id, id,
       doc #>> '{profile,name}' as name,
       doc ->> 'type' as type,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       store.instant(doc ->> 'lastMembershipUpdated') as last_membership_updated,
       (doc #>> '{_embedded,stats,usersCount}')::bigint as users_count,
       (doc #>> '{_embedded,stats,appsCount}')::bigint as apps_count,
       (doc #>> '{_embedded,stats,hasAdminPrivilege}')::boolean as has_admin_privilege,
       doc, changed_at, first_seen
from store.resource where data_type = 'groups' and deleted_at is null;

-- Everyone holds all users that aren't DEPROVISIONED; Okta isn't asked for what the users list already tells.
create or replace view okta.group_members as
select integration, parent_id, id, parent_id as group_id, id as user_id, false as derived, doc, changed_at, first_seen
from store.resource where data_type = 'group_members' and deleted_at is null
union all
select u.integration, g.id, u.id, g.id, u.id, true, jsonb_build_object('id', u.id), u.changed_at, u.first_seen
from store.resource g join store.resource u on u.integration = g.integration
where g.data_type = 'groups' and g.deleted_at is null and g.doc ->> 'type' = 'BUILT_IN' and g.doc #>> '{profile,name}' = 'Everyone'
  and u.data_type = 'users' and u.deleted_at is null and u.doc ->> 'status' <> 'DEPROVISIONED';

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
       store.is_for_everyone(doc) as for_everyone,
       first_seen
from store.resource where data_type = 'apps' and deleted_at is null;

create or replace view okta.app_users as
select integration, parent_id, id, parent_id as app_id, id as user_id,
       doc ->> 'scope' as scope,
       doc ->> 'status' as status,
       doc #>> '{credentials,userName}' as user_name,
       store.instant(doc ->> 'created') as created,
       doc, changed_at,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen
from store.resource where data_type = 'app_users' and deleted_at is null;

create or replace view okta.app_groups as
select integration, parent_id, id, parent_id as app_id, id as group_id,
       (doc ->> 'priority')::int as priority,
       doc, changed_at,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen
from store.resource where data_type = 'app_groups' and deleted_at is null;

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
       first_seen
from store.resource where data_type = 'factors' and deleted_at is null;

create or replace view okta.role_assignees as
select integration, parent_id, id, id as user_id, doc, changed_at, first_seen
from store.resource where data_type = 'role_assignees' and deleted_at is null;

-- Direct assignments of users, groups and service apps alike; effective_admins joins the members of the groups.
create or replace view okta.admin_roles as
select integration, parent_id, id,
       case data_type when 'admin_roles' then 'USER' when 'group_roles' then 'GROUP' else 'CLIENT' end as assignee_type,
       parent_id as assignee_id,
       doc ->> 'type' as role_type,
       doc ->> 'label' as label,
       doc ->> 'status' as status,
       doc ->> 'assignmentType' as assignment_type,
       store.instant(doc ->> 'created') as created,
       doc, changed_at,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen
from store.resource where data_type in ('admin_roles', 'group_roles', 'client_roles') and deleted_at is null;

create or replace view okta.group_roles as
select integration, parent_id, id, assignee_id as group_id, role_type, label, status, doc, changed_at, created, last_updated, first_seen
from okta.admin_roles where assignee_type = 'GROUP';

-- An app may have a client id of its own choice, which isn't the app's id.
create or replace view okta.client_roles as
select r.integration, r.parent_id, r.id, coalesce(a.doc #>> '{credentials,oauthClient,client_id}', r.assignee_id) as client_id,
       r.role_type, r.label, r.status, r.doc, r.changed_at, r.created, r.last_updated, r.first_seen
from okta.admin_roles r
left join store.resource a
  on a.integration = r.integration and a.data_type = 'apps' and a.parent_id = '' and a.id = r.assignee_id
where r.assignee_type = 'CLIENT';

create or replace view okta.policies as
select integration, parent_id, id,
       doc ->> 'type' as type,
       doc ->> 'name' as name,
       doc ->> 'status' as status,
       (doc ->> 'priority')::int as priority,
       (doc ->> 'system')::boolean as system,
       doc, changed_at,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen
from store.resource where data_type = 'policies' and deleted_at is null;

create or replace view okta.policy_rules as
select integration, parent_id, id, parent_id as policy_id,
       doc ->> 'type' as type,
       doc ->> 'name' as name,
       doc ->> 'status' as status,
       (doc ->> 'priority')::int as priority,
       (doc ->> 'system')::boolean as system,
       doc, changed_at,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen
from store.resource where data_type = 'policy_rules' and deleted_at is null;

create or replace view okta.authenticators as
select integration, parent_id, id,
       doc ->> 'key' as key, doc ->> 'name' as name, doc ->> 'type' as type, doc ->> 'status' as status, doc, changed_at,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen
from store.resource where data_type = 'authenticators' and deleted_at is null;

create or replace view okta.zones as
select integration, parent_id, id,
       doc ->> 'name' as name, doc ->> 'type' as type, doc ->> 'status' as status, doc ->> 'usage' as usage, doc, changed_at,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen
from store.resource where data_type = 'zones' and deleted_at is null;

create or replace view okta.org as
select integration, parent_id, id,
       doc ->> 'companyName' as company_name, doc ->> 'subdomain' as subdomain, doc ->> 'status' as status, doc, changed_at,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen
from store.resource where data_type = 'org' and deleted_at is null;

create or replace view okta.devices as
select integration, parent_id, id,
       doc ->> 'status' as status,
       doc #>> '{profile,displayName}' as display_name,
       doc #>> '{profile,platform}' as platform,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       doc, changed_at,
       store.instant(doc ->> 'created') as created,
       first_seen
from store.resource where data_type = 'devices' and deleted_at is null;

create or replace view okta.api_tokens as
select integration, parent_id, id,
       doc ->> 'name' as name, doc ->> 'userId' as user_id, doc ->> 'clientName' as client_name,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       store.instant(doc ->> 'expiresAt') as expires_at,
       doc, changed_at, first_seen
from store.resource where data_type = 'api_tokens' and deleted_at is null;

create or replace view okta.api_service_integrations as
select integration, parent_id, id,
       doc ->> 'name' as name, doc ->> 'type' as type, doc -> 'grantedScopes' as granted_scopes,
       store.instant(doc ->> 'createdAt') as created,
       doc, changed_at, first_seen
from store.resource where data_type = 'api_service_integrations' and deleted_at is null;

create or replace view okta.user_types as
select integration, parent_id, id,
       doc ->> 'name' as name, doc ->> 'displayName' as display_name, (doc ->> 'default')::boolean as is_default,
       substring(doc #>> '{_links,schema,href}' from '[^/]+$') as schema_id,
       doc, changed_at,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       first_seen
from store.resource where data_type = 'user_types' and deleted_at is null;

create or replace view okta.org_contacts as
select integration, parent_id, id, id as contact_type, doc, changed_at, first_seen
from store.resource where data_type = 'org_contacts' and deleted_at is null;

-- What somebody can prove their identity with besides the password. The list of factors lacks smart cards, identity providers, and
-- whatever the enrolment policy doesn't ask for, as it is for whoever asks, so enrolments count as well where they are collected. An
-- enrolment that wasn't read for a month says nothing any more: the integration has left them out since.
create or replace view okta.active_factors as
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
       f.doc, f.changed_at, f.first_seen
from store.resource f
where f.data_type in ('factors', 'authenticator_enrollments') and f.deleted_at is null and f.doc ->> 'status' = 'ACTIVE'
  and f.doc ->> 'key' is distinct from 'okta_password'
  and (f.data_type = 'factors' or f.integration in (
    select i.name from store.integration i where exists (
      select from store.run_data_type t join store.run r on r.id = t.run_id
      where t.integration = i.name and t.data_type = 'authenticator_enrollments' and t.status = 'SUCCESS' and r.mode = 'full'
        and t.finished_at > now() - interval '30 days')));
