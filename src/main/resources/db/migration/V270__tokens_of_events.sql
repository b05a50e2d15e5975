-- What a token did, and what was done on a device, without looking into documents.
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
       store.number(doc #> '{client,geographicalContext,geolocation,lon}') as longitude,
       doc #>> '{transaction,detail,requestApiTokenId}' as api_token_id,
       doc #>> '{device,id}' as device_id
from store.event e;
