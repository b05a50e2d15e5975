-- What is told next: what waits in the outbox, in its order, and once nothing more waits, the next documents of the snapshot.
-- One statement sees one state of the database, so a document of the snapshot is never older than a change told before it.
with waiting as materialized (
  select seq, topic, key, value from store.outbox order by seq limit :batch
), standing as (
  select row_number() over (order by integration, data_type, parent_id, id) as seq, integration, data_type, parent_id, id, doc,
         changed_at, deleted_at, cause_event, ended_by
  from (
    select * from store.resource r
    where :snapshot and (select count(*) from waiting) < :batch
      and (r.integration, r.data_type, r.parent_id, r.id) > (:integration, :dataType, :parent, :id)
      and (r.deleted_at is null or :deleted)
    order by r.integration, r.data_type, r.parent_id, r.id limit :batch) s
)
select false as standing, seq, topic, key, value::text as value, null as integration, null as data_type, null as parent_id, null as id
from waiting
union all
select true, seq, 'okta.changes', store.document_key(integration, data_type, parent_id, id),
       store.document_change(integration, data_type, parent_id, id, 'snapshot', null, case when deleted_at is null then doc end,
                             coalesce(deleted_at, changed_at), case when deleted_at is null then cause_event else ended_by end)::text,
       integration, data_type, parent_id, id
from standing
order by 1, 2
