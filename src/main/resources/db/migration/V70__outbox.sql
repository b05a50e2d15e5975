-- What is to be told through Kafka, in the transaction that changes it. Without Kafka nothing is written here: the triggers that
-- fill it exist only while store.tell_changes(true) holds.
--
-- seq is drawn while the document's row is locked, so that the numbers of one document are in the order of its changes, and none is
-- visible before those it follows. Transaction ids aren't: a transaction may have its id before it waits for the row.
create table store.outbox (
  seq    bigint generated always as identity primary key,
  topic  text not null check (topic in ('okta.changes', 'okta.findings')),
  key    text not null,
  value  jsonb not null
);

-- Who tells it: one instance at a time, which locks this row.
create table store.publisher (
  name       text primary key,
  capturing  boolean not null default false,
  times      int not null default 0,
  snapshot   text[]
);
comment on column store.publisher.times is 'how often it was switched on: from the second time on, the snapshot tells deletions, too';
comment on column store.publisher.snapshot is 'key of the last document that the snapshot has told; null when it is over';
insert into store.publisher (name) values ('kafka');

-- Keys of records: parts that hold a slash are written in percent, so that no two documents share one.
create function store.document_key(integration text, data_type text, parent_id text, id text) returns text
language sql immutable parallel safe as $$
  select integration || '/' || data_type || '/' || store.segment(parent_id) || '/' || store.segment(id)
$$;

create function store.document_change(integration text, data_type text, parent_id text, id text, change text,
                                      before jsonb, after jsonb, changed_at timestamptz, cause_event text) returns jsonb
language sql stable parallel safe as $$
  select jsonb_build_object('integration', integration, 'data_type', data_type, 'parent_id', parent_id, 'id', id, 'change', change,
                            'before', before, 'after', after, 'cause_event', cause_event,
                            'changed_at', to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
$$;

create function store.tell_added() returns trigger language plpgsql as $$
begin
  insert into store.outbox (topic, key, value)
  select 'okta.changes', store.document_key(integration, data_type, parent_id, id),
         store.document_change(integration, data_type, parent_id, id, 'added', null, doc, changed_at, cause_event)
  from now_rows where deleted_at is null;
  return null;
end $$;

-- Nested loops are off for the same reason as in close_list: the plan is made once, and may be made for a single row.
create function store.tell_changed() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  insert into store.outbox (topic, key, value)
  select 'okta.changes', store.document_key(n.integration, n.data_type, n.parent_id, n.id),
         store.document_change(n.integration, n.data_type, n.parent_id, n.id,
           case when n.deleted_at is not null then 'removed' when o.deleted_at is not null then 'added' else 'changed' end,
           case when o.deleted_at is null then o.doc end, case when n.deleted_at is null then n.doc end,
           coalesce(n.deleted_at, n.changed_at), case when n.deleted_at is null then n.cause_event else n.ended_by end)
  from before_rows o
  join now_rows n on n.integration = o.integration and n.data_type = o.data_type and n.parent_id = o.parent_id and n.id = o.id
  where (o.deleted_at is null) <> (n.deleted_at is null) or n.deleted_at is null and o.doc is distinct from n.doc;
  return null;
end $$;

create function store.tell_removed() returns trigger language plpgsql as $$
begin
  insert into store.outbox (topic, key, value)
  select 'okta.changes', store.document_key(integration, data_type, parent_id, id),
         store.document_change(integration, data_type, parent_id, id, 'removed', doc, null, now(), null)
  from before_rows where deleted_at is null;
  return null;
end $$;

-- A finding as it is after the change, with the names that okta.findings uses.
create function store.tell_findings() returns trigger language plpgsql set timezone = 'UTC' as $$
begin
  insert into store.outbox (topic, key, value)
  select 'okta.findings', store.document_key(f.integration, f.check_id, f.subject_type, f.subject_id),
         jsonb_build_object('change', c.change, 'at', c.at, 'actor', c.actor, 'reason', c.reason, 'finding', to_jsonb(f))
  from now_rows c join store.finding f on f.id = c.finding_id
  order by c.id;
  return null;
end $$;

-- Begins or ends to fill the outbox. Only one instance does it, and only where it makes a difference. Statements that change
-- documents wait for it, as it waits for them, so it gives up soon and is tried again.
create function store.tell_changes(wanted boolean) returns boolean language plpgsql set lock_timeout = '2s' as $$
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
    delete from store.outbox;
    update store.publisher set capturing = false, snapshot = null where name = 'kafka';
  end if;
  return true;
end $$;
