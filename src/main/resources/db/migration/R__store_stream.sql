-- What a stream brought, or what came through Kafka: events not known yet, what is refused, and when the stream last lived, in one
-- statement. What the poll sent through Kafka comes from several partitions, so of the log's last minute it isn't said that it is here.
-- Clocks differ, and a stranger may date an event ahead: no stream has come further than now.
-- Of an integration that is being removed nothing is taken: another instance may know it for a few seconds yet. A removal that begins now
-- ends after this transaction, and erases what it wrote.
-- A stream that was given up is one again by what was published ten minutes later: AWS goes on for a while with a rule that was removed.
-- A batch that is taken apart comes again where the database fails meanwhile, and so does a message: what waits already isn't put aside
-- twice, but has come just now.
-- A replay puts aside what it couldn't take of a row that still waits itself.
-- It is a function for the same reason as store.store_page: a session plans it once, not once for every batch.
create or replace function store.store_stream(
  page bytea,        -- the events as one JSON array
  refusals bytea,    -- what was refused beside them, as one JSON array of reason and payload
  owner text,        -- the integration; empty where nobody knows whose they are
  door text          -- what they came through
) returns table (records bigint, changed bigint)
language plpgsql as $$
#variable_conflict use_variable
begin
  if owner <> '' then
    perform from store.integration i where i.name = owner and i.state <> 'removing' for key share;
    if not found then
      return query select 0::bigint, 0::bigint;
      return;
    end if;
  end if;
  return query
  with incoming as materialized (
    select distinct on (published, uuid) * from (
      select store.instant(e ->> 'published') as published, e ->> 'uuid' as uuid,
             e ->> 'eventType' as event_type, e #>> '{actor,id}' as actor_id, e as doc
      from jsonb_array_elements(convert_from(page, 'UTF8')::jsonb) e offset 0
    ) s
  ), stored as (
    insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
    select owner, published, uuid, event_type, actor_id, doc, door
    from incoming where published is not null and uuid is not null and event_type is not null
    on conflict (integration, published, uuid) do nothing
    returning 1
  ), refused as materialized (
    select distinct on (payload) reason, payload from (
      select r ->> 'reason' as reason, r ->> 'payload' as payload
      from jsonb_array_elements(convert_from(refusals, 'UTF8')::jsonb) r
      union all
      select 'An event without published, uuid or eventType.', left(doc::text, 65536)
      from incoming where published is null or uuid is null or event_type is null
    ) r
  ), waiting as materialized (
    -- Each is looked for by itself, through the index: joined, all that waits would be read. They come in the order of their text, so two
    -- that meet lock them in the same.
    select q.id, q.payload from refused r cross join lateral (
      select q.id, q.payload from store.quarantine q
      where door <> 'replay' and q.replayed_at is null and md5(q.payload) = md5(r.payload) and q.payload = r.payload
        and q.integration is not distinct from nullif(owner, '')
      order by q.id for update) q
  ), come_again as (
    update store.quarantine q set received_at = now() from waiting w where q.id = w.id
  ), put_aside as (
    insert into store.quarantine (integration, source, reason, payload)
    select nullif(owner, ''), door, reason, payload from refused r
    where not exists (select from waiting w where w.payload = r.payload)
  ), caught_up as (
    update store.cursor c
    set caught_up_at = greatest(c.caught_up_at, least(now(), (select max(published) from incoming)) - interval '1 minute')
    where c.integration = owner and c.data_type = 'events' and door = 'poll' and exists (select from incoming)
  ), alive as (
    update store.stream s
    set last_at = now(), last_published = greatest(s.last_published, least(now(), (select max(published) from incoming)))
    where s.integration = owner and s.received_via = door
      and s.last_at < now() - interval '1 second' and exists (select from incoming) and door <> 'poll'
  ), born as (
    insert into store.stream (integration, received_via, last_published)
    select owner, door, least(now(), (select max(published) from incoming))
    where exists (select from incoming where published is not null) and door <> 'poll'
      and not exists (select from store.stream_end e where e.integration = owner and door in ('sqs', 'eventbridge')
                      and e.at > (select max(published) from incoming) - interval '10 minutes')
      and not exists (select from store.stream s where s.integration = owner and s.received_via = door)
    on conflict do nothing
  )
  select (select count(*) from incoming) as records, (select count(*) from stored) as changed;
end $$;
