-- What a stream brought, or what came through Kafka: events not known yet, what is refused, and when the stream last lived, in one statement.
with incoming as materialized (
  select distinct on (published, uuid) * from (
    select store.instant(e ->> 'published') as published, e ->> 'uuid' as uuid,
           e ->> 'eventType' as event_type, e #>> '{actor,id}' as actor_id, e as doc
    from jsonb_array_elements(convert_from(:?page, 'UTF8')::jsonb) e offset 0
  ) s
), stored as (
  insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
  select :?integration, published, uuid, event_type, actor_id, doc, :?receivedVia
  from incoming where published is not null and uuid is not null and event_type is not null
  on conflict (integration, published, uuid) do nothing
  returning 1
), refused as (
  insert into store.quarantine (integration, source, reason, payload)
  select nullif(:?integration, ''), :?receivedVia, r ->> 'reason', r ->> 'payload'
  from jsonb_array_elements(convert_from(:?refused, 'UTF8')::jsonb) r
  union all
  select :?integration, :?receivedVia, 'An event without published, uuid or eventType.', left(doc::text, 65536)
  from incoming where published is null or uuid is null or event_type is null
), alive as (
  update store.stream s
  set last_at = now(), last_published = greatest(s.last_published, (select max(published) from incoming))
  where s.integration = :?integration and s.received_via = :?receivedVia
    and s.last_at < now() - interval '1 second' and exists (select from incoming) and :?receivedVia <> 'poll'
), born as (
  insert into store.stream (integration, received_via, last_published)
  select :?integration, :?receivedVia, (select max(published) from incoming)
  where exists (select from incoming where published is not null) and :?receivedVia <> 'poll'
    and not exists (select from store.stream s where s.integration = :?integration and s.received_via = :?receivedVia)
  on conflict do nothing
)
select (select count(*) from incoming) as records, (select count(*) from stored) as changed
