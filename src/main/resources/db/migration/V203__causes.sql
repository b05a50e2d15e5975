-- Which event a change follows from. Of the events that had a list read again, one is the cause of a row's change if it names the row;
-- the newest of the burst was given for all of them, and with it somebody who had nothing to do with it.

-- What the events named that touched an object, and the newest event that named it. It goes with what is to be read again.
create table store.named (
  integration  text not null,
  data_type    text not null,
  id           text not null,
  object_id    text not null,
  event        text not null,
  published    timestamptz not null,
  primary key (integration, data_type, id, object_id),
  foreign key (integration, data_type, object_id) references store.refresh on delete cascade
);
create index named_by_object on store.named (integration, data_type, object_id);

alter table store.refresh add column events bigint not null default 1;
comment on column store.refresh.events is 'how many events touched it; of a single one, what it does not name may follow as well';

-- The newest event that names a row of a list, while that waits to be read again; where none does, what is said of the whole list.
-- What was touched is the list's parent or what that belongs to, the row in it, the object itself, or the whole data type ('').
create function store.cause_of(the_integration text, the_type text, the_parent text, the_id text, otherwise text) returns text
language sql stable as $$
  select coalesce((
    select n.event from store.named n
    where n.integration = the_integration and n.data_type = the_type and n.id = the_id
      and n.object_id = any (string_to_array(the_parent, '/') || array['', the_id, the_parent || '/' || the_id])
    order by n.published desc limit 1), otherwise)
$$;

-- The event that explains a whole list: the only one that touched it, unless it names a row of it, for then it is about that one.
-- rows: what a page brings that may not be stored yet.
create function store.cause_of_list(the_run bigint, the_integration text, the_type text, the_request text, the_parent text, rows text[])
returns text language sql stable as $$
  select q.cause_event from store.request q
  where q.run_id = the_run and q.data_type = the_type and q.request = the_request and q.cause_event is not null
    and not exists (
      select from store.named n
      where n.integration = the_integration and n.data_type = the_type and n.event = q.cause_event
        and (n.id = any (rows)
             or exists (select from store.resource r
                        where r.integration = n.integration and r.data_type = n.data_type and r.parent_id = the_parent and r.id = n.id)))
$$;
