-- Up to where new events can be read in the order (xid, seq): every transaction of this database with a lower number has ended, and what it
-- wrote is seen by the statement that asks. A sequence alone isn't the order of commits, so readers ask for
--   where (e.xid, e.seq) > (their position) and e.xid < (select store.ended_before())
--
-- pg_snapshot_xmin would do, but it waits for all databases of the server: a session of somebody else's that is left open over the weekend
-- would stop every detection. Of the transactions that a snapshot has as running, those of other databases are passed over, since none
-- writes in two. Whose one is, its lock tells, which everybody may see: a transaction locks its own number for as long as it lasts. The
-- process that holds the lock has a database; a transaction that is prepared for a commit in two phases names its own.
--
-- Why nothing is lost, whatever happens between the looks at snapshot, sessions and locks:
-- * The function is stable, so its snapshot is that of the statement which asks. What is below its xmax and not in its list has ended, and
--   is seen. What begins later gets a number of xmax or above.
-- * What is in the list is passed over only while its lock is held by a process that was of another database when that was looked at. It had
--   the number before and has the lock after, so it was the same process all the time, not another with the same id; and it stays so.
-- * What is in the list and has no such lock is waited for: a transaction has its number a moment before the lock, and what has ended since
--   the snapshot was taken isn't seen by this statement, though its lock is gone. The next look finds out.
-- * The asking transaction's own number isn't in the list. Nothing above it is read, since it may still write.
--
-- After a restore, events of the former server may have numbers that are yet to come here. Nothing is read from the first of them on until
-- they have been made old: store.reader has that number as 'restored', see RestoredPositions.
create or replace function store.ended_before() returns xid8 language plpgsql stable as $$
declare
  seen pg_snapshot := pg_current_snapshot();
  restored xid8 := (select xid from store.reader where name = 'restored');
  elsewhere int[];
  others xid[];
begin
  if pg_snapshot_xmin(seen) = pg_snapshot_xmax(seen) then
    return least(pg_snapshot_xmax(seen), restored);   -- Nobody writes: as a rule, there is nothing to look at.
  end if;
  perform pg_stat_clear_snapshot();   -- Sessions as they were at an earlier look in the same transaction prove nothing.
  elsewhere := array(select a.pid from pg_stat_activity a where a.datname <> current_database());
  others := array(select p.transaction from pg_prepared_xacts p where p.database <> current_database())
    || array(select l.transactionid from pg_locks l
             where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted and l.pid = any(elsewhere));
  return least(pg_snapshot_xmax(seen), pg_current_xact_id_if_assigned(), restored,
               (select min(x) from pg_snapshot_xip(seen) x where x::xid <> all(others)));
end $$;
