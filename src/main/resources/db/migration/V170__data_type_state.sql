-- How complete a data type is. The last full reading decides, or what a delta after it could not read. A delta that found nothing to
-- read says nothing of a list that was refused before. A poll of the System Log goes on where the last one ended, so it is as good as a full one.
-- Asked for each check, so it looks for the newest rows alone, however many runs are kept.
create index run_data_type_newest on store.run_data_type (integration, data_type, finished_at desc);

create function store.state_of(the_integration text, the_type text)
returns table (status text, reason text, complete_at timestamptz) language sql stable as $$
  select coalesce(d.status, w.status), case when d.status is null then w.reason else d.reason end,
         case when w.status = 'SUCCESS' then greatest(w.finished_at, s.finished_at) end
  from (
    select t.status, t.reason, t.finished_at from store.run_data_type t join store.run r on r.id = t.run_id
    where t.integration = the_integration and t.data_type = the_type and t.finished_at is not null and r.mode in ('full', 'log')
    order by t.finished_at desc limit 1
  ) w
  left join lateral (
    select t.status, t.reason from store.run_data_type t join store.run r on r.id = t.run_id
    where w.status = 'SUCCESS' and t.integration = the_integration and t.data_type = the_type and t.finished_at > w.finished_at
      and r.mode = 'delta' and (t.planned > 0 or t.status <> 'SUCCESS')
    order by t.finished_at desc limit 1
  ) d on true
  left join lateral (
    select t.finished_at from store.run_data_type t join store.run r on r.id = t.run_id
    where t.integration = the_integration and t.data_type = the_type and t.finished_at > w.finished_at
      and r.mode = 'delta' and t.status = 'SUCCESS'
    order by t.finished_at desc limit 1
  ) s on true
$$;

-- From one data type to the next along the index, since a distinct would read all rows for the few that there are.
create view store.data_type_state as
with recursive known as (
  (select integration, data_type from store.run_data_type order by integration, data_type limit 1)
  union all
  select n.integration, n.data_type from known k, lateral (
    select t.integration, t.data_type from store.run_data_type t
    where (t.integration, t.data_type) > (k.integration, k.data_type) order by t.integration, t.data_type limit 1
  ) n
)
select k.integration, k.data_type, s.status, s.reason, s.complete_at
from known k, store.state_of(k.integration, k.data_type) s;

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
