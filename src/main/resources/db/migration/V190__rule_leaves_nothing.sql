-- What a rule's query does beside reading ends with it. Each runs in a subtransaction that is always rolled back, so that no setting
-- ("set_config('default_transaction_read_only', …)"), large object, notification or lock of a transaction outlives the answer, which the
-- variable keeps. Locks of the session know no transaction; nobody who asks here holds one of his own.
create or replace function store.as_reader(query text) returns jsonb language plpgsql stable security definer as $$
declare found jsonb;
begin
  execute 'select coalesce(jsonb_agg(to_jsonb(answer)), ''[]'') from (' || query || E'\n) answer' into found;
  raise sqlstate 'ODI00';
exception
  when sqlstate 'ODI00' then
    perform pg_advisory_unlock_all();
    return found;
  when feature_not_supported then
    perform pg_advisory_unlock_all();
    -- "Not supported" would make the connection pool throw the connection away.
    raise insufficient_privilege using message = sqlerrm;
  when query_canceled or others then
    perform pg_advisory_unlock_all();
    raise;
end $$;
