-- When each stream last brought something; touched at most once a second.
create table store.stream (
  integration     text not null,
  received_via    text not null,
  first_at        timestamptz not null default now(),
  last_at         timestamptz not null default now(),
  last_published  timestamptz not null,
  primary key (integration, received_via)
);

-- Times in which a stream brought nothing although there was something; until_at is null while it lasts.
create table store.stream_gap (
  id            bigint generated always as identity primary key,
  integration   text not null,
  from_at       timestamptz not null,
  until_at      timestamptz,
  noticed_at    timestamptz not null default now(),
  events        bigint not null default 0,
  reason        text not null
);
create unique index stream_gap_one_open on store.stream_gap (integration) where until_at is null;

create view okta.streams as
select s.integration, s.received_via as id, s.received_via, s.first_at, s.last_at, s.last_published,
       null::jsonb as doc, s.last_at as changed_at
from store.stream s;

create view okta.stream_gaps as
select integration, id::text as id, from_at, until_at, noticed_at, events, reason,
       null::jsonb as doc, coalesce(until_at, noticed_at) as changed_at
from store.stream_gap;

-- late: it came long after it happened, so what looks at the newest events has passed its time already.
create or replace view okta.events as
select integration, uuid as id, uuid, published, event_type, actor_id,
       doc #>> '{outcome,result}' as outcome,
       doc #>> '{outcome,reason}' as outcome_reason,
       doc #>> '{actor,alternateId}' as actor_login,
       doc #>> '{client,ipAddress}' as ip_address,
       doc #>> '{client,geographicalContext,country}' as country,
       received_via, received_at, doc, received_at as changed_at, seq, xid,
       received_at > published + interval '15 minutes' as late
from store.event;

-- Where a stream is healthy the poll brings little; what it brought is what the stream has missed.
create index event_polled on store.event (integration, published) where received_via = 'poll';
