-- A link to go on from belongs to the org that gave it: where an integration leads to another org, its log is read from the beginning.
create function store.another_org() returns trigger language plpgsql as $$
begin
  update store.cursor set next = '', caught_up_at = null where integration = new.name;
  return new;
end $$;
create trigger another_org after update of issuer on store.integration
for each row when (old.issuer is distinct from new.issuer) execute function store.another_org();

-- The lease is looked at in a statement of its own, whose snapshot is taken once the lock is held.
create or replace function store.fence(name text, held bigint) returns void language plpgsql as $$
begin
  if held is null then
    return;
  end if;
  if pg_try_advisory_xact_lock_shared(1869312097, hashtext(name)) then
    perform from store.lease l where l.integration = name and l.epoch = held;
    if found then
      return;
    end if;
  end if;
  raise exception 'Another instance works on % now.', name using errcode = 'OL001';
end $$;
