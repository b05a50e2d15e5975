-- Role okta_reader, for checks and analysts: it reads the views of schema okta and the collected data behind them, and nothing else; and
-- role okta_rules, which has the same rights and no members but this user: it owns the function that rules run through, since who owns a
-- function may change or drop it. Runs at each start, so that what a database administrator made by hand meanwhile is taken over. What this
-- user of the database may not do is left out: then the application says so, and goes on. The lock is for instances that start together.
do $$
declare
  -- From PostgreSQL 16 on, who makes a role may administer it, but not act as it.
  acting text := case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end;
begin
  perform pg_advisory_xact_lock(hashtext('okta_reader'));
  if not exists (select from pg_roles where rolname = 'okta_reader') then
    create role okta_reader nologin;
  end if;
  if not pg_has_role(current_user, 'okta_reader', acting) then
    grant okta_reader to current_user;
  end if;
  grant usage on schema okta, store to okta_reader;
  grant select on all tables in schema okta to okta_reader;
  alter default privileges in schema okta grant select on tables to okta_reader;
  -- What okta.as_of and okta.changes read, and what rules look at directly because it is faster.
  grant select on store.resource, store.resource_history, store.event, store.match to okta_reader;
  if to_regclass('store.first_reading') is not null then   -- Where an upgrade stopped before it, it isn't there.
    grant select on store.first_reading, store.data_type to okta_reader;
  end if;
exception
  when insufficient_privilege then
    raise notice 'okta_reader: %', sqlerrm;
  when duplicate_object or unique_violation then
    raise notice 'okta_reader: made for another database of this server at the same time';
end $$;

do $$
declare
  acting text := case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end;
begin
  perform pg_advisory_xact_lock(hashtext('okta_reader'));
  if not exists (select from pg_roles where rolname = 'okta_rules') then
    create role okta_rules nologin;
  end if;
  if not pg_has_role('okta_rules', 'okta_reader', 'usage') then
    grant okta_reader to okta_rules;
  end if;
  if not pg_has_role(current_user, 'okta_rules', acting) then
    grant okta_rules to current_user;
  end if;
exception
  when insufficient_privilege or undefined_object then
    raise notice 'okta_rules: %', sqlerrm;
  when duplicate_object or unique_violation then
    raise notice 'okta_rules: made for another database of this server at the same time';
end $$;

-- Answers a query that somebody else wrote (a check, a part of a detection) with the rights of the function's owner. Being security definer
-- it lets no query take its rights back ("set role", set_config('role', …)); being stable it lets none write. One JSON array of rows.
-- Only the application may call it: its user, and whoever may write integrations, where another user migrates.
--
-- The search path is the function's own, with pg_temp last. In a caller's pg_temp a name such as jsonb may be a domain of his, whose check
-- would then run with the owner's rights, and before the subtransaction begins.
--
-- What a rule's query does beside reading ends with it. Each runs in a subtransaction that is always rolled back, so that no setting
-- ("set_config('default_transaction_read_only', …)"), large object, notification or lock of a transaction outlives the answer, which the
-- variable keeps. Locks of the session know no transaction; nobody who asks here holds one of his own.
--
-- Moments are written in UTC: equal facts are equal evidence, whatever the time zone of the instance that asks.
do $do$
declare
  acting text := case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end;
  wanted text;
  application text;
begin
  perform pg_advisory_xact_lock(hashtext('okta_reader'));
  create or replace function store.as_reader(query text) returns jsonb language plpgsql stable security definer
    set timezone = 'UTC' set search_path = pg_catalog, pg_temp as $$
  declare found pg_catalog.jsonb;
  begin
    execute 'select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(answer)), ''[]'') from (' || query || E'\n) answer' into found;
    raise sqlstate 'ODI00';
  exception
    when sqlstate 'ODI00' then
      perform pg_catalog.pg_advisory_unlock_all();
      return found;
    when feature_not_supported or read_only_sql_transaction then
      perform pg_catalog.pg_advisory_unlock_all();
      -- For "not supported", and for a server that takes no writes, the connection pool would throw the connection away.
      raise insufficient_privilege using message = sqlerrm;
    when query_canceled or others then
      perform pg_catalog.pg_advisory_unlock_all();
      raise;
  end $$;
  -- Better okta_reader's rights than all of this user's, where the other role isn't to be had.
  select rolname into wanted from pg_roles
  where rolname in ('okta_rules', 'okta_reader') and pg_has_role(current_user, oid, acting) and pg_has_role(oid, 'okta_reader', 'usage')
  order by rolname desc limit 1;
  if wanted <> (select pg_get_userbyid(proowner) from pg_proc where oid = 'store.as_reader(text)'::regprocedure) then
    execute format('grant create on schema store to %I', wanted);
    execute format('alter function store.as_reader(text) owner to %I', wanted);
    execute format('revoke create on schema store from %I', wanted);
  end if;
  revoke execute on function store.as_reader(text) from public;
  for application in
    select current_user
    union
    select r.rolname from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
    where c.oid = 'store.integration'::regclass and a.privilege_type = 'INSERT'
  loop
    execute format('grant execute on function store.as_reader(text) to %I', application);
  end loop;
exception
  when insufficient_privilege or undefined_object then
    raise notice 'store.as_reader: %', sqlerrm;
end $do$;
