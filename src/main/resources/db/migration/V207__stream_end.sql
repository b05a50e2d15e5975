-- Streams that were given up on purpose: what EventBridge still brings for a few minutes makes none of them one that has to go on.
create table store.stream_end (
  integration  text primary key references store.integration on delete cascade,
  at           timestamptz not null default now()
);
