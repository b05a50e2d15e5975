-- Role okta_reader, for checks and analysts: it reads the views of schema okta and the collected data behind them, and nothing else.
-- Runs at each start, so that what a database administrator made by hand meanwhile is taken over. What this user of the database may
-- not do is left out: then the application says so, and goes on. The lock is for instances that start together.
do $$
begin
  perform pg_advisory_xact_lock(hashtext('okta_reader'));
  if not exists (select from pg_roles where rolname = 'okta_reader') then
    create role okta_reader nologin;
  end if;
  -- From PostgreSQL 16 on, who makes a role may administer it, but not act as it.
  if not pg_has_role(current_user, 'okta_reader', case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) then
    grant okta_reader to current_user;
  end if;
  grant usage on schema okta, store to okta_reader;
  grant select on all tables in schema okta to okta_reader;
  alter default privileges in schema okta grant select on tables to okta_reader;
  -- What okta.as_of and okta.changes read, and what rules look at directly because it is faster.
  grant select on store.resource, store.resource_history, store.event, store.match to okta_reader;
  if (select pg_get_userbyid(proowner) <> 'okta_reader' from pg_proc where oid = 'store.as_reader(text)'::regprocedure) then
    grant create on schema store to okta_reader;
    alter function store.as_reader(text) owner to okta_reader;
    revoke create on schema store from okta_reader;
  end if;
exception
  when insufficient_privilege then
    raise notice 'okta_reader: %', sqlerrm;
  when duplicate_object or unique_violation then
    raise notice 'okta_reader: made for another database of this server at the same time';
end $$;
