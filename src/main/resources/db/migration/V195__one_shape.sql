-- Written down for each call, all versions of all documents were a temporary copy of the store; now a day, or one object, is found by index.
create or replace function okta.changes(after timestamptz, until timestamptz)
returns table (integration text, data_type text, parent_id text, id text, at timestamptz, change text,
               before jsonb, later jsonb, cause_event text, actor_id text, actor_login text)
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
  ), steps as (
    select v.integration, v.data_type, v.parent_id, v.id, v.valid_from as at,
           case when p.doc is null then 'added' else 'changed' end as change, p.doc as before, v.doc as later, v.cause_event
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
         e.actor_id, e.doc #>> '{actor,alternateId}'
  from steps s
  left join store.event e on e.integration = s.integration and e.uuid = s.cause_event
  order by s.at
$$;

-- Every view has these columns, so that a tool can read all of them alike.
create or replace view okta.events as
select integration, uuid as id, uuid, published, event_type, actor_id,
       doc #>> '{outcome,result}' as outcome,
       doc #>> '{outcome,reason}' as outcome_reason,
       doc #>> '{actor,alternateId}' as actor_login,
       doc #>> '{client,ipAddress}' as ip_address,
       doc #>> '{client,geographicalContext,country}' as country,
       received_via, received_at, doc, received_at as changed_at, seq, xid,
       received_at > published + interval '15 minutes' as late,
       ''::text as parent_id
from store.event;

create or replace view okta.effective_admins as
select r.integration, r.parent_id as user_id, r.id as role_assignment_id, r.doc ->> 'type' as role_type, r.doc ->> 'label' as label,
       null::text as group_id, r.parent_id || '/' || r.id as id, r.doc, r.changed_at
from store.resource r
where r.data_type = 'admin_roles' and r.deleted_at is null and r.doc ->> 'assignmentType' is distinct from 'GROUP'
union all
select r.integration, m.id, r.id, r.doc ->> 'type', r.doc ->> 'label', r.parent_id, m.id || '/' || r.parent_id || '/' || r.id, r.doc, r.changed_at
from store.resource r
cross join lateral store.members(r.integration, r.parent_id) m (id)
where r.data_type = 'group_roles' and r.deleted_at is null;

-- An app may have a client id of its own choice, which isn't the app's id.
create or replace view okta.client_roles as
select r.integration, r.parent_id, r.id, coalesce(a.doc #>> '{credentials,oauthClient,client_id}', r.assignee_id) as client_id,
       r.role_type, r.label, r.status, r.doc, r.changed_at
from okta.admin_roles r
left join store.resource a
  on a.integration = r.integration and a.data_type = 'apps' and a.parent_id = '' and a.id = r.assignee_id
where r.assignee_type = 'CLIENT';
