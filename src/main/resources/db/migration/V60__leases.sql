-- Several instances share this database: who is there, and who works on which integration.

-- One row each running instance. All its leases hold as long as it is alive, so that renewing them is one small update.
create table store.instance (
  id           text primary key,
  started_at   timestamptz not null default now(),
  alive_until  timestamptz not null,
  unopened     text[] not null default '{}',   -- integrations whose sealed credentials it cannot open
  triggers     text[] not null default '{}'    -- Quartz triggers that its routes have
);

-- Which instance owns an integration's request budget. The epoch is the fence: it changes with each owner, and pages carry it.
create table store.lease (
  integration  text primary key references store.integration on delete cascade,
  owner        text,
  epoch        bigint not null default 0,
  taken_at     timestamptz,
  served_at    timestamptz
) with (fillfactor = 50);
create sequence store.lease_epoch;
insert into store.lease (integration) select name from store.integration;

create function store.make_lease() returns trigger language plpgsql as $$
begin
  insert into store.lease (integration) values (new.name);
  return new;
end $$;
create trigger make_lease after insert on store.integration for each row execute function store.make_lease();

alter table store.integration drop column lease_owner, drop column lease_until, drop column last_served;

-- Refuses what an instance writes whose lease has passed on (without a lease, null, nothing is refused). The shared lock lasts to the end of the transaction, and whoever takes a
-- lease wants it alone: so nothing of the former owner can be under way when the next one begins.
create function store.fence(name text, held bigint) returns void language plpgsql as $$
begin
  if held is not null
     and (not pg_try_advisory_xact_lock_shared(1869312097, hashtext(name))
          or not exists (select from store.lease l where l.integration = name and l.epoch = held)) then
    raise exception 'Another instance works on % now.', name using errcode = 'OL001';
  end if;
end $$;

-- Ends a lease whoever holds it; returns once nothing that was written under it is under way.
create function store.revoke_lease(name text) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(1869312097, hashtext(name));
  update store.lease set owner = null, epoch = nextval('store.lease_epoch') where integration = name;
end $$;

-- What the owner knows of the org's rate limits, for the pages of other instances, and for the next owner.
create table store.budget (
  integration  text primary key references store.integration on delete cascade,
  epoch        bigint not null,
  buckets      jsonb not null,
  at           timestamptz not null default clock_timestamp()
) with (fillfactor = 50);

create index run_running on store.run (integration) where status = 'RUNNING';

-- Who worked on it last.
alter table store.run add column instance text;

-- A test is asked for at any instance, and made by the one that owns the budget.
alter table store.connectivity_test
  add column kind text not null default 'test' check (kind in ('test', 'token', 'recheck')),
  add column epoch bigint,           -- of the lease that it is made under
  add column report jsonb;
create index connectivity_test_open on store.connectivity_test (integration) where finished_at is null;
update store.connectivity_test set status = 'FAILURE', finished_at = now() where finished_at is null;
