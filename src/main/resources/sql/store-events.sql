-- One page of the System Log: events not known yet, the cursor, and the list's checkpoint, in one statement. The pages come in the
-- order of time, so the log is here up to the last event of a page, or up to now where a page is empty.
-- The list ends with an empty page, and where something newer than the pull itself has come: in a busy org no page is ever empty.
-- What is dated days ahead is put aside as it is of a stream: it would stay the newest event for so long.
-- Whatever was persisted later waits behind the cursor for the next poll.
with incoming as materialized (
  select distinct on (published, uuid) *, coalesce(published >= date_trunc('day', now(), 'UTC') + interval '48 hours', false) as ahead from (
    select store.instant(e ->> 'published') as published, e ->> 'uuid' as uuid,
           e ->> 'eventType' as event_type, e #>> '{actor,id}' as actor_id, e as doc
    from jsonb_array_elements(convert_from(:?page, 'UTF8')::jsonb) e offset 0
  ) s
), position as (
  select coalesce(latest >= cast(:?begunAt as timestamptz), records = 0) as caught_up, case when records = 0 or latest > now() then now() else latest end as until
  from (select max(published) filter (where not ahead) as latest, count(*) as records from incoming) i
), stored as (
  insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
  select :?integration, published, uuid, event_type, actor_id, doc, :?receivedVia
  from incoming where published is not null and uuid is not null and event_type is not null and not ahead
  on conflict (integration, published, uuid) do nothing
  returning 1
), refused as (
  insert into store.quarantine (integration, source, reason, payload)
  select :?integration, 'System Log', case when ahead then 'An event of a day that is yet to come.' else 'An event without published, uuid or eventType' end, left(doc::text, 65536)
  from incoming where (published is null or uuid is null or event_type is null or ahead) and not store.quarantined(:?integration, left(doc::text, 65536))
), bookmark as (
  insert into store.cursor (integration, data_type, next, caught_up_at)
  select :?integration, :?dataType, :?following, until
  from position where :?following <> ''
  on conflict (integration, data_type) do update
  set next = excluded.next, caught_up_at = greatest(excluded.caught_up_at, store.cursor.caught_up_at), changed_at = now()
), checkpoint as (
  update store.request q set
    next = nullif(:?following, ''),
    pages = q.pages + 1,
    records = q.records + (select count(*) from incoming),
    changed = q.changed + (select count(*) from stored),
    failed_calls = q.failed_calls + :?failed,
    state = case when :?following = '' or (select caught_up from position) then 'answered' else 'planned' end
  where q.run_id = :?run and q.data_type = :?dataType and q.request = :?request
  returning q.state
)
select (select count(*) from incoming) as records, (select count(*) from stored) as changed,
       (select state from checkpoint) as state
from store.fence(:?integration, cast(:?lease as bigint))
