-- How complete each data type is. The last full reading decides, or what a delta after it could not read. A delta that found nothing to
-- read says nothing of a list that was refused before. A poll of the System Log goes on where the last one ended, so it is as good as a full one.
create view store.data_type_state as
with pull as not materialized (
  select d.integration, d.data_type, d.status, d.reason, d.planned, d.finished_at, r.mode
  from store.run_data_type d join store.run r on r.id = d.run_id
  where d.finished_at is not null and r.mode in ('full', 'delta', 'log')
), whole as not materialized (
  select distinct on (integration, data_type) integration, data_type, status, reason, finished_at
  from pull where mode in ('full', 'log') order by integration, data_type, finished_at desc
)
select w.integration, w.data_type, coalesce(d.status, w.status) as status,
       case when d.status is null then w.reason else d.reason end as reason,
       case when w.status = 'SUCCESS'
            then greatest(w.finished_at, (select max(p.finished_at) from pull p
                                          where p.integration = w.integration and p.data_type = w.data_type and p.status = 'SUCCESS')) end
         as complete_at
from whole w
left join lateral (
  select p.status, p.reason from pull p
  where w.status = 'SUCCESS' and p.integration = w.integration and p.data_type = w.data_type
    and p.mode = 'delta' and p.finished_at > w.finished_at and (p.planned > 0 or p.status <> 'SUCCESS')
  order by p.finished_at desc limit 1
) d on true;

-- The properties of an object in a document. What Okta sends as null, or as anything else than an object, has none, and fails nobody's query.
create function store.properties(thing jsonb) returns table (key text, value jsonb) language sql immutable parallel safe as $$
  select p.key, p.value from jsonb_each(case when jsonb_typeof(thing) = 'object' then thing else '{}' end) p
$$;

-- Okta embeds a device's users in the device itself (expand=user).
create or replace view okta.device_users as
select d.integration, d.id as parent_id, u.value #>> '{user,id}' as id, d.id as device_id, u.value #>> '{user,id}' as user_id,
       u.value ->> 'managementStatus' as management_status, u.value ->> 'screenLockType' as screen_lock_type,
       u.value as doc, d.changed_at
from store.resource d, store.elements(d.doc #> '{_embedded,users}') u (value)
where d.data_type = 'devices' and d.deleted_at is null;

-- Which sign-on rules guard which app.
create or replace view okta.app_sign_on_rules as
select a.integration, a.id as parent_id, r.id, a.id as app_id, a.label as app_label, a.name as app_name, a.status as app_status,
       p.id as policy_id, p.name as policy_name, r.name as rule_name, r.priority, r.system,
       r.doc #>> '{actions,appSignOn,access}' as access,
       r.doc #>> '{actions,appSignOn,verificationMethod,factorMode}' as factor_mode,
       exists (select from store.elements(r.doc #> '{actions,appSignOn,verificationMethod,constraints}') c
               where c #>> '{possession,phishingResistant}' = 'REQUIRED') as phishing_resistant,
       coalesce(r.doc #>> '{conditions,network,connection}', 'ANYWHERE') as network,
       row_number() over (partition by a.integration, a.id order by r.priority, r.id) = 1 as top,
       r.doc, r.changed_at
from okta.apps a
join okta.policies p on p.integration = a.integration and p.type = 'ACCESS_POLICY' and p.status = 'ACTIVE'
  and p.id = coalesce(substring(a.doc #>> '{_links,accessPolicy,href}' from '[^/]+$'),
                      (select n.id from okta.policies n where n.integration = a.integration and n.type = 'ACCESS_POLICY' and n.name = a.label limit 1))
join okta.policy_rules r on r.integration = p.integration and r.parent_id = p.id and r.status = 'ACTIVE';
