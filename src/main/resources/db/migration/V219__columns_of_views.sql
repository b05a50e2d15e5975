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

-- "unknown" is no session: it is what Okta writes of everything that happens outside of one.
create or replace view okta.events as
select integration, uuid as id, uuid, published, event_type, actor_id,
       doc #>> '{outcome,result}' as outcome,
       doc #>> '{outcome,reason}' as outcome_reason,
       doc #>> '{actor,alternateId}' as actor_login,
       doc #>> '{client,ipAddress}' as ip_address,
       doc #>> '{client,geographicalContext,country}' as country,
       received_via, received_at, doc, received_at as changed_at, seq, xid,
       received_at > published + interval '15 minutes' as late,
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
from store.event;
