-- Tables live in schema store; schema okta holds the views that people and checks query.
create schema if not exists okta;

-- What is connected. Credentials are sealed (JWE); the lease says which instance owns the org's request budget now.
create table store.integration (
  name            text primary key check (name ~ '^[a-z0-9-]+$'),
  display_name    text not null,
  issuer          text not null,
  client_id       text not null,
  credentials     text not null,
  settings        jsonb not null default '{}',
  managed_by      text not null check (managed_by in ('configuration', 'api')),
  first_seen      timestamptz not null default now(),
  changed_at      timestamptz not null default now(),
  state           text not null default 'ready' check (state in ('ready', 'failed', 'removing')),
  state_reason    text,
  pipeline        text,
  granted_scopes  text[],
  availability    jsonb,
  checked_at      timestamptz,
  lease_owner     text,
  lease_until     timestamptz,
  last_served     timestamptz
);

-- One row each document that Okta shows, as Okta sent it.
create table store.resource (
  integration  text not null,
  data_type    text not null,
  parent_id    text not null default '',
  id           text not null,
  doc          jsonb not null,
  first_seen   timestamptz not null default now(),
  changed_at   timestamptz not null default now(),
  deleted_at   timestamptz,
  cause_event  text,
  primary key (integration, data_type, parent_id, id)
);
create index resource_by_id on store.resource (integration, id, data_type);

-- What a document was before it changed: rows are written only when something changes.
create table store.resource_history (
  integration  text not null,
  data_type    text not null,
  parent_id    text not null,
  id           text not null,
  valid_from   timestamptz not null,
  valid_to     timestamptz not null,
  doc          jsonb not null,
  cause_event  text
);
create index resource_history_key on store.resource_history (integration, data_type, parent_id, id, valid_from);
create index resource_history_time on store.resource_history (valid_to);

-- System Log events, each once, whichever way it came. Position of a reader: (xid, seq), see DESIGN notes in the README.
create sequence store.event_seq;
create table store.event (
  integration   text not null,
  published     timestamptz not null,
  uuid          text not null,
  seq           bigint not null default nextval('store.event_seq'),
  xid           xid8 not null default pg_current_xact_id(),
  event_type    text not null,
  actor_id      text,
  doc           jsonb not null,
  received_via  text not null,
  received_at   timestamptz not null default now(),
  primary key (integration, published, uuid)
) partition by range (published);
create index event_position on store.event (xid, seq);
create index event_actor on store.event (integration, actor_id, published);
create table store.event_other partition of store.event default;

-- A run, or a chore that works like one (log poll, refresh after events, verification).
create table store.run (
  id            bigint generated always as identity primary key,
  integration   text not null,
  mode          text not null check (mode in ('full', 'delta', 'log', 'refresh', 'verify')),
  status        text not null default 'RUNNING' check (status in ('RUNNING', 'SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE')),
  trigger       text not null,
  reason        text,
  started_at    timestamptz not null default now(),
  finished_at   timestamptz
);
create unique index run_one_at_a_time on store.run (integration) where status = 'RUNNING' and mode in ('full', 'delta');
create unique index run_one_chore_each on store.run (integration, mode) where status = 'RUNNING' and mode in ('log', 'refresh', 'verify');
create index run_by_integration on store.run (integration, id desc);

create table store.run_data_type (
  run_id        bigint not null references store.run on delete cascade,
  data_type     text not null,
  integration   text not null,
  status        text not null default 'PENDING'
                check (status in ('PENDING', 'RUNNING', 'SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE', 'SKIPPED')),
  reason        text,
  planned       bigint not null default 0,
  answered      bigint not null default 0,
  pages         bigint not null default 0,
  records       bigint not null default 0,
  expected      bigint,
  changed       bigint not null default 0,
  deleted       bigint not null default 0,
  calls         bigint not null default 0,
  failed_calls  bigint not null default 0,
  since         timestamptz,
  started_at    timestamptz,
  finished_at   timestamptz,
  primary key (run_id, data_type)
);
create index run_data_type_last on store.run_data_type (integration, data_type, status, finished_at desc);

-- The ledger: one row each planned list. next is the checkpoint: it commits with the page before it.
create table store.request (
  run_id        bigint not null references store.run on delete cascade,
  data_type     text not null,
  request       text not null,
  parent_id     text not null default '',
  position      bigint not null,
  path          text not null,
  closing       text not null default 'none' check (closing in ('none', 'list', 'type')),
  next          text,
  state         text not null default 'planned' check (state in ('planned', 'listed', 'answered', 'gone', 'absent', 'failed')),
  pages         int not null default 0,
  records       int not null default 0,
  changed       int not null default 0,
  deleted       int not null default 0,
  failed_calls  int not null default 0,
  tries         int not null default 0,
  reason        text,
  primary key (run_id, data_type, request)
) with (fillfactor = 70);
create index request_position on store.request (run_id, data_type, position);

-- Ids that a list of several pages has shown so far; emptied when the list is closed.
create table store.seen (
  run_id     bigint not null references store.run on delete cascade,
  data_type  text not null,
  request    text not null,
  page       int not null,
  parent_id  text not null default '',
  ids        text[] not null,
  primary key (run_id, data_type, request, page)
);

-- Where an endless list (the System Log) was left.
create table store.cursor (
  integration  text not null,
  data_type    text not null,
  next         text not null,
  caught_up_at timestamptz,
  changed_at   timestamptz not null default now(),
  primary key (integration, data_type)
);

-- What could not be taken in, with the reason; can be replayed.
create table store.quarantine (
  id            bigint generated always as identity primary key,
  integration   text,
  source        text not null,
  reason        text not null,
  payload       text,
  received_at   timestamptz not null default now(),
  replayed_at   timestamptz
);

-- What people did.
create table store.audit (
  id        bigint generated always as identity primary key,
  at        timestamptz not null default now(),
  actor     text not null,
  action    text not null,
  subject   text,
  detail    jsonb
);
