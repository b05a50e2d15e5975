-- What a verification's pull of one data type found changed, new or gone although nothing had told of it. Told are: what Okta itself
-- dates after the last delta began (it would be in the next one), what an event named since, and what waits to be read again.
-- Rows that went with what they belong to are no finding of their own.
with pull as (
  select started_at, finished_at from store.run_data_type where run_id = :run and data_type = :type
), known as (
  select max(t.started_at) + make_interval(secs => :offset) - interval '5 minutes' as since
  from store.run_data_type t join store.run r on r.id = t.run_id, pull p
  where t.integration = :integration and t.data_type = :type and t.status = 'SUCCESS' and t.started_at < p.started_at
    and (r.mode = 'full' or r.mode = 'delta' and :told)
), read as (
  select distinct q.parent_id, case when q.closing = 'none' then q.request end as id
  from store.request q
  where q.run_id = :run and q.data_type = :type
    and (q.changed > 0 or q.deleted > 0 or q.state = 'gone' or q.closing = 'type')
), found as (
  select r.parent_id, r.id, r.doc, h.doc as before, coalesce(r.deleted_at, r.changed_at) as found_at,
         case when r.deleted_at is not null then 'gone' when h.doc is null then 'new' else 'changed' end as kind
  from read q cross join pull p
  join store.resource r
    on r.integration = :integration and r.data_type = :type and r.parent_id = q.parent_id and (q.id is null or r.id = q.id)
  left join store.resource_history h
    on (h.integration, h.data_type, h.parent_id, h.id) = (r.integration, r.data_type, r.parent_id, r.id) and h.valid_to = r.changed_at
  where r.deleted_at between p.started_at and p.finished_at and r.ended_by is null
     or r.deleted_at is null and r.changed_at between p.started_at and p.finished_at and r.cause_event is null
), named as materialized (
  select distinct case when :target = '' and e.event_type like any (cast(:own as text[])) then '' else t ->> 'id' end as id
  from known k
  join store.event e
    on e.integration = :integration and e.published >= k.since - interval '1 day' and greatest(e.published, e.received_at) >= k.since
       and e.event_type like any (cast(:patterns as text[]))
  left join lateral store.elements(e.doc -> 'target') t on true
  where exists (select from found)
), unexplained as (
  select f.parent_id, f.id, f.kind, f.found_at
  from found f cross join known k
  where (f.kind <> 'changed' or store.trim(f.before, '', :varies) is distinct from store.trim(f.doc, '', :varies))
    and case when f.kind = 'gone' then :told
             else coalesce(greatest(store.instant(coalesce(f.doc ->> 'lastUpdated', f.doc ->> 'lastUpdate')),
                                    store.instant(f.doc ->> 'lastMembershipUpdated'),
                                    store.instant(coalesce(f.doc ->> 'created', f.doc ->> 'createdDate'))) < k.since, :told) end
    and not exists (select from named n where n.id in ('', f.id, split_part(f.parent_id, '/', 1)))
    and not exists (select from store.refresh w
      where w.integration = :integration and w.data_type in (:type, :parent, :refers)
        and w.object_id in ('', f.id, f.parent_id, split_part(f.parent_id, '/', 1), f.parent_id || '/' || f.id))
    and not (f.kind = 'gone' and exists (select from store.resource o
      where o.integration = :integration and o.deleted_at is not null
        and (o.data_type = :refers and o.id = f.id
             or o.data_type = :parent and f.parent_id in (o.id, o.parent_id || '/' || o.id))))
    and not %s
)
insert into store.drift (run_id, integration, data_type, parent_id, id, kind, found_at)
select :run, :integration, :type, parent_id, id, kind, found_at from unexplained
on conflict do nothing
