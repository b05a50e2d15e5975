-- What the console needs to answer quickly with 100,000 users and 1,000,000 events.

-- A test of a connection that a person asked for: steps are written as they happen, so any instance can show them.
create table store.connectivity_test (
  id           bigint generated always as identity primary key,
  integration  text not null references store.integration on delete cascade,
  status       text not null default 'RUNNING',
  steps        jsonb not null default '[]',
  probes       jsonb not null default '[]',
  started_at   timestamptz not null default now(),
  finished_at  timestamptz
);
create index connectivity_test_of on store.connectivity_test (integration, id desc);

-- Search by beginnings: of logins, addresses, first and last names, groups, apps.
create index user_login_begins on store.resource (integration, lower(doc #>> '{profile,login}') text_pattern_ops)
  where data_type = 'users' and deleted_at is null;
create index user_email_begins on store.resource (integration, lower(doc #>> '{profile,email}') text_pattern_ops)
  where data_type = 'users' and deleted_at is null;
create index user_first_name_begins on store.resource (integration, lower(doc #>> '{profile,firstName}') text_pattern_ops)
  where data_type = 'users' and deleted_at is null;
create index user_last_name_begins on store.resource (integration, lower(doc #>> '{profile,lastName}') text_pattern_ops)
  where data_type = 'users' and deleted_at is null;
create index group_name_begins on store.resource (integration, lower(doc #>> '{profile,name}') text_pattern_ops)
  where data_type = 'groups' and deleted_at is null;
create index app_label_begins on store.resource (integration, lower(doc ->> 'label') text_pattern_ops)
  where data_type = 'apps' and deleted_at is null;

-- Events of one type, newest first.
create index event_of_type on store.event (integration, lower(event_type), published);

-- One row a user: what the overview counts and the user list filters by. Rewritten only where something changed.
create table store.identity (
  integration  text not null,
  user_id      text not null,
  login        text,
  status       text,
  last_login   timestamptz,
  strength     text not null check (strength in ('phishing-resistant', 'strong', 'weak', 'none')),
  admin        boolean not null,
  primary key (integration, user_id)
);
create index identity_login on store.identity (integration, lower(login), user_id);
create index identity_strength on store.identity (integration, strength, lower(login)) where status = 'ACTIVE';
create index identity_status on store.identity (integration, status, lower(login));
create index identity_last_login on store.identity (integration, last_login) where status = 'ACTIVE';
create index identity_admin on store.identity (integration, lower(login)) where admin;

-- Figures of the overview, counted in the background: counting a million events takes longer than a page may.
create table store.summary (
  integration  text not null,
  name         text not null,
  value        jsonb not null,
  at           timestamptz not null default now(),
  millis       bigint not null,
  primary key (integration, name)
);

create function store.forget_summaries() returns trigger language plpgsql as $$
begin
  delete from store.identity where integration = old.name;
  delete from store.summary where integration = old.name;
  return old;
end $$;
create trigger forget_summaries after delete on store.integration
  for each row execute function store.forget_summaries();

create index audit_newest on store.audit (at desc, id desc);
create index finding_newest on store.finding (state, severity, last_seen desc);
create index finding_of_check on store.finding (check_id, state);

-- What a user, group or app had on an earlier day, found from either side.
create index resource_history_by_id on store.resource_history (integration, id, data_type);

-- Devices of a user: Okta embeds users in devices.
create index device_user on store.resource using gin ((doc #> '{_embedded,users}') jsonb_path_ops)
  where data_type = 'devices' and deleted_at is null;
