-- A publication of all tables (a logical copy, a blue/green deployment, a change stream) lets nobody delete rows that nothing identifies.
-- This one table has no key: several versions of a document may begin at the same moment. Without a publication it changes nothing.
alter table store.resource_history replica identity full;

-- As before, but what nobody is to be told any more goes at once: millions of rows would be deleted one by one while store.resource is closed.
create or replace function store.tell_changes(wanted boolean) returns boolean language plpgsql set lock_timeout = '2s' as $$
begin
  perform from store.publisher p where p.name = 'kafka' and p.capturing <> wanted for update;
  if not found then
    return false;
  end if;
  if wanted then
    create trigger tell_added after insert on store.resource
      referencing new table as now_rows for each statement execute function store.tell_added();
    create trigger tell_changed after update on store.resource
      referencing old table as before_rows new table as now_rows for each statement execute function store.tell_changed();
    create trigger tell_removed after delete on store.resource
      referencing old table as before_rows for each statement execute function store.tell_removed();
    create trigger tell_findings after insert on store.finding_change
      referencing new table as now_rows for each statement execute function store.tell_findings();
    update store.publisher set capturing = true, times = times + 1, snapshot = array['', '', '', ''] where name = 'kafka';
  else
    drop trigger tell_added on store.resource;
    drop trigger tell_changed on store.resource;
    drop trigger tell_removed on store.resource;
    drop trigger tell_findings on store.finding_change;
    truncate store.outbox;
    update store.publisher set capturing = false, snapshot = null where name = 'kafka';
  end if;
  return true;
end $$;
