-- After a dump was restored into another server, whose count of transactions is younger: positions in the System Log lie in its future, and
-- readers would wait for it until the server has caught up. What was restored is old for everybody then, in the order of its numbers.
do $$
declare
  now_at constant xid8 := pg_snapshot_xmax(pg_current_snapshot());
begin
  if exists (select from store.reader where xid > now_at) or exists (select from store.follower where xid > now_at) then
    perform pg_advisory_xact_lock(hashtext('okta_positions'));
    update store.event set xid = '3' where xid > '3';
    update store.reader set xid = '3', seq = coalesce((select max(seq) from store.event), 0) where xid > now_at;
    update store.follower set xid = '3', seq = coalesce((select max(seq) from store.event), 0) where xid > now_at;
    raise notice 'The database was restored from another server: the System Log is read on from its last event';
  end if;
end $$;
