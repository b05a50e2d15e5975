-- Nothing of an integration outlives it: what was written after its rows were erased goes with its own row. Whoever writes without a
-- lease holds that row until the end of its transaction, so nothing comes later. There are few such rows: the others are gone.
create or replace function store.forget_evaluations() returns trigger language plpgsql as $$
begin
  delete from store.check_state where integration = old.name;
  delete from store.match where integration = old.name;
  delete from store.seen_value where integration = old.name;
  delete from store.refresh where integration = old.name;
  delete from store.event where integration = old.name;
  delete from store.quarantine where integration = old.name;
  delete from store.stream where integration = old.name;
  delete from store.stream_gap where integration = old.name;
  delete from store.finding where integration = old.name;
  return old;
end $$;
